"""The list at the screen, with the keyboard alone: find by number, mark two, change both, take it back."""

import os

import pytest
from playwright.sync_api import Page

from catalog.models import ContactPoint, Service
from tests.chromium import Browser
from tests.editors import House, a_service
from tests.journeys.conftest import PASSWORD, picture
from tests.journeys.test_accessible import faults, fits

pytestmark = pytest.mark.django_db(transaction=True)


def reach(page: Page, selector: str, *, key: str = "Tab", most: int = 80) -> None:
    """Press the key until this has the focus, and see that the focus can be seen."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            shown = page.evaluate(
                "() => { const style = getComputedStyle(document.activeElement);"
                " return style.outlineStyle !== 'none' || style.boxShadow !== 'none' }"
            )
            assert shown, f"the focus on {selector} cannot be seen"
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} is not reached: {page.evaluate('document.activeElement.outerHTML')[:200]}")


def look(browser: Browser, name: str, within: str = ".house-page") -> None:
    assert faults(browser, within) == [], name
    assert fits(browser), name
    browser.page.set_viewport_size({"width": 1280, "height": 800})
    picture(browser, name)


def test_two_listings_are_found_changed_and_put_back_by_keyboard(house: House, browser: Browser) -> None:
    for number in range(3):
        service = a_service(f"line-{number}", name_ja=f"フリーダイヤル{number}", kana=f"ふりーだいやる{number}")
        service.contact_points = [ContactPoint(channel="phone", value=f"0120-279-33{number}")]
        house.save_draft(service)
    other = a_service("other", name_ja="ほかの窓口", kana="ほかのまどぐち")
    other.contact_points = [ContactPoint(channel="phone", value="03-1234-5678")]
    house.save_draft(other)
    browser.sign_in(house.writer.username, PASSWORD)
    page = browser.open("/admin/snippets/catalog/service/")
    reach(page, "[data-search-form] input[name=q]")
    page.keyboard.type("０１２０")
    page.wait_for_function("() => document.querySelectorAll('[data-bulk-action-checkbox]').length === 3")
    with page.expect_response(lambda answer: "/results/" in answer.url):  # leaving the box asks once more
        page.keyboard.press("Tab")
    page.wait_for_timeout(1000)
    reach(page, "a[href*='/listing/views/new/']")
    for _ in range(2):
        page.keyboard.press("Tab")
        reach(page, "tbody [data-bulk-action-checkbox]:not(:checked)")
        page.keyboard.press("Space")
    page.get_by_text("2件を選択中").wait_for()
    page.wait_for_timeout(500)  # the bar comes up
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/lists.png")
    reach(page, "a[data-bulk-action-button][href*='change_review_by']")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=選んだ窓口は2件です")
    look(browser, "bulk-choose")
    reach(page, "input[name=review_by]")
    page.keyboard.type("2027-04-01")
    page.keyboard.press("Escape")
    reach(page, ".house-go button")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=まだ何も変わっていません")
    look(browser, "bulk-preview")
    reach(page, "button[value=write]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=変えたもの(2件)")
    look(browser, "bulk-done")
    reach(page, ".house-page button.serious")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=戻したもの2件、残したもの0件")
    look(browser, "bulk-undone")
    assert Service.objects.filter(review_by__isnull=False).count() == 0
    page = browser.open("/admin/snippets/catalog/service/?q=0120&state=draft")
    reach(page, "a[href*='/listing/views/new/']")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=name]")
    reach(page, "input[name=name]")
    page.keyboard.type("フリーダイヤルの下書き")
    look(browser, "saved-view")
    page.keyboard.press("Enter")
    page.wait_for_selector(".house-views a[aria-current=page]")
    look(browser, "lists-with-view", "nav[aria-labelledby=house-views]")
    assert browser.complaints == []
