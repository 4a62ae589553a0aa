"""The preview in the editor, in a real browser: what is typed appears in the frame; two editors at once are told."""

import pytest
from playwright.sync_api import expect

from tests.chromium import Browser
from tests.editors import House, a_service
from tests.journeys.conftest import PASSWORD, picture

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_typed_appears_beside_the_form(house: House, browser: Browser) -> None:
    service = house.save_draft(a_service())
    browser.page.set_viewport_size({"width": 1440, "height": 900})
    browser.sign_in("writer", PASSWORD)
    page = browser.open(f"/admin/snippets/catalog/service/edit/{service.pk}/")
    page.click("[data-side-panel-toggle='preview']")
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.locator("h1")).to_have_text("よりそいホットライン", timeout=20_000)
    page.wait_for_timeout(2600)  # Wagtail looks for edits only after two seconds
    page.fill("#id_summary_ja", "夜も話を聞きます。")
    expect(frame.get_by_text("夜も話を聞きます。")).to_be_visible(timeout=20_000)
    picture(browser, "preview")
    page.locator("#id_preview_mode").select_option("website:en")
    expect(frame.locator("h1")).to_have_text("Yorisoi Hotline", timeout=20_000)
    assert frame.locator("html").get_attribute("lang") == "en"
    picture(browser, "preview-en")
    assert browser.complaints == []
