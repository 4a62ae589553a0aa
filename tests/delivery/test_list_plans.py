"""However a list is read, it holds the same documents in the same order, page by page."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.delivery import list_plan
from api.delivery.models import Listed, Standing
from tests.application import kept
from tests.delivery.documents import MORNING, area, audience, id_of, publish, service, topic
from tests.delivery.reader import ask
from tests.delivery.test_lists import SERVICES

pytestmark = pytest.mark.django_db

TOPICS = ("work", "money", "family")
AUDIENCES = ("anyone", "child", "carer")
AREAS = {"131041": "130001", "130001": "", "141003": "140007", "140007": ""}
REACH = ("national", "everywhere", *AREAS)
KINDS = ("consultation", "loan")

Facets = Mapping[str, tuple[str, ...]]


def desks() -> list[tuple[str, Facets]]:
    """Sixty services with facets in every combination; readings are shared by some."""

    def some(number: int, values: Sequence[str], most: int) -> tuple[str, ...]:
        digits = blake2b(f"{number} {values}".encode(), digest_size=2).digest()
        return tuple(values[(digits[0] + at) % len(values)] for at in range(digits[1] % (most + 1)))

    return [
        (
            f"desk-{number:02}",
            {
                "topic": some(number, TOPICS, 2),
                "audience": some(number, AUDIENCES, 2),
                "area": some(number, REACH, 2),
                "kind": some(number, KINDS, 1),
                "crisis": some(number, ("true",), 1),
            },
        )
        for number in range(60)
    ]


DESKS = desks()


def matches(facets: Facets, asked: Mapping[str, Sequence[str]]) -> bool:
    wide: dict[str, set[str]] = {name: set(values) for name, values in asked.items()}
    if "audience" in wide:
        wide["audience"].add("anyone")
    if "area" in wide:
        wide["area"] |= {"national", "everywhere", *(AREAS[code] for code in asked["area"])}
    return all(wide[name] & set(facets[name]) for name in wide)


QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "topic": st.lists(st.sampled_from(TOPICS), min_size=1, max_size=2, unique=True),
        "audience": st.lists(st.sampled_from(AUDIENCES), min_size=1, max_size=2, unique=True),
        "area": st.lists(st.sampled_from(sorted(AREAS)), min_size=1, max_size=2, unique=True),
        "kind": st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True),
        "crisis": st.just(["true"]),
    },
)


@pytest.fixture
def house() -> None:
    publish(
        *map(topic, TOPICS),
        *map(audience, AUDIENCES),
        *(area(code, code, parent=parent) for code, parent in AREAS.items()),
    )
    named = {"topic", "audience"}
    records = [
        service(
            slug,
            kana="あいうえお"[number % 5],
            facets={
                name: tuple(str(id_of(value)) for value in values) if name in named else values
                for name, values in facets.items()
            },
        )
        for number, (slug, facets) in enumerate(DESKS)
    ]
    for start in (1, 2, 0):
        publish(*records[start::3], at=MORNING + timedelta(hours=start))


@pytest.mark.usefixtures("house")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=QUESTIONS,
    sort=st.sampled_from(["kana", "updated"]),
    lists=st.sampled_from([0, 3, 16]),
    few=st.sampled_from([1, 1000]),
)
def test_every_way_of_reading_gives_the_same_list(
    asked: Mapping[str, Sequence[str]], sort: str, lists: int, few: int
) -> None:
    query = urlencode({name: ",".join(values) for name, values in asked.items()} | {"sort": sort, "total": "true"})
    wanted = {slug for slug, facets in DESKS if matches(facets, asked)}
    with pytest.MonkeyPatch.context() as reading:
        reading.setattr(list_plan, "MOST_LISTS", lists)
        reading.setattr(list_plan, "FEW", few)
        kept.empty()
        whole = ask(f"{SERVICES}?{query}&limit=100").json
        pages: list[Any] = []
        address = f"{SERVICES}?{query}&limit=7"
        while address:
            page = ask(address).json
            pages += page["items"]
            assert page["total"] == len(wanted)
            address = (page["next"] or "").removeprefix("https://api.example.test")
    assert pages == whole["items"]
    assert {item["slug"] for item in pages} == wanted
    assert len(pages) == len(wanted)
    order = [item["slug"] for item in ask(f"{SERVICES}?sort={sort}&limit=100").json["items"]]
    assert [item["slug"] for item in pages] == [slug for slug in order if slug in wanted]


@pytest.mark.usefixtures("house")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=QUESTIONS)
def test_counts_respect_all_other_filters(asked: Mapping[str, Sequence[str]]) -> None:
    kept.empty()
    query = urlencode({name: ",".join(values) for name, values in asked.items()})
    told = ask(f"{SERVICES}?{query}&facets=topic,area,kind,crisis").json["facets"]
    for name, counts in told.items():
        others = {other: values for other, values in asked.items() if other != name}
        left = [facets for _, facets in DESKS if matches(facets, others)]
        values = {value: str(id_of(value)) if name == "topic" else value for desk in left for value in desk[name]}
        wanted = {shown: sum(value in desk[name] for desk in left) for value, shown in values.items()}
        assert {count["value"]: count["count"] for count in counts} == wanted
        assert [count["count"] for count in counts] == sorted(wanted.values(), reverse=True)


def test_a_list_shows_nothing_of_another_channel_whatever_its_own_rows_say() -> None:
    publish(service("ours"), service("theirs", channel="kids"))
    assert [item["slug"] for item in ask(f"{SERVICES}?kind=consultation").json["items"]] == ["ours"]
    theirs = Standing.objects.get(content_id=id_of("theirs"), channel="kids")
    rows = Listed.objects.filter(content_id=id_of("ours"))
    assert rows.update(content_id=theirs.content_id, standing=theirs)
    kept.empty()
    assert ask(f"{SERVICES}?kind=consultation").json["items"] == []
