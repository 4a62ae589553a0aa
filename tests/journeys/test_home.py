"""The first screen in a real browser: axe finds nothing in it, it fits 320 px, and its numbers lead where they say."""

from datetime import timedelta
from typing import Any

import pytest

from cms.dashboard import counts, daily
from cms.dashboard.models import DailyCount
from tests.editors import House, a_service, a_topic
from tests.journeys.conftest import picture
from tests.journeys.test_accessible import faults, fits

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_screen(house: House, window_of: Any) -> None:
    house.publish(a_topic())
    for number in range(3):
        house.publish(a_service(f"desk-{number}", unverified_note="番号を確かめる" if number else ""))
    house.submit(house.save_draft(a_service("waits")))
    day = counts.today()
    daily.write(day)
    earlier = DailyCount.objects.filter(day=day)
    DailyCount.objects.bulk_create(
        DailyCount(day=day - timedelta(days=back), series=row.series, key=row.key, count=row.count)
        for row in earlier
        for back in (1, 2)
    )
    window = window_of(house.reviewer.username)
    page = window.open("/admin/")
    page.set_viewport_size({"width": 1280, "height": 1000})
    picture(window, "home")
    page.locator(".house-over-time > summary").first.click()
    assert page.locator(".house-lines").first.is_visible()
    assert faults(window, "main") == []
    picture(window, "home-plots")
    assert fits(window)
    picture(window, "home-320")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="要確認が残る公開中の窓口").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("table.listing tbody tr").count() == 2
    window.open("/admin/").get_by_role("link", name="自分が点検・承認できるもの").click()
    page.wait_for_load_state("networkidle")
    assert "よりそいホットライン" in page.locator("main").inner_text()
    assert window.complaints == []
