"""What lists can be asked beside filters: these documents only, what changed since, counts, and how near an area is."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from api.delivery import queries
from tests.delivery.documents import MORNING, area, id_of, publish, service, topic, withdraw
from tests.delivery.reader import ask
from tests.delivery.test_filters import areas, facets, refused
from tests.delivery.test_lists import SERVICES, slugs

__all__ = ["areas"]

pytestmark = pytest.mark.django_db


# --- ids ---


def test_ids_and_slugs_are_found_in_the_order_of_the_list_and_the_rest_is_missing() -> None:
    publish(service("chat", kana="い"), service("line", kana="あ"), service("other"), service("left"))
    withdraw("left")
    nobody = "00000000-0000-4000-8000-000000000000"
    answer = ask(f"{SERVICES}?ids=chat,{id_of('line')},left,nobody,{nobody},{id_of('left')},line").json
    assert [item["slug"] for item in answer["items"]] == ["line", "chat"]
    assert answer["missing"] == [
        {"key": "left", "status": 410},
        {"key": "nobody", "status": 404},
        {"key": nobody, "status": 404},
        {"key": str(id_of("left")), "status": 410},
    ]
    for told in answer["missing"]:
        assert ask(f"{SERVICES}/{told['key']}").status == told["status"]


def test_what_comes_is_no_longer_missing_and_what_goes_is() -> None:
    address = f"{SERVICES}?ids=chat"
    assert ask(address).json["missing"] == [{"key": "chat", "status": 404}]
    publish(service("chat"))
    assert (slugs(address), ask(address).json["missing"]) == (["chat"], [])
    withdraw("chat")
    assert ask(address).json | {"notices": []} == {
        "items": [],
        "next": None,
        "missing": [{"key": "chat", "status": 410}],
        "notices": [],
    }


def test_ids_of_another_type_or_channel_are_missing() -> None:
    publish(topic("work"), service("kids-desk", channel="kids"))
    answer = ask(f"{SERVICES}?ids=work,kids-desk,{id_of('kids-desk')}").json
    assert answer["items"] == []
    assert {told["status"] for told in answer["missing"]} == {404}


def test_ids_go_with_filters_and_pages() -> None:
    publish(
        *(service(f"desk-{n:02}", kana="あ", facets=facets(kind="loan" if n % 2 else "benefit")) for n in range(40))
    )
    names = [f"desk-{n:02}" for n in range(0, 40, 3)]
    listed = slugs(f"{SERVICES}?ids={','.join(names)}")
    assert sorted(listed) == names
    loans = ask(f"{SERVICES}?ids={','.join(names)}&kind=loan&total=true").json
    assert [item["slug"] for item in loans["items"]] == [slug for slug in listed if int(slug[-2:]) % 2]
    assert (loans["total"], loans["missing"]) == (7, [])
    page = ask(f"{SERVICES}?ids={','.join(names)}&limit=3").json
    following = ask(page["next"].removeprefix("https://api.example.test")).json
    assert [item["slug"] for item in [*page["items"], *following["items"]]] == listed[:6]


@pytest.mark.parametrize(
    "value",
    [
        ",".join(f"a{n:02}" for n in range(101)),
        ",".join(["abc"] * 10_000),
        "a,,b",
        "ab",
        "a'; DROP TABLE delivery_head; --",
        "%E3%81%82%E3%81%84%E3%81%86",
        "ABC",
        "x" * 61,
        "",
    ],
    ids=["101", "10000", "empty-one", "short", "sql", "kana", "capitals", "long", "empty"],
)
def test_odd_ids_are_refused_by_name(value: str) -> None:
    answer = ask(f"{SERVICES}?ids={value}")
    assert answer.status in (400, 414)
    if answer.status == 400:
        assert {error["parameter"] for error in answer.json["errors"]} >= {"ids"}


# --- updated_since ---


def test_only_what_changed_since_newest_first() -> None:
    publish(service("first"), service("second"), at=MORNING)
    publish(service("third"), at=MORNING + timedelta(hours=1))
    publish(service("first", name="新しい名前"), at=MORNING + timedelta(hours=2))

    def since(hours: float) -> list[str]:
        instant = quote((MORNING + timedelta(hours=hours)).isoformat())
        return slugs(f"{SERVICES}?updated_since={instant}")

    assert since(0) == ["first", "third", "second"]
    assert since(1) == ["first", "third"]
    assert since(1.001) == ["first"]
    assert since(2.001) == []


def test_an_instant_means_the_same_with_any_offset() -> None:
    publish(service("early"), at=MORNING)
    publish(service("late"), at=MORNING + timedelta(hours=3))
    told = MORNING + timedelta(hours=3)
    for offset in (0, 9, -5):
        moved = (told.replace(tzinfo=None) - told.utcoffset() + timedelta(hours=offset)).isoformat(timespec="seconds")
        sign = f"{offset:+03d}:00" if offset else "Z"
        assert slugs(f"{SERVICES}?updated_since={quote(moved + sign)}") == ["late"]


def test_clocks_that_disagree_hide_nothing() -> None:
    publish(service("ahead"), at=MORNING + timedelta(hours=5))
    publish(service("behind"), at=MORNING)
    publish(service("between"), at=MORNING + timedelta(hours=2))
    instant = quote((MORNING + timedelta(hours=2)).isoformat())
    assert slugs(f"{SERVICES}?updated_since={instant}") == ["between", "ahead"]


def test_changes_go_on_page_by_page() -> None:
    for n in range(5):
        publish(service(f"desk-{n}"), at=MORNING + timedelta(hours=n))
    instant = quote((MORNING + timedelta(hours=1)).isoformat())
    page = ask(f"{SERVICES}?updated_since={instant}&limit=3&total=true").json
    assert page["total"] == 4
    following = page["next"].removeprefix("https://api.example.test")
    assert [item["slug"] for item in [*page["items"], *ask(following).json["items"]]] == [
        "desk-4",
        "desk-3",
        "desk-2",
        "desk-1",
    ]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("updated_since=2026-11-25T21:00", ["updated_since"]),
        ("updated_since=yesterday", ["updated_since"]),
        ("updated_since=2026-13-01T00:00:00Z", ["updated_since"]),
        ("updated_since=0001-01-01T00:00:00%2B23:59", ["updated_since"]),
        ("updated_since=2026-11-25T21:00:00Z&sort=kana", ["sort"]),
        ("facets=nothing", ["facets"]),
        ("facets=topic,service", ["facets"]),
        ("facets=topic%27", ["facets"]),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(query: str, named: list[str]) -> None:
    assert refused(f"{SERVICES}?{query}") == named


# --- areas ---


@pytest.mark.usefixtures("areas")
def test_each_item_says_how_near_its_area_is() -> None:
    publish(
        area("131041", "新宿区", parent="130001"),
        service("ward", kana="あ", facets=facets(area="141011")),
        service("city", kana="い", facets=facets(area="141003,130001")),
        service("prefecture", kana="う", facets=facets(area="140007")),
        service("country", kana="え", facets=facets(area="national")),
        service("each", kana="お", facets=facets(area="everywhere")),
        service("elsewhere", kana="か", facets=facets(area="130001")),
    )

    def nearness(code: str) -> dict[str, str]:
        answer = ask(f"{SERVICES}?area={code}").json
        by_id = {item["id"]: item["slug"] for item in answer["items"]}
        assert answer["area_match"].keys() == by_id.keys()
        return {by_id[key]: near for key, near in answer["area_match"].items() if by_id[key] in named}

    named = {"ward", "city", "prefecture", "country", "each", "elsewhere"}
    everywhere = {"country": "national", "each": "everywhere"}
    ward = {"ward": "municipality", "city": "municipality", "prefecture": "prefecture", **everywhere}
    assert nearness("141011") == nearness("14101") == ward
    assert nearness("14") == {"prefecture": "prefecture", **everywhere}
    assert nearness("13104") == {"city": "prefecture", "elsewhere": "prefecture", **everywhere}
    assert "area_match" not in ask(SERVICES).json


def test_what_moves_elsewhere_between_two_queries_is_no_fault(areas: None, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(service("moves", facets=facets(area="141003")), service("stays", facets=facets(area="141003")))
    found = queries.summaries

    def late(*args: Any, **said: Any) -> Any:
        publish(service("moves", facets=facets(area="130001")))
        return found(*args, **said)

    monkeypatch.setattr(queries, "summaries", late)
    answer = ask(f"{SERVICES}?area=141003")
    assert answer.status == 200
    assert answer.json["area_match"][str(id_of("stays"))] == "municipality"
    assert str(id_of("moves")) not in answer.json["area_match"]
