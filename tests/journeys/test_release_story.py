"""A release with one broken item, in a real browser: said, held back as a whole, mended, live."""

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from catalog.models import Service
from cms.releases import compose
from tests.chromium import Browser
from tests.delivery.reader import ask
from tests.editors import House, a_service, a_site_notice, a_topic, an_article
from tests.journeys.conftest import picture
from tests.journeys.test_accessible import faults, fits

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def for_the_handbook(page: Page, name: str) -> None:
    """The picture of the editors' handbook, made anew where PICTURES is set."""
    if os.environ.get("PICTURES"):
        page.screenshot(path=PICTURES / f"{name}.png")


def test_a_release_with_one_broken_item(house: House, window_of: Callable[[str], Browser]) -> None:
    topic = house.publish(a_topic(name_kids="", channels=["website", "partners"]))
    service = house.save_draft(a_service(topics=[topic]))
    house.save_draft(an_article(topics=[topic], services=[service]))
    broken = house.save_draft(a_site_notice(channels=[]))

    writer = window_of("writer")
    page = writer.open("/admin/releases/")
    page.get_by_role("link", name="新しく組む").click()
    page.fill("#id_name", "年末年始の案内")
    page.fill("#id_note", "12月28日の朝までに出します。")
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("link", name="公開するものを入れる").click()
    for name in ("よりそいホットライン", "小さく始める", "年末年始の相談について"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="しるしを付けたものを入れる").click()
    page.get_by_role("heading", name="公開されると変わること").wait_for()
    assert page.get_by_text("公開できません", exact=True).count() == 1
    assert page.get_by_role("button", name="確認に出す").count() == 0
    picture(writer, "release-broken")
    for_the_handbook(page, "release")
    assert faults(writer, ".house-page") == []
    assert fits(writer)
    page.set_viewport_size({"width": 1280, "height": 900})

    broken.channels = ["website"]
    house.save_draft(broken)
    page.reload()
    page.get_by_role("button", name="確認に出す").click()
    page.get_by_text("確認に出しました").wait_for()
    for person in ("reviewer", "approver"):
        window = window_of(person)
        window.open("/admin/releases/").get_by_role("link", name="年末年始の案内").click()
        window.page.get_by_role("button", name="この内容と日時で、すべてを承認する").click()
        window.page.get_by_text({"reviewer": "次は承認です", "approver": "すべて公開されました"}[person]).wait_for()
        picture(window, f"release-{person}")
        assert window.complaints == []
    assert ask("/api/v1/website/articles/small-steps").json["related_services"][0]["title"] == str(service)
    assert writer.complaints == []


def test_the_calendar_by_keyboard_and_on_a_narrow_screen(house: House, window_of: Callable[[str], Browser]) -> None:
    first = timezone.localtime(timezone=ZoneInfo("Asia/Tokyo")).date().replace(day=1)
    later = (first + timedelta(days=40)).replace(day=1)
    at = datetime(later.year, later.month, 14, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    compose.create(name="年末年始の案内", note="", go_live_at=at, person=house.writer, at=timezone.now())
    service = a_service(closure_from=date(later.year, later.month, 20), closure_until=date(later.year, later.month, 24))
    service.closure_text_ja = "設備の点検のため休みます。"
    service.review_by = date(later.year, later.month, 8)
    house.publish(service)

    writer = window_of("writer")
    page = writer.open("/admin/calendar/")
    page.get_by_role("link", name="次の月").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendar/?month=*")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("table").get_by_role("link", name="年末年始の案内").is_visible()
    assert not page.get_by_role("heading", level=3).first.is_visible()
    picture(writer, "calendar")
    for_the_handbook(page, "calendar")
    assert faults(writer, ".house-page") == []
    assert fits(writer)
    assert page.get_by_role("table").count() == 0
    assert page.get_by_role("link", name="年末年始の案内").is_visible()
    picture(writer, "calendar-narrow")
    assert faults(writer, ".house-page") == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="一覧で見る").click()
    page.wait_for_url("**view=list*")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", level=3).first.is_visible()
    assert faults(writer, ".house-page") == []
    for path in ("/admin/releases/", "/admin/releases/new/", f"/admin/releases/{compose.open_releases()[0].pk}/items/"):
        writer.open(path)
        assert faults(writer, ".house-page") == [], path
        assert fits(writer), path
        page.set_viewport_size({"width": 1280, "height": 900})
    assert Service.objects.filter(live=True).count() == 1
    assert writer.complaints == []
