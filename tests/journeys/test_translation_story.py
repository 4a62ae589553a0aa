"""The translation round trip in a real browser: written, translated, outdated, confirmed, sent out and brought back."""

import os
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.chromium import Browser
from tests.editors import House, a_faq, a_service
from tests.journeys.test_accessible import faults, fits
from tests.translation.conftest import latest

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "とても長い合言葉です"


def picture(browser: Browser, name: str, *, whole: bool = True) -> None:
    """Kept where PICTURES names a folder, for a person to look at."""
    if folder := os.environ.get("PICTURES"):
        browser.page.screenshot(path=f"{folder}/{name}.png", full_page=whole)


def press(browser: Browser, name: str) -> None:
    """A button, and the page that follows."""
    with browser.page.expect_navigation():
        browser.page.get_by_role("button", name=name).click()
    browser.page.wait_for_load_state("networkidle")


def looks_right(browser: Browser, name: str) -> None:
    picture(browser, name)
    assert faults(browser, ".house-page") == [], name
    assert fits(browser), name
    browser.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_text_goes_the_whole_way(house: House, browser: Browser, tmp_path: Path) -> None:
    service: Any = house.save_draft(
        a_service(
            name_en="",
            summary_en="",
            summary_ja="どんな悩みでも、電話で聞きます。通話料はかかりません。",
            how_to_use_ja="電話をかけてください。",
        ),
        by=house.second_writer,
    )
    browser.sign_in("writer", PASSWORD)
    page = browser.open("/admin/translation/")
    looks_right(browser, "translation-overview")

    page.get_by_role("link", name="English").click()
    page.wait_for_load_state("networkidle")
    looks_right(browser, "translation-list")
    page.get_by_role("link", name="よりそいホットライン").click()
    page.wait_for_load_state("networkidle")
    page.fill("#id_t-name", "Yorisoi Hotline")
    page.fill("#id_t-summary", "We listen to any worry by telephone. Calls are free.")
    page.fill("#id_t-how_to_use", "Please call.")
    press(browser, "確認済みにする")
    assert latest(service).translation_state("summary", "en") == "checked"

    draft = latest(service)
    draft.summary_ja = "どんな悩みでも、電話とチャットで、夜10時まで聞きます。通話料はかかりません。"
    draft.how_to_use_ja = "お電話ください。"
    house.save_draft(draft, by=house.second_writer)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator("ins").all_inner_texts()
    looks_right(browser, "translation-beside")
    press(browser, "「利用のしかた」を変更なしと確認")
    assert latest(service).translation_state("how_to_use", "en") == "checked"
    assert latest(service).translation_state("summary", "en") == "stale"

    page = browser.open("/admin/translation/list/en/")
    with page.expect_download() as saved:
        page.get_by_role("button", name="この条件のものをXLSXに書き出す").click()
    file = tmp_path / "translation.xlsx"
    saved.value.save_as(file)
    book = load_workbook(file)
    sheet = book["翻訳"]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 6).value = f"From the translator, row {row}"
    book.save(file)
    draft = latest(service)
    draft.summary_en = "We listen until 10 pm."  # somebody was quicker
    house.save_draft(draft, by=house.second_writer)

    page = browser.open("/admin/translation/files/")
    looks_right(browser, "translation-files")
    page.set_input_files("#file", str(file))
    press(browser, "読み込んで確かめる")
    assert page.get_by_text("ほかの人が訳を変えました").count()
    looks_right(browser, "translation-file")
    press(browser, "下書きとして取り込む")
    looks_right(browser, "translation-file-taken")
    assert latest(service).summary_en == "We listen until 10 pm."
    assert latest(service).contact_points.get().label_en.startswith("From the translator")
    assert browser.complaints == []


def test_a_rich_text_is_typed_and_two_people_meet(house: House, browser: Browser) -> None:
    faq: Any = house.save_draft(a_faq(), by=house.second_writer)
    browser.sign_in("writer", PASSWORD)
    page = browser.open(f"/admin/translation/item/faq/{faq.content_id}/en/")
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Talk to someone you trust.")
    page.wait_for_timeout(500)  # the editor hands its text on after a pause
    draft = latest(faq)
    draft.answer_en = "<p>Talk to a friend.</p>"
    house.save_draft(draft, by=house.second_writer)

    press(browser, "下書きとして保存")
    assert "Talk to someone you trust." in page.locator("[contenteditable=true]").first.inner_text()
    assert page.get_by_text("ほかの人が先にこの訳を変えました").count() == 1
    looks_right(browser, "translation-conflict")
    press(browser, "下書きとして保存")

    assert latest(faq).text_in("answer", "en") == "<p>Talk to someone you trust.</p>"
    # The browser tells of the 409 that showed both texts; nothing else was wrong.
    assert [line for line in browser.complaints if "409" not in line] == []


def test_the_policy_screen(house: House, browser: Browser) -> None:
    browser.sign_in("approver", PASSWORD)
    browser.open("/admin/translation/policy/")
    looks_right(browser, "translation-policy")
    assert browser.complaints == []
