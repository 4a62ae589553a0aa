"""The checks in a real browser: told while somebody types, led to the field, and a round with its progress."""

from typing import Any

import pytest
from playwright.sync_api import expect

from catalog.models import ContactPoint
from cms.checks import steps
from cms.checks.models import WordRule
from tests.chromium import Browser
from tests.editors import House, a_faq, a_kids_text, a_service
from tests.journeys.conftest import picture
from tests.journeys.test_accessible import PASSWORD, faults, fits

pytestmark = pytest.mark.django_db(transaction=True)


def troubled() -> Any:
    """A service of which there is something to say."""
    service = a_service(url="http://www.example.test/", summary_ja="困っている人の話を聞きます。")
    service.contact_points = [
        ContactPoint(channel="phone", value="0120-279-338", label_ja="電話", hours="24/7", sort_order=0),
        ContactPoint(channel="phone", value="0570-064-556", label_ja="ナビダイヤル", sort_order=1),
    ]
    return service


def test_findings_come_while_typing_and_lead_to_the_field(house: House, browser: Browser, settings: Any) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    WordRule.objects.get_or_create(
        kind="hurtful",
        word="甘え",
        defaults={"reason": "つらい人を責めることばです。", "instead": "つらさには理由があります", "unless": "甘えて"},
    )
    service: Any = house.save_draft(troubled())
    browser.sign_in(house.writer.username, PASSWORD)
    page = browser.open(f"/admin/snippets/catalog/service/edit/{service.pk}/")
    page.get_by_role("button", name="内容の点検を開く・閉じる").click()
    panel = page.locator("[data-content-checks]")
    expect(panel.get_by_role("status")).to_have_text("気になるところが2件あります。")

    # Typed, not saved: told within two seconds, and gone when it is mended.
    page.locator("#id_summary_ja").fill("それは甘えです。番号は 1234 5678 9018 です。")
    expect(panel.get_by_role("status")).to_contain_text("うち1件は、直すまで公開できません。")
    expect(panel.get_by_role("listitem").first).to_contain_text("マイナンバー")
    assert page.locator('[data-side-panel-toggle="findings"] [data-side-panel-toggle-counter]').inner_text() == "4"
    assert faults(browser, "[data-content-checks]") == []
    picture(browser, "checks-panel")
    page.locator("#id_summary_ja").fill("話を聞きます。")
    expect(panel.get_by_role("status")).to_have_text("気になるところが2件あります。")

    # By keyboard to the second contact's note, which stands in another tab.
    panel.get_by_role("button", name="連絡先「ナビダイヤル」の「補足」").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_contact_points-1-note_ja")).to_be_focused()
    panel.get_by_role("button", name="「公式ページ」").click()
    expect(page.locator("#id_url")).to_be_focused()
    assert fits(browser)
    assert browser.complaints == []


def test_a_round_shows_how_far_it_is_and_then_what_it_found(house: House, browser: Browser) -> None:
    house.save_draft(troubled())
    house.save_draft(a_faq(answer_ja="<p>番号は 1234 5678 9018 です。</p>"))
    house.save_draft(a_kids_text(text="悩みを誰かに相談してね。"))
    browser.sign_in(house.reviewer.username, PASSWORD)
    page = browser.open("/admin/checks/")
    steps.start(house.reviewer)  # as if somebody had started it and the worker stood still
    page = browser.open("/admin/checks/")
    expect(page.get_by_text("件の最新の下書きを点検しました。")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="マイナンバー").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert faults(browser, ".findings") == []
    picture(browser, "checks-report")
    page.get_by_role("link", name="さびしいときは、どうすればいいですか。").first.click()
    expect(page.get_by_text("最後に保存した下書きを点検しました。")).to_be_visible()
    assert faults(browser, ".house-page") == []
    assert fits(browser)
    assert browser.complaints == []
