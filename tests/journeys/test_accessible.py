"""Every page that we render: axe finds nothing against WCAG 2.2 AA, and nothing runs off a screen of 320 px."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import expect

from api.problems.catalogue import TYPES
from tests.chromium import Browser
from tests.editors import House, a_faq, a_service

pytestmark = pytest.mark.django_db(transaction=True)
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PASSWORD = "とても長い合言葉です"


def faults(browser: Browser, within: str) -> list[str]:
    """What axe finds in one part of the page: the rest of an admin page is Wagtail's."""
    browser.page.evaluate(AXE)
    found: dict[str, Any] = browser.page.evaluate(
        "([within, rules]) => axe.run(within, {runOnly: {type: 'tag', values: rules}})", [within, RULES]
    )
    assert found["passes"], "axe looked at nothing"
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]]


def fits(browser: Browser) -> bool:
    """Whether nothing runs off a screen of 320 px."""
    browser.page.set_viewport_size({"width": 320, "height": 640})
    return bool(browser.page.evaluate("document.documentElement.scrollWidth <= 320"))


@pytest.mark.parametrize("path", ["/", *(f"/problems/{slug}" for slug in TYPES)])
def test_public_pages(house: House, browser: Browser, path: str) -> None:
    house.publish(a_service())
    page = browser.open(path)
    assert faults(browser, "html") == []
    assert page.locator("html").get_attribute("lang") == "ja"
    assert fits(browser)
    assert browser.complaints == []


def test_the_start_page_works_by_keyboard(house: House, browser: Browser) -> None:
    page = browser.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/admin/"


def test_our_own_screens_in_the_admin(house: House, browser: Browser) -> None:
    service = house.publish(a_service())
    service.summary_ja = "書きかえた概要です。"
    house.submit(house.save_draft(service))
    state = service.current_workflow_task_state
    house.reviewer.groups.add(*house.approver.groups.all())
    browser.sign_in(house.reviewer.username, PASSWORD)
    for path in (
        "/admin/approvals/",
        f"/admin/approvals/{state.pk}/",
        "/admin/withdrawals/",
        f"/admin/withdrawals/propose/{service.content_id}/",
    ):
        page = browser.open(path)
        assert faults(browser, ".house-page") == [], path
        assert fits(browser), path
        page.set_viewport_size({"width": 1280, "height": 900})
    assert browser.complaints == []


def test_what_wagtail_draws_has_names(house: House, browser: Browser) -> None:
    faq = house.save_draft(a_faq())
    browser.sign_in(house.writer.username, PASSWORD)
    page = browser.open(f"/admin/pages/{faq.pk}/edit/")
    expect(page.get_by_role("textbox", name="答え").first).to_be_visible()
    assert faults(browser, ".public-DraftEditor-content") == []
    page = browser.open("/admin/images/add/")
    expect(page.get_by_role("textbox", name="タグ")).to_be_visible()
    assert faults(browser, "main form") == []
    browser.open("/admin/images/multiple/add/")
    assert faults(browser, "main form") == []


def test_the_form_of_an_account(house: House, browser: Browser) -> None:
    browser.sign_in(house.administrator.username, PASSWORD)
    browser.open("/admin/users/new/")
    assert faults(browser, "main form") == []
