"""The calendar shows what comes and goes on the day on which it does, by kind, with holidays and links."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.releases import compose
from cms.releases.calendar_page import IN_A_CELL
from tests.editors import House, a_faq, a_service, a_site_notice, a_topic

pytestmark = pytest.mark.django_db(transaction=True)
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 12, 3, 9, tzinfo=TOKYO)


def opened(person: Any, query: str = "?month=2026-12") -> BeautifulSoup:
    browser = Client()
    browser.force_login(person)
    answer = browser.get(reverse("calendar") + query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def day(page: BeautifulSoup, wanted: str) -> Tag:
    """The cell of a day."""
    moment = page.select_one(f"table.house-month time[datetime='{wanted}']")
    assert moment is not None
    cell = moment.find_parent("td")
    assert cell is not None
    return cell


def told(cell: Tag) -> list[str]:
    return [" ".join(line.get_text(" ", strip=True).split()) for line in cell.select("li")]


def furnish(house: House) -> Any:
    service = a_service(
        review_by=date(2026, 12, 8),
        closure_from=date(2026, 12, 29),
        closure_until=date(2027, 1, 3),
        closure_text_ja="年末年始は休みます。",
        expire_at=datetime(2026, 12, 31, 23, 59, tzinfo=TOKYO),
    )
    service.contact_points.all()[0].closure_from = date(2026, 12, 10)
    live = house.publish(service)
    house.publish(a_site_notice(go_live_at=datetime(2026, 12, 20, 0, 30, tzinfo=TOKYO)))
    waits = a_faq(go_live_at=datetime(2026, 12, 21, 10, tzinfo=TOKYO), services=[live], topics=[a_topic_of(house)])
    house.submit(house.save_draft(waits))
    compose.create(
        name="冬の案内",
        note="",
        go_live_at=datetime(2026, 12, 24, 18, tzinfo=TOKYO),
        person=house.writer,
        at=timezone.now(),
    )
    return live


def a_topic_of(house: House) -> Any:
    return house.publish(a_topic("winter", name_kids="", channels=["website"]))


def test_each_thing_stands_on_its_day_in_japanese_time(house: House) -> None:
    with time_machine.travel(NOW, tick=False):
        live = furnish(house)
        page = opened(house.writer)
    assert told(day(page, "2026-12-08")) == [f"見直しの期限 : {live}"]
    assert told(day(page, "2026-12-10")) == [f"臨時休止が始まります : {live}(電話)"]
    assert told(day(page, "2026-12-20")) == ["00:30 公開されます : 年末年始の相談について"]
    assert told(day(page, "2026-12-21")) == ["10:00 公開の予定(承認待ち) : さびしいときは、どうすればいいですか。"]
    assert told(day(page, "2026-12-24")) == ["18:00 一括公開の予定(準備中) : 冬の案内"]
    assert told(day(page, "2026-12-29")) == [f"臨時休止が始まります : {live}"]
    assert told(day(page, "2026-12-31")) == [f"23:59 公開が終わります : {live}"]
    assert day(page, "2026-12-08").select_one("a")["href"] == reverse(
        "wagtailsnippets_catalog_service:edit", args=[live.pk]
    )
    assert "今日" in day(page, "2026-12-03").get_text()


def test_the_next_month_has_the_rest_and_its_holidays(house: House) -> None:
    with time_machine.travel(NOW, tick=False):
        live = furnish(house)
        page = opened(house.writer, "?month=2027-01")
    assert told(day(page, "2027-01-03")) == [f"臨時休止の最終日 : {live}"]
    assert "元日" in day(page, "2027-01-01").get_text()
    assert "成人の日" in day(page, "2027-01-11").get_text()
    heads = [head.get_text() for head in page.select("table.house-month thead th")]
    assert [head[0] for head in heads] == ["日", "月", "火", "水", "木", "金", "土"]
    first = day(page, "2027-01-01")
    assert len(first.find_previous_siblings("td")) == 5  # a Friday


def test_kinds_can_be_chosen_and_stay_chosen_from_month_to_month(house: House) -> None:
    with time_machine.travel(NOW, tick=False):
        furnish(house)
        page = opened(house.writer, "?month=2026-12&kind=closure&kind=nonsense")
    lines = [line for cell in page.select("table.house-month td") for line in told(cell)]
    assert len(lines) == 2
    assert all("臨時休止" in line for line in lines)
    assert page.select_one(".house-months a")["href"] == "?month=2026-11&kind=closure"


def test_a_full_day_leads_to_the_list_that_has_all_of_it(house: House) -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(IN_A_CELL + 2):
            compose.create(
                name=f"組{number}",
                note="",
                go_live_at=NOW + timedelta(days=1),
                person=house.writer,
                at=timezone.now(),
            )
        page = opened(house.writer)
        more = day(page, "2026-12-04").select("li a")[-1]
        assert "ほか2件" in more.get_text()
        assert more["href"] == "?month=2026-12&view=list#d2026-12-04"
        listed = opened(house.writer, "?month=2026-12&view=list")
    assert listed.select_one("table.house-month") is None
    heading = listed.select_one("#d2026-12-04")
    assert heading is not None
    assert "12月4日(金)" in heading.get_text()
    assert len(heading.find_next_sibling("ul").select("li")) == IN_A_CELL + 2


@pytest.mark.parametrize("asked", ["", "?month=", "?month=2026-13", "?month=٢٠٢٦-١٢", "?month=9999-12", "?month=<b>"])
def test_whatever_is_asked_a_month_is_shown(house: House, asked: str) -> None:
    with time_machine.travel(NOW, tick=False):
        assert opened(house.writer, asked).select_one("h2").get_text() == "2026年12月（0件）"


def test_who_may_not_edit_reads_names_without_links(house: House) -> None:
    with time_machine.travel(NOW, tick=False):
        furnish(house)
        page = opened(house.reviewer)
    assert day(page, "2026-12-08").select("a") == []
    assert day(page, "2026-12-24").select("a")
