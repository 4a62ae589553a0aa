"""Lists: order, pages that neither skip nor repeat, totals, and how many questions the database gets."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError, connection
from pytest_django import DjangoAssertNumQueries

from api import pagination
from api.delivery import database
from api.delivery.queries import Place
from tests.delivery.documents import MORNING, id_of, publish, service, topic, withdraw
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db
SERVICES = "/api/v1/website/services"


def slugs(address: str) -> list[str]:
    answer = ask(address)
    assert answer.status == 200, answer.json
    return [item["slug"] for item in answer.json["items"]]


def every_page(address: str) -> list[str]:
    found: list[str] = []
    while address:
        answer = ask(address)
        assert answer.status == 200, answer.json
        found += [item["slug"] for item in answer.json["items"]]
        following = answer.json["next"]
        assert following is None or following.startswith("https://api.example.test/api/v1/")
        address = following and f"{urlsplit(following).path}?{urlsplit(following).query}"
    return found


def test_a_list_is_in_the_order_of_readings() -> None:
    publish(service("chat", kana="わん"), service("line", kana="あん"), service("desk", kana="かん"))
    assert slugs(SERVICES) == ["line", "desk", "chat"]


def test_the_newest_change_comes_first_where_that_is_asked() -> None:
    publish(service("chat"))
    publish(service("line"), at=MORNING + timedelta(hours=1))
    publish(service("chat", name="チャット"), at=MORNING + timedelta(hours=2))
    assert slugs(f"{SERVICES}?sort=updated") == ["chat", "line"]


@pytest.mark.parametrize("sort", ["kana", "updated"])
def test_pages_neither_skip_nor_repeat_even_where_readings_are_equal(sort: str) -> None:
    publish(*(service(f"desk-{n}", kana="おなじ" if n % 3 else f"よみ{n}") for n in range(11)))
    found = every_page(f"{SERVICES}?sort={sort}&limit=2")
    assert sorted(found) == sorted(f"desk-{n}" for n in range(11))
    assert found == slugs(f"{SERVICES}?sort={sort}&limit=100")


def test_the_next_page_keeps_filters_order_and_language() -> None:
    publish(*(service(f"desk-{n}", language="en") for n in range(3)))
    first = ask(f"{SERVICES}?kind=consultation&limit=2&sort=updated", accept_language="en")
    following = ask(first.json["next"].removeprefix("https://api.example.test"))
    assert [item["slug"] for item in following.json["items"]] == ["desk-0"]
    assert following.headers["Content-Language"] == "en"


def test_a_page_goes_on_where_its_last_item_was_withdrawn_meanwhile() -> None:
    publish(*(service(f"desk-{n}", kana=f"よみ{n}") for n in range(4)))
    first = ask(f"{SERVICES}?limit=2").json
    withdraw("desk-1")
    assert slugs(first["next"].removeprefix("https://api.example.test")) == ["desk-2", "desk-3"]


def test_a_list_has_twenty_items_unless_another_number_is_asked() -> None:
    publish(*(service(f"desk-{n:02}") for n in range(25)))
    assert len(slugs(SERVICES)) == 20
    assert len(slugs(f"{SERVICES}?limit=25")) == 25


def test_a_total_counts_all_matches_and_only_where_it_is_asked() -> None:
    publish(*(service(f"desk-{n}") for n in range(5)), service("loan", facets={"kind": ("loan",)}))
    assert ask(f"{SERVICES}?limit=2&total=true&kind=consultation").json["total"] == 5
    assert ask(f"{SERVICES}?total=true&kind=benefit").json == {"items": [], "next": None, "notices": [], "total": 0}
    assert "total" not in ask(SERVICES).json
    assert "total" not in ask(f"{SERVICES}?total=false").json


def test_a_list_holds_one_channel_language_and_type() -> None:
    publish(service("chat"), service("line", language="en"), service("desk", channel="kids"), topic())
    assert slugs(SERVICES) == ["chat"]
    assert slugs(f"{SERVICES}?lang=en") == ["line"]
    assert slugs("/api/v1/kids/services") == ["desk"]
    assert slugs("/api/v1/website/topics") == ["loneliness"]
    assert slugs("/api/v1/partners/services") == []


def test_fields_cut_the_items_of_a_list_down() -> None:
    publish(service())
    assert ask(f"{SERVICES}?fields=slug").json["items"] == [{"id": str(id_of("yorisoi")), "slug": "yorisoi"}]


def test_an_altered_cursor_is_refused_and_so_is_one_of_another_list() -> None:
    publish(*(service(f"desk-{n}") for n in range(3)))
    cursor = ask(f"{SERVICES}?limit=1").json["next"].partition("cursor=")[2]
    assert ask(f"{SERVICES}?limit=2&cursor={cursor}").status == 200
    for wrong in (
        f"cursor={cursor[:-1]}{'A' if cursor[-1] != 'A' else 'B'}",
        f"cursor={cursor[:-4]}",
        "cursor=AAAA",
        f"cursor={cursor}&sort=updated",
        f"cursor={cursor}&kind=loan",
        f"cursor={cursor}&lang=en",
    ):
        answer = ask(f"{SERVICES}?{wrong}")
        assert answer.status == 400, wrong
        assert [error["parameter"] for error in answer.json["errors"]] == ["cursor"]


@pytest.mark.parametrize(
    ("sort", "place"),
    [
        ("kana", ["あ"]),
        ("kana", ["あ", "no id"]),
        ("kana", ["あ\0", str(id_of("desk"))]),
        ("kana", [1, str(id_of("desk"))]),
        ("updated", ["あ", str(id_of("desk"))]),
        ("updated", [-1]),
        ("updated", [2**63]),
        ("updated", [True, 1]),
        ("updated", [True]),
    ],
)
def test_a_cursor_that_somebody_wrote_is_refused(sort: str, place: list[str | int]) -> None:
    publish(service())
    list_asked = repr((Place("website", "ja"), "service", sort, []))
    forged = pagination.encode(place, question=list_asked)
    answer = ask(f"{SERVICES}?sort={sort}&cursor={forged}")
    assert (answer.status, [error["parameter"] for error in answer.json["errors"]]) == (400, ["cursor"])
    right: list[str | int] = ["", str(id_of("desk"))] if sort == "kana" else [2**40]
    assert ask(f"{SERVICES}?sort={sort}&cursor={pagination.encode(right, question=list_asked)}").status == 200


@pytest.mark.parametrize("channel", ["website", "kids", "partners"])
@pytest.mark.parametrize("limit", [1, 20, 100])
def test_a_list_takes_three_queries_whatever_its_size(
    channel: str, limit: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish(topic(channel=channel), *(service(f"desk-{n}", channel=channel, topics=["loneliness"]) for n in range(120)))
    address = f"/api/v1/{channel}/services?limit={limit}&topic=loneliness&kind=consultation&total=true"
    ask(address)
    with django_assert_max_num_queries(3):
        answer = ask(address).json
    assert len(answer["items"]) == limit
    assert answer["total"] == 120
    assert all(item["topics"][0]["slug"] == "loneliness" for item in answer["items"])


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(service())
    ask_driver = database._ask_driver
    cut = []

    def cut_once(driver: Any, *asked: Any) -> Any:
        if not cut:
            cut.append(driver)
            raise OperationalError("the connection was closed by the server")
        return ask_driver(driver, *asked)

    monkeypatch.setattr(connection, "is_usable", lambda: False)
    monkeypatch.setattr(database, "_ask_driver", cut_once)
    assert slugs(SERVICES) == ["yorisoi"]
    assert connection.connection is not cut[0]


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_a_connection_that_lives_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(service())
    asked = []

    def locked(*_: Any) -> Any:
        asked.append("asked")
        raise OperationalError("the table is locked")

    monkeypatch.setattr(database, "_ask_driver", locked)
    assert ask(f"{SERVICES}?kind=consultation").status == 503
    assert len(asked) == 1
