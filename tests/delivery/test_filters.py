"""Filters: OR between commas, AND between parameters, areas as people mean them, unknown terms refused by name."""

import pytest

from tests.delivery.documents import area, audience, id_of, publish, service, topic, withdraw
from tests.delivery.reader import ask
from tests.delivery.test_lists import SERVICES, slugs

pytestmark = pytest.mark.django_db


def facets(**values: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(value.split(",")) for name, value in values.items()}


def of(*slugs_: str) -> str:
    return ",".join(str(id_of(slug)) for slug in slugs_)


def refused(address: str) -> list[str]:
    answer = ask(address)
    assert answer.status == 400, answer.json
    return [error["parameter"] for error in answer.json["errors"]]


def test_values_are_or_and_parameters_are_and() -> None:
    publish(
        topic("work"),
        topic("money"),
        service("both", facets=facets(topic=of("work", "money"), kind="loan")),
        service("work-desk", facets=facets(topic=of("work"), kind="consultation")),
        service("money-loan", facets=facets(topic=of("money"), kind="loan")),
    )
    assert set(slugs(f"{SERVICES}?topic=work")) == {"both", "work-desk"}
    assert set(slugs(f"{SERVICES}?topic=work,money")) == {"both", "work-desk", "money-loan"}
    assert set(slugs(f"{SERVICES}?topic=work,money&kind=loan")) == {"both", "money-loan"}
    assert slugs(f"{SERVICES}?topic={id_of('work')}&kind=loan") == ["both"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("contact=chat", ["chat-desk"]),
        ("contact=chat,phone", ["chat-desk", "phone-desk"]),
        ("free=true", ["phone-desk"]),
        ("language=vi", ["chat-desk"]),
        ("language=fr", []),
        ("crisis=true", ["phone-desk"]),
        ("anonymous=true", ["chat-desk"]),
    ],
)
def test_each_facet_filters(query: str, found: list[str]) -> None:
    publish(
        service("chat-desk", kana="あ", facets=facets(contact="chat", language="ja,vi", anonymous="true")),
        service("phone-desk", kana="い", facets=facets(contact="phone", free="true", language="ja", crisis="true")),
    )
    assert slugs(f"{SERVICES}?{query}") == found


def test_what_is_for_anyone_matches_every_audience() -> None:
    publish(
        audience("anyone"),
        audience("child"),
        audience("carer"),
        service("for-all", kana="あ", facets=facets(audience=of("anyone"))),
        service("for-children", kana="い", facets=facets(audience=of("child"))),
    )
    assert slugs(f"{SERVICES}?audience=child") == ["for-all", "for-children"]
    assert slugs(f"{SERVICES}?audience=carer") == ["for-all"]


@pytest.fixture
def areas() -> None:
    publish(
        area("140007", "神奈川県", level="prefecture"),
        area("141003", "横浜市", parent="140007"),
        area("141011", "横浜市鶴見区", level="ward", parent="141003"),
        area("130001", "東京都", level="prefecture"),
        area("221309", "浜松市"),
        area("221341", "旧北区", successors=["221384", "221392"]),
        area("221384", "浜松市中央区", parent="221309"),
        area("221392", "浜松市浜名区", parent="221309"),
        service("national", kana="あ", facets=facets(area="national")),
        service("everywhere", kana="い", facets=facets(area="everywhere")),
        service("kanagawa", kana="う", facets=facets(area="140007")),
        service("yokohama", kana="え", facets=facets(area="141003")),
        service("tsurumi", kana="お", facets=facets(area="141011")),
        service("hamana", kana="か", facets=facets(area="221392")),
    )


@pytest.mark.parametrize(
    ("asked", "local"),
    [
        ("141011", ["kanagawa", "yokohama", "tsurumi"]),
        ("141003", ["kanagawa", "yokohama"]),
        ("14100", ["kanagawa", "yokohama"]),
        ("140007", ["kanagawa"]),
        ("14", ["kanagawa"]),
        ("130001", []),
        ("14,221392", ["kanagawa", "hamana"]),
        ("221341", ["hamana"]),
    ],
)
@pytest.mark.usefixtures("areas")
def test_an_area_finds_what_serves_the_people_there(asked: str, local: list[str]) -> None:
    assert slugs(f"{SERVICES}?area={asked}") == ["national", "everywhere", *local]


@pytest.mark.parametrize("code", ["999999", "99", "99999", "141004"])
@pytest.mark.usefixtures("areas")
def test_an_area_that_is_none_is_named(code: str) -> None:
    assert refused(f"{SERVICES}?area={code}") == ["area"]


def test_unknown_terms_are_named_together() -> None:
    publish(topic(), service())
    assert set(refused(f"{SERVICES}?topic=nothing&audience=nobody&kind=consultation")) == {"audience", "topic"}


def test_a_term_of_another_type_or_channel_is_unknown() -> None:
    publish(topic("work"), audience("child"), topic("money", channel="kids"))
    assert refused(f"{SERVICES}?topic=child") == ["topic"]
    assert refused(f"{SERVICES}?topic=money") == ["topic"]
    assert refused("/api/v1/kids/services?topic=work") == ["topic"]


def test_a_topic_can_be_filtered_by_from_the_moment_it_stands_until_it_is_withdrawn() -> None:
    publish(service(facets=facets(topic=of("work"))))
    assert refused(f"{SERVICES}?topic=work") == ["topic"]
    publish(topic("work"))
    assert slugs(f"{SERVICES}?topic=work") == ["yorisoi"]
    withdraw("work", type="topic")
    assert refused(f"{SERVICES}?topic=work") == ["topic"]


def test_lists_without_facets_take_no_filters() -> None:
    assert refused("/api/v1/website/topics?kind=loan") == ["kind"]
