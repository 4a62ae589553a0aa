"""The crawl in a real browser: each screen, everything on it opened, and what it says then."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ElementHandle, Error, Page

from tests.house_in_japanese.crawl import Answer, Crawl
from tests.house_in_japanese.said import IN_A_BROWSER

#: What opens something: menus, dialogues, panels, choosers, lists of blocks, further rows of a form.
OPENERS = (
    "[data-w-dropdown-target=toggle]",
    "[data-a11y-dialog-show]",
    "[data-side-panel-toggle]",
    "[data-chooser-action-choose]",
    ".c-sf-add-button",
    ".Draftail-Toolbar button, .Draftail-BlockToolbar__trigger",
    "[id$='-ADD']",
    "[aria-haspopup]",
    "[aria-expanded=false]:not([data-panel-toggle])",
    "input[autocomplete=off][type=text]",
)


class Reader:
    """Somebody at a window. Everything is heard anew after each thing that was opened."""

    def __init__(self, crawl: Crawl, page: Page, base: str) -> None:
        self.crawl, self.page, self.base = crawl, page, base
        page.on("pageerror", lambda error: crawl.broken.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: dialog.accept())

    def read(self, answer: Answer, opened: int, look: Callable[[Page, Answer], None] | None = None) -> None:
        """Go there, hear, and hear again after each of so many things of a kind; ``look`` comes before opening."""
        self.page.goto(self.base + answer.path, wait_until="load")
        if self.page.locator("html").get_attribute("lang") != "ja":
            self.crawl.broken.append(f"{answer.path}: its language is not said to be Japanese")
        self._hear(answer)
        if look:
            look(self.page, answer)
        for selector in OPENERS:
            pressed = [_press(element) for element in self.page.query_selector_all(selector)[:opened]]
            if any(pressed):
                self._hear(answer)
                self.page.keyboard.press("Escape")

    def _hear(self, answer: Answer) -> None:
        self.page.wait_for_timeout(50)
        self.crawl.hear(answer.role, answer.path, [tuple(one) for one in self.page.evaluate(IN_A_BROWSER)])


def _press(element: ElementHandle) -> bool:
    """Whether it could be pressed: it is on the screen and nothing lies over it."""
    try:
        if not element.is_visible():
            return False
        element.click(timeout=300)
    except Error:
        return False
    return True


def window(launched: Chromium, base: str, person: Any) -> Page:
    """A window in which this person is signed in, or nobody."""
    context = launched.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": 1280, "height": 1400})
    if person is not None:
        client = Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
    return context.new_page()
