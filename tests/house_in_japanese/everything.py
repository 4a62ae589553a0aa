"""The long form: every route as each role, every screen in a browser with axe and at 200 %; not part of `make test`."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.chromium import chromium
from tests.house_in_japanese.browse import Reader, window
from tests.house_in_japanese.crawl import Answer, Crawl
from tests.house_in_japanese.people import set_house

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: 1280 px at 200 %.
ZOOMED = {"width": 640, "height": 700}


@pytest.mark.django_db(transaction=True)
def test_everything(live_server: LiveServer) -> None:
    scene, people = set_house()
    crawl = Crawl(scene, everything=True)
    crawl.go(people)
    looks: list[str] = []

    def look(page: Page, answer: Answer) -> None:
        page.evaluate(AXE)
        found: dict[str, Any] = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        for fault in found["violations"]:
            looks.append(
                f"axe: {fault['id']} {len(fault['nodes'])} times, {fault['nodes'][0]['html'][:200]}  ({answer.path})"
            )
        wide = page.viewport_size
        page.set_viewport_size(ZOOMED)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            looks.append(f"Runs off the screen at 200 %  ({answer.role} {answer.path})")
        page.set_viewport_size(wide or ZOOMED)

    told: set[str] = set()
    with chromium() as launched:
        windows = {
            role: Reader(crawl, window(launched, live_server.url, who), live_server.url) for role, who in people.items()
        }
        pages = crawl.pages()
        print(f"{len(crawl.routes)} routes, {len(pages)} screens", flush=True)
        for number, page in enumerate(pages, start=1):
            windows[page.role].read(page, opened=4, look=look)
            # At once: whoever waits may begin to mend.
            for fault in {*crawl.faults(), *looks} - told:
                print(f"{number}/{len(pages)} {fault}", flush=True)
                told.add(fault)
    assert [*crawl.faults(), *looks] == []
