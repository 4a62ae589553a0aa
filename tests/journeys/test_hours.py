"""Opening hours by clicking, in the real editor: what is clicked is stored, shown for two weeks, and kept as it was."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from catalog.models import ContactPoint
from tests.chromium import Browser
from tests.editors import House, a_service
from tests.journeys.conftest import picture
from tests.journeys.test_accessible import PASSWORD, faults, fits

pytestmark = pytest.mark.django_db(transaction=True)


def by_keyboard(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_nights_holidays_and_a_second_saturday_are_clicked_together(
    house: House, browser: Browser, settings: Any
) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # it would complain of the hours that are wrong on purpose
    draft = a_service()
    draft.contact_points.all()[0].hours = "Mo-Fr 09:00-17:00; PH off"
    service = house.save_draft(draft)
    browser.sign_in(house.writer.username, PASSWORD)
    page = browser.open(f"/admin/snippets/catalog/service/edit/{service.pk}/")
    page.get_by_role("tab", name="連絡先").click()
    field = page.locator("#id_contact_points-0-hours")
    form = field.locator("xpath=following-sibling::div[contains(@class, 'hours')]")
    form.get_by_role("button", name="曜日と時刻で入力する").focus()
    by_keyboard(page, "Enter")
    expect(form.get_by_role("group", name="曜日の枠 1")).to_be_visible()
    expect(form.get_by_label("金", exact=True)).to_be_checked()
    expect(form.get_by_label("土", exact=True)).not_to_be_checked()
    expect(form.get_by_label("曜日の枠 1 開始")).to_have_value("09:00")
    assert field.input_value() == "Mo-Fr 09:00-17:00; PH off"

    # Nights: written for each calendar day, and a holiday's night is closed as a night.
    form.get_by_label("曜日の枠 1 開始").fill("22:00")
    form.get_by_label("曜日の枠 1 終了").fill("05:00")
    assert field.input_value() == (
        "Mo 22:00-24:00; Tu-Fr 00:00-05:00,22:00-24:00; Sa 00:00-05:00; PH 05:00-24:00 off; PH +1 day 00:00-05:00 off"
    )
    expect(form.get_by_text("(翌日)")).to_be_visible()

    # Other hours on the second Saturday, by keyboard from where the new row begins.
    form.get_by_label("曜日の枠 1 終了").fill("00:00")
    form.get_by_role("button", name="とくべつな日を足す").focus()
    by_keyboard(page, "Enter")
    second = form.get_by_role("group", name="とくべつな日 2")
    expect(second.get_by_label("どの日")).to_be_focused()
    second.get_by_label("その日は").select_option("opens")
    second.get_by_label("とくべつな日 2 開始").fill("10:00")
    second.get_by_label("とくべつな日 2 終了").fill("12:00")
    form.get_by_role("button", name="年末年始は休み").click()
    clicked = "Mo-Fr 22:00-24:00; Sa[2] 10:00-12:00; PH off; Dec 29-Jan 03 off"
    assert field.input_value() == clicked
    expect(form.get_by_role("table")).to_contain_text("22:00〜24:00")
    expect(form.get_by_role("row")).to_have_count(14)
    form.get_by_role("table").scroll_into_view_if_needed()
    picture(browser, "hours")
    assert faults(browser, ".hours") == []
    assert fits(browser)
    picture(browser, "hours-320")
    page.set_viewport_size({"width": 1280, "height": 900})

    # What the form cannot show stays as it is, and what is wrong is said.
    field.fill("Mo-Fr 10:00-12:00; PH +1 day off")
    by_keyboard(page, "Tab")
    expect(form.get_by_text("画面では表しきれません")).to_be_visible()
    assert field.input_value() == "Mo-Fr 10:00-12:00; PH +1 day off"
    field.fill("月-金 10:00-12:00")
    by_keyboard(page, "Tab")
    expect(form.get_by_role("status")).to_contain_text("曜日は、月 Mo")
    field.fill(clicked)
    by_keyboard(page, "Tab")
    expect(form.get_by_role("group", name="とくべつな日 3")).to_be_visible()

    # Another contact point has a form of its own, and what was clicked is saved.
    page.locator("#id_contact_points-ADD").click()
    expect(page.locator("#id_contact_points-1-hours-fields")).to_be_hidden()
    page.locator("#id_contact_points-1-DELETE-button").click()
    page.locator("footer button[name=action-save], footer .action-save").first.click()
    page.wait_for_load_state("networkidle")
    (contact,) = type(service).objects.get(pk=service.pk).get_latest_revision_as_object().contact_points.all()
    assert isinstance(contact, ContactPoint)
    assert contact.hours == clicked
    assert browser.complaints == []
