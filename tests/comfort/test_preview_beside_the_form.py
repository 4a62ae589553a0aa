"""The preview in the editor, in a real browser: what is typed appears in the frame; two editors at once are told."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.catalog.editing import url
from tests.chromium import Browser
from tests.editors import House, a_faq, a_service
from tests.journeys.conftest import PASSWORD, picture
from tests.journeys.test_accessible import faults, fits

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
    assert page.locator("[data-side-panel-toggle='checks']").count() == 0
    for path in (f"{url(type(service), 'preview_on_edit', service.pk)}?mode=website:en", "/admin/sign-in/done/"):
        browser.open(path)
        assert faults(browser, "main") == [], path
        assert fits(browser), path
    assert browser.complaints == []


@pytest.mark.parametrize("make", [a_service, a_faq], ids=["snippet", "page"])
def test_the_second_editor_is_told_before_anything_is_written_over(house: House, window_of: Any, make: Any) -> None:
    entry = house.save_draft(make())
    field = "name_ja" if make is a_service else "question_ja"
    where = url(type(entry), "edit", entry.pk)
    first, second = window_of("writer"), window_of("second-writer")
    for window in (first, second):
        window.open(where)
    second.page.wait_for_timeout(2600)  # Wagtail looks for edits only after two seconds
    with first.page.expect_response(is_save) as saved:
        first.page.fill(f"#id_{field}", "ひとりめの題名")
    assert saved.value.json()["success"]
    with second.page.expect_response(is_save) as refused:
        second.page.fill(f"#id_{field}", "ふたりめの題名")
    assert refused.value.json()["error_code"] == "invalid_revision"
    assert getattr(latest(entry), field) == "ひとりめの題名"
    # Whoever presses the button is asked first, by name.
    notice = second.page.get_by_text("新しい版を保存しました").first
    expect(notice).to_be_attached(timeout=20_000)
    second.page.locator("[data-edit-form] button[type=submit]:visible").first.click()
    dialogue = second.page.get_by_role("dialog").filter(has_text="新しい版を保存しました")
    expect(dialogue).to_be_visible()
    picture(second, "two-editors")
    words = dialogue.inner_text()
    assert not re.search(r"[A-Za-z]{4,}", words.replace("writer", "")), words
    assert second.page.input_value(f"#id_{field}") == "ふたりめの題名"
    with second.page.expect_navigation():
        dialogue.locator("[data-w-dialog-target=confirm]").click()
    assert getattr(latest(entry), field) == "ふたりめの題名"
    kept = [getattr(revision.as_object(), field) for revision in entry.revisions.all()]
    assert "ひとりめの題名" in kept  # in the history, to go back to


def is_save(answer: Any) -> bool:
    return answer.request.method == "POST" and "/edit/" in answer.url and "json" in answer.headers["content-type"]


def latest(entry: Any) -> Any:
    return type(entry).objects.get(pk=entry.pk).get_latest_revision_as_object()
