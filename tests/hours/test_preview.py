"""The preview of two weeks in the editor: right, refused to strangers, and no place to leave anything."""

from datetime import date

import pytest
from django.test import Client

from cms.admin.hours import UNKNOWN, preview
from tests.editors import House, person


def test_two_weeks_are_told_day_by_day_with_their_holidays() -> None:
    told = preview("Mo-Fr 09:00-12:00,13:00-17:00; Su 00:00-24:00; PH off", date(2026, 9, 18))
    assert told["problem"] == ""
    assert len(told["days"]) == 14
    assert told["days"][0] == {"day": "9月18日(金)", "hours": "9:00〜12:00、13:00〜17:00", "holiday": ""}
    assert told["days"][2]["hours"] == "24時間"
    assert told["days"][4] == {"day": "9月22日(火)", "hours": "休み", "holiday": "国民の休日"}


@pytest.mark.parametrize(
    ("typed", "problem"), [("", UNKNOWN), ("月-金", "曜日は"), ("Mo-Fr 10:00-12:00" * 99, "読み取れません")]
)
def test_what_cannot_be_told_is_said_instead(typed: str, problem: str) -> None:
    told = preview(typed, date(2026, 9, 18))
    assert told["days"] == []
    assert str(problem) in told["problem"]


@pytest.mark.django_db
def test_only_people_who_work_on_services_may_ask(house: House, client: Client) -> None:
    address = "/admin/hours/?hours=24/7"
    assert client.get(address).status_code == 302
    client.force_login(person("stranger"))
    assert client.get(address).status_code == 302
    client.force_login(house.writer)
    answer = client.get(address)
    assert answer.json()["days"][0]["hours"] == "24時間"
    assert client.post(address).status_code == 405
