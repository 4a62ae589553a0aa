"""The first screen: what waits for a person, what comes, and how the listings stand, each with its way to it."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from catalog.models import Service
from cms.dashboard import charts, counts, daily
from cms.dashboard.models import DailyCount
from cms.publication import due
from tests.editors import House, a_service, a_topic

pytestmark = pytest.mark.django_db
JAPAN = ZoneInfo("Asia/Tokyo")


def home(client: Client, person: Any) -> str:
    client.force_login(person)
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def box(page: str, title: str) -> tuple[int, str]:
    """The number of a box and all that it says."""
    for found in re.findall(r'<li class="house-box.*?</li>', page, re.S):
        if title in found:
            said = " ".join(strip_tags(found).split())
            return int(said.split("件")[0]), said
    raise AssertionError(f"no box {title}")


def test_what_waits_is_counted_for_whoever_can_answer_it(house: House, client: Client) -> None:
    house.submit(house.save_draft(a_service()))
    assert box(home(client, house.reviewer), "自分が点検・承認できるもの")[0] == 1
    assert box(home(client, house.approver), "自分が点検・承認できるもの")[0] == 0
    page = home(client, house.writer)
    assert box(page, "自分が出して、承認を待っているもの")[0] == 1
    assert "自分が点検・承認できるもの" not in page


def test_what_needs_care_is_told_with_the_way_to_it(house: House, client: Client) -> None:
    house.publish(a_service(unverified_note="番号を電話で確かめる", verified_on=date(2020, 1, 1)))
    page = home(client, house.writer)
    assert box(page, "要確認が残る公開中の窓口")[0] == 1
    number, said = box(page, "確認の期限切れ")
    assert (number, "急ぎ" in said) == (1, True)
    way = re.search(r'href="([^"]+)"><span class="house-count">1<span[^>]*>件</span></span> 要確認', page)
    assert way is not None
    listed = client.get(way[1].replace("&amp;", "&"))
    assert "よりそいホットライン" in listed.content.decode()


def test_who_may_not_see_listings_sees_no_numbers_of_them(house: House, client: Client) -> None:
    house.publish(a_service())
    page = home(client, house.administrator)
    assert "みんなで気をつけること" not in page
    assert "公開の状態" not in page
    assert "これから2週間の予定" not in page


def test_what_comes_in_two_weeks_is_listed_by_day(house: House, client: Client) -> None:
    soon, later = counts.today() + timedelta(days=3), counts.today() + timedelta(days=30)
    house.publish(a_service(review_by=soon))
    house.publish(a_service("another-desk", review_by=later))
    page = home(client, house.writer)
    assert page.count("見直しの期限") == 1


def test_plots_say_the_same_as_their_tables(house: House, client: Client) -> None:
    house.publish(a_topic())
    house.publish(a_service(verified_on=counts.today()))
    house.save_draft(a_service("second-desk"))
    day = counts.today()
    DailyCount.objects.create(day=day - timedelta(days=1), series="state", key="live", count=7)
    page = home(client, house.writer)
    assert re.search(r"公開中</th><td class=\"house-number\">1件", page)
    assert re.search(r"下書き\(まだ公開していない\)</th><td class=\"house-number\">1件", page)
    assert re.search(r"3か月以内</th><td class=\"house-number\">1件", page)
    yesterday = re.search(rf"{(day - timedelta(days=1)).day}日</th><td>7</td>", page)
    assert yesterday is not None


def test_all_listings_have_one_state_and_live_ones_one_freshness(house: House) -> None:
    for number, days in enumerate((0, 91, 92, 93, 183, 184, 366, 367, None)):
        checked = None if days is None else counts.today() - timedelta(days=days)
        house.publish(a_service(f"desk-{number}", verified_on=checked))
    by_state, fresh = counts.by_state_and_freshness(counts.today())
    assert sum(by_state.values()) == Service.objects.count()
    assert fresh == {"quarter": 3, "half": 2, "year": 2, "older": 1, "never": 1}


def test_counts_are_written_once_a_day_and_never_again(house: House) -> None:
    day = counts.today()
    noon = datetime.combine(day, datetime.min.time(), JAPAN).replace(hour=0, minute=30)
    daily.tick(noon)
    before = list(DailyCount.objects.order_by("pk").values_list("day", "series", "key", "count"))
    assert {series for _, series, _, _ in before} >= {"state", "freshness"}
    house.save_draft(a_service())
    daily.tick(noon + timedelta(minutes=1))
    assert list(DailyCount.objects.order_by("pk").values_list("day", "series", "key", "count")) == before


def test_documents_are_compared_at_night_and_a_difference_is_told(house: House, client: Client) -> None:
    live = house.publish(a_service())
    night = datetime.combine(counts.today(), datetime.min.time(), JAPAN).replace(hour=2, minute=30)
    daily.tick(night)
    assert box(home(client, house.writer), "公開中の内容と公開データの違い")[0] == 0
    DailyCount.objects.all().delete()
    Service.objects.filter(pk=live.pk).update(name_ja="だれも承認していない名前")
    for _ in range(50):
        daily.tick(night)
    number, said = box(home(client, house.writer), "公開中の内容と公開データの違い")
    assert number > 0
    assert "急ぎ" in said


def test_the_worker_counts(house: House) -> None:
    due.do_chores()
    assert DailyCount.objects.filter(day=timezone.localdate(), series="state").exists()


def test_lines_need_two_days_and_stay_inside_the_plane() -> None:
    first = date(2026, 11, 1)
    assert charts.lines({first: {"a": 1}}, {"a": "あ"}) is None
    drawn = charts.lines({first: {"a": 0, "b": 4}, first + timedelta(days=7): {"a": 8}}, {"a": "あ", "b": "い"})
    assert drawn is not None
    points = [tuple(map(float, point.split(","))) for line in drawn.lines for point in line.points.split()]
    assert all(0 <= x <= charts.WIDTH and 0 <= y <= charts.HEIGHT for x, y in points)
    assert [row for _, row in drawn.rows] == [[8, None], [0, 4]]


def test_the_first_screen_asks_as_much_of_many_listings_as_of_few(house: House, client: Client) -> None:
    def asked(upto: int) -> int:
        for number in range(Service.objects.count(), upto):
            house.save_draft(a_service(f"desk-{number}"))
        home(client, house.writer)
        with CaptureQueriesContext(connection) as queries:
            home(client, house.writer)
        return len(queries)

    assert asked(2) == asked(8) <= 110
