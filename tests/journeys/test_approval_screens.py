"""The approvers' screens in a real browser: marked words, what waits, and why something is not public."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.chromium import Browser
from tests.editors import House, a_faq, a_service
from tests.journeys.conftest import picture
from tests.journeys.test_accessible import faults, fits

pytestmark = pytest.mark.django_db(transaction=True)

ANSWER = (
    "<h2>はじめに</h2><p>さびしさは、だれにでもあります。"
    + "あなただけではありません。" * 12
    + "</p><p>まず、だれかに話してみてください。</p><ul><li>家族</li><li>友だち</li></ul>"
)
CHANGED = (
    ANSWER.replace("だれかに話して", "<strong>信頼できる人</strong>に相談して")
    .replace("友だち", "友だちや先生")
    .replace("</ul>", "<li>相談窓口</li></ul>")
)


def name(person: Any, last: str, first: str) -> None:
    person.last_name, person.first_name = last, first
    person.save()


def looked_at(window: Browser, path: str) -> None:
    """Open a screen; axe finds nothing, and it fits a narrow screen, with what is folded opened as well."""
    page = window.open(path)
    picture(window, path.strip("/").replace("/", "-"))
    page.evaluate("document.querySelectorAll('details.house-folded').forEach(found => found.open = true)")
    assert faults(window, ".house-page") == [], path
    assert fits(window), path
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_approvers_screens_show_marked_words_ages_and_names(
    house: House, window_of: Callable[[str], Browser]
) -> None:
    for person, last, first in (
        (house.writer, "佐藤", "一郎"),
        (house.reviewer, "鈴木", "花子"),
        (house.approver, "高橋", "健"),
        (house.second_approver, "田中", "恵"),
    ):
        name(person, last, first)
    service: Any = house.publish(a_service())
    contact = service.contact_points.get()
    contact.value = "0120-279-339"
    service.contact_points = [contact]
    house.submit(house.save_draft(service))
    faq: Any = house.publish(a_faq(answer_ja=ANSWER))
    faq.answer_ja = CHANGED
    faq = house.submit(house.save_draft(faq))
    waiting = faq.current_workflow_task_state
    waiting.started_at = timezone.now() - timedelta(days=5)
    waiting.save()

    window = window_of("reviewer")
    looked_at(window, "/admin/approvals/")
    looked_at(window, f"/admin/entries/{service.content_id}/")
    looked_at(window, f"/admin/approvals/{waiting.pk}/")

    page = window.page
    expect(page.locator("del", has_text="だれかに話し").first).to_be_visible()
    added = page.locator("ins", has_text="信頼できる人").first
    expect(added).to_be_visible()
    assert "underline" in added.evaluate("found => getComputedStyle(found).textDecorationLine")
    window.open(f"/admin/approvals/{waiting.pk}/")
    folded = page.locator("details.house-folded").first
    expect(folded.get_by_text("さびしさは、だれにでもあります。")).to_be_hidden()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded.get_by_text("さびしさは、だれにでもあります。")).to_be_visible()

    # From the list of pages, which opens to whoever may read, to the reason.
    window.open("/admin/faqs/")
    page.locator(
        "table button[aria-haspopup], table .w-dropdown button, table [data-w-dropdown-target=toggle]"
    ).first.click()
    page.get_by_role("link", name="なぜ公開できないか").first.click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("できる人: 鈴木 花子")).to_be_visible()
    assert window.complaints == []
