"""What is open now: said of every service and contact at the moment of the answer, and a filter that finds it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.channels import CHANNELS
from api.delivery.models import Facet, HourPattern
from tests.delivery.documents import emergency_set, id_of, publish, service, withdraw
from tests.delivery.reader import ask
from tests.delivery.test_lists import SERVICES, slugs

pytestmark = pytest.mark.django_db
OFFICE, EVENING, NIGHT = "Mo-Fr 09:00-17:00; PH off", "Mo-Su 17:00-22:00", "Mo-Fr 22:00-05:00; PH off"
CLOSED = {"from": "2026-11-25", "until": "2026-11-26"}


def japan(moment: str) -> datetime:
    return datetime.fromisoformat(f"{moment}+09:00").astimezone(UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A Wednesday at noon, which does not pass by itself."""
    with time_machine.travel(japan("2026-11-25T12:00:00"), tick=False) as traveller:
        yield traveller


def opening(address: str) -> Any:
    return ask(address).json["opening"]


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_service_and_every_contact_says_whether_it_is_open(channel: str) -> None:
    publish(service(channel=channel, hours=(OFFICE, EVENING, None)), emergency_set("yorisoi", channel=channel))
    detail = ask(f"/api/v1/{channel}/services/yorisoi").json
    (item,) = ask(f"/api/v1/{channel}/services").json["items"]
    emergency = ask(f"/api/v1/{channel}/emergency").json["members"][0]
    office = {"open": True, "closes_at": "2026-11-25T17:00:00+09:00", "next_opens_at": None}
    evening = {"open": False, "closes_at": None, "next_opens_at": "2026-11-25T17:00:00+09:00"}
    unknown = {"open": None, "closes_at": None, "next_opens_at": None}
    for told in (detail["contacts"], item["contacts"], emergency["numbers"]):
        assert [contact["opening"] for contact in told] == [office, evening, unknown]
    # One of its phones follows on the other, so the service closes at ten.
    whole = office | {"closes_at": "2026-11-25T22:00:00+09:00"}
    assert (detail["opening"], item["opening"]) == (whole, whole)
    if channel == "kids":
        assert detail["emergency"]["members"][0]["numbers"][0]["opening"] == office


def test_an_answer_holds_until_the_next_opening_or_closing(clock: time_machine.Traveller) -> None:
    publish(service(hours=(OFFICE,)), service("night", hours=(NIGHT,)))
    tags = []
    for moment, seconds in [("16:58:00", 60), ("16:59:20", 40), ("16:59:59.5", 0), ("17:00:00", 60)]:
        clock.move_to(japan(f"2026-11-25T{moment}"))
        answer = ask(f"{SERVICES}/yorisoi")
        assert answer.headers["Cache-Control"] == f"public, max-age={seconds}, stale-if-error=86400"
        assert answer.json["opening"]["open"] is (moment < "17")
        tags.append(answer.headers["ETag"])
    assert len(set(tags[:3])) == 1
    assert tags[3] != tags[0]
    # What `fields` leaves out ends nothing; what an answer includes or carries does.
    clock.move_to(japan("2026-11-25T16:59:20"))
    assert "max-age=60" in ask(f"{SERVICES}/yorisoi?fields=name").headers["Cache-Control"]
    assert "max-age=40" in ask(f"{SERVICES}?fields=opening").headers["Cache-Control"]
    assert ask(f"{SERVICES}?fields=opening").json["items"][0].keys() == {"id", "opening"}


def test_the_answer_of_a_filter_holds_until_any_hours_change(clock: time_machine.Traveller) -> None:
    publish(service(hours=("24/7",)), service("office", hours=(OFFICE,)))
    clock.move_to(japan("2026-11-25T08:59:30"))
    assert slugs(f"{SERVICES}?open_now=true") == ["yorisoi"]
    assert "max-age=30" in ask(f"{SERVICES}?open_now=true").headers["Cache-Control"]
    assert "max-age=60" in ask(f"{SERVICES}?open_at=2026-11-25T08:59&fields=name").headers["Cache-Control"]
    clock.move_to(japan("2026-11-25T09:00:00"))
    assert set(slugs(f"{SERVICES}?open_now=true")) == {"yorisoi", "office"}


@pytest.mark.parametrize("channel", CHANNELS)
def test_filters_find_what_is_open_now_or_at_a_moment(channel: str) -> None:
    services = f"/api/v1/{channel}/services"
    publish(
        service("office", channel=channel, hours=(None, OFFICE)),
        service("evening", channel=channel, hours=(EVENING,)),
        service("night", channel=channel, hours=(NIGHT,)),
        service("unknown", channel=channel, hours=(None,)),
        service("closed", channel=channel, hours=("24/7",), closure=CLOSED),
    )
    found = {
        moment: set(slugs(f"{services}?open_at={moment}"))
        for moment in (
            "2026-11-26T21:00",
            "2026-11-26T21:00:00%2B09:00",
            "2026-11-26T12:00:00Z",
            "2026-11-24T02:00",
            "2026-11-27T00:00",
        )
    }
    assert set(slugs(f"{services}?open_now=true")) == {"office"}
    assert found == {
        "2026-11-26T21:00": {"evening"},
        "2026-11-26T21:00:00%2B09:00": {"evening"},
        "2026-11-26T12:00:00Z": {"evening"},
        "2026-11-24T02:00": {"closed"},
        "2026-11-27T00:00": {"closed", "night"},
    }


def test_a_page_goes_on_and_other_filters_hold_too() -> None:
    publish(
        *(service(f"desk-{n}", kana=f"desk-{n}", hours=(OFFICE,)) for n in range(3)),
        service("evening", hours=(EVENING,)),
    )
    first = ask(f"{SERVICES}?open_at=2026-11-25T12:00%2B09:00&limit=2&total=true&free=true")
    assert first.json["total"] == 3
    assert slugs(first.json["next"].partition("test")[2]) == ["desk-2"]
    assert ask(f"{SERVICES}?open_now=true&kind=loan").json["items"] == []


def test_nothing_open_is_an_empty_list() -> None:
    assert slugs(f"{SERVICES}?open_now=true") == []
    publish(service(hours=(EVENING,)))
    assert slugs(f"{SERVICES}?open_now=true") == []


@pytest.mark.parametrize(
    "asked",
    [
        "open_now=false",
        "open_now=1",
        "open_at=now",
        "open_at=2026-11-25",
        "open_at=2026-11-25T25:00",
        "open_at=2026-02-30T10:00",
        "open_at=2026-11-25T10:00%2B99:00",
        "open_at=9999-12-31T23:59",
        "open_at=1000-01-01T00:00",
        "open_at=" + "1" * 500,
    ],
)
def test_what_is_no_moment_is_refused(asked: str) -> None:
    answer = ask(f"{SERVICES}?{asked}")
    assert answer.status == 400
    assert [error["parameter"] for error in answer.json["errors"]] == [asked.partition("=")[0]]


def test_now_and_another_moment_are_not_asked_at_once() -> None:
    answer = ask(f"{SERVICES}?open_now=true&open_at=2026-11-25T10:00")
    assert answer.status == 400
    assert {error["parameter"] for error in answer.json["errors"]} == {"open_now", "open_at"}


def test_the_filter_costs_what_another_one_costs_and_sees_every_change() -> None:
    publish(service(hours=(OFFICE,)))
    queries = []
    for asked in ("free=true", "open_now=true", "open_at=2026-11-25T12:00"):
        ask(f"{SERVICES}?{asked}")
        with CaptureQueriesContext(connection) as context:
            assert slugs(f"{SERVICES}?{asked}&limit=21") == ["yorisoi"]
        queries.append(len(context))
    assert len(set(queries)) == 1
    assert queries[0] <= 3
    publish(service("evening", hours=(EVENING,)))
    assert slugs(f"{SERVICES}?open_at=2026-11-25T18:00") == ["evening"]
    withdraw("evening")
    assert slugs(f"{SERVICES}?open_at=2026-11-25T18:00") == []


def test_hours_that_many_share_are_written_once_and_asked_only_where_they_stand() -> None:
    publish(*(service(f"desk-{n}", hours=(OFFICE, OFFICE)) for n in range(5)), service("kids-desk", channel="kids"))
    assert HourPattern.objects.count() == 2
    assert Facet.objects.filter(name="hours").count() == 6
    # Hours that only kids' desks have end no answer of the website.
    publish(service("late", channel="kids", hours=("Mo-Su 12:00-12:01",)))
    with time_machine.travel(japan("2026-11-25T12:00:30"), tick=False):
        assert "max-age=60" in ask(f"{SERVICES}?open_now=true").headers["Cache-Control"]
        assert "max-age=30" in ask("/api/v1/kids/services?open_now=true").headers["Cache-Control"]


def test_no_text_of_an_editor_can_look_like_hours() -> None:
    planted = '","opening":"hours:24/7'
    publish(service(description=planted, name=planted))
    answer = ask(f"{SERVICES}/{id_of('yorisoi')}").json
    assert (answer["description"], answer["name"]) == (planted, planted)
