"""`include`: summaries in the place of stubs, by one query more, in the same channel and language."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from api.channels import CHANNELS
from api.channels.channel import ROLE_TYPES, Channel, Shape
from api.delivery import queries
from tests.application import kept
from tests.delivery.documents import area, audience, id_of, organization, publish, service, topic, withdraw
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db
SERVICES = "/api/v1/website/services"
CASES = [(channel, shape) for channel in CHANNELS.values() for shape in channel.shapes if shape.roles]


@pytest.fixture
def house() -> None:
    for channel in ("website", "partners"):
        publish(
            service(
                channel=channel,
                topics=["loneliness", "money"],
                provider="naikakufu",
                audiences=["anyone"],
                areas=["140007"],
            ),
            topic(channel=channel),
            topic("money", channel=channel, name="お金"),
            audience(channel=channel),
            organization(channel=channel),
            area("140007", "神奈川県", channel=channel, level="prefecture"),
        )


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("address", [f"{SERVICES}/yorisoi", SERVICES])
def test_what_is_included_is_said_as_a_list_says_it(address: str) -> None:
    def first(answer: Any) -> Any:
        return answer["items"][0] if "items" in answer else answer

    plain, shown = first(ask(address).json), first(ask(f"{address}?include=topics,provider").json)
    (listed,) = ask("/api/v1/website/organizations").json["items"]
    assert shown["provider"] == listed | {"title": "内閣府"}
    assert [item["name"] for item in shown["topics"]] == ["さびしい", "お金"]
    assert {name for name in plain if plain[name] != shown[name]} == {"topics", "provider"}


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("channel", ["website", "partners"])
def test_what_is_included_still_holds_all_that_the_stub_says(channel: str) -> None:
    address = f"/api/v1/{channel}/services/yorisoi"
    plain, shown = ask(address).json, ask(f"{address}?include=topics,provider,audiences,areas").json
    for role in ("topics", "audiences", "areas"):
        for stub, whole in zip(plain[role], shown[role], strict=True):
            assert stub.items() <= whole.items()
            assert {"version", "published_at", "languages"} <= whole.keys()
    assert plain["provider"].items() <= shown["provider"].items()
    assert shown["areas"][0]["code"] == "140007"
    assert "parent" not in shown["areas"][0]


@pytest.mark.usefixtures("house")
def test_an_answer_with_more_in_it_has_an_etag_of_its_own() -> None:
    tags = {ask(f"{SERVICES}{query}").headers["ETag"] for query in ("", "?include=topics", "?include=provider")}
    assert len(tags) == 3


@pytest.mark.usefixtures("house")
def test_include_goes_with_fields_and_with_the_next_page() -> None:
    publish(service("chat", topics=["money"], kana="わ"))
    first = ask(f"{SERVICES}?limit=1&fields=name,topics&include=topics")
    assert [topic["name"] for topic in first.json["items"][0]["topics"]] == ["さびしい", "お金"]
    following = ask(first.json["next"].removeprefix("https://api.example.test"))
    assert [topic["name"] for topic in following.json["items"][0]["topics"]] == ["お金"]
    assert following.json["items"][0].keys() == {"id", "name", "topics"}


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    "query",
    [
        "include=secret",
        "include=topics,name",
        "include=",
        "include=topics&include=provider",
        "fields=name&include=topics",
    ],
)
def test_what_cannot_be_included_is_named(query: str) -> None:
    for address in (SERVICES, f"{SERVICES}/yorisoi"):
        answer = ask(f"{address}?{query}")
        assert answer.status == 400
        assert [error["parameter"] for error in answer.json["errors"]] == ["include"]


def test_where_nothing_is_pointed_to_nothing_can_be_included() -> None:
    publish(topic())
    answer = ask("/api/v1/website/topics?include=topics")
    assert [error["parameter"] for error in answer.json["errors"]] == ["include"]


def test_what_left_is_not_included_and_what_is_missing_is_no_fault() -> None:
    publish(service(topics=["loneliness", "money"], provider="naikakufu"), topic())
    withdraw("loneliness", type="topic")
    answer = ask(f"{SERVICES}/yorisoi?include=topics,provider").json
    assert (answer["topics"], answer["provider"]) == ([], None)


def test_what_leaves_between_two_queries_is_not_included(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(service(topics=["loneliness", "money"], provider="naikakufu"), topic("money"), topic(), organization())
    found = queries.summaries

    def late(*args: Any) -> Any:
        withdraw("loneliness", type="topic")
        withdraw("naikakufu", type="organization")
        return found(*args)

    for address in (f"{SERVICES}/yorisoi?include=topics,provider", f"{SERVICES}/yorisoi/json-ld"):
        with monkeypatch.context() as patch:
            patch.setattr(queries, "summaries", late)
            answer = ask(address)
        assert answer.status == 200
        told = answer.json.get("mainEntity", answer.json)
        topics = told["topics"] if "topics" in told else told["category"]
        assert str(id_of("money")) in str(topics)
        assert str(id_of("loneliness")) not in str(topics)
        assert told.get("provider") is None
        publish(topic(), organization())


def test_what_two_roles_point_to_is_included_in_the_one_that_was_asked() -> None:
    publish(area("140007", "神奈川県"), area("141003", "横浜市", parent="140007", successors=["140007"]))
    answer = ask("/api/v1/website/areas/141003?include=parent").json
    assert answer["parent"]["code"] == "140007"
    assert answer["successors"][0].keys() == {"id", "type", "slug", "title"}


def test_kids_are_shown_what_is_the_kids_alone() -> None:
    publish(
        service(channel="kids", topics=["loneliness", "money"]),
        topic(channel="kids", name="ひとりぼっち"),
        topic(name="☠ words for adults"),
        topic("money", name="☠ words for adults"),
    )
    answer = ask("/api/v1/kids/services/yorisoi?include=topics")
    assert [item["name"]["text"] for item in answer.json["topics"]] == ["ひとりぼっち"]
    assert "☠" not in answer.body.decode()


def test_the_language_is_the_answers() -> None:
    publish(
        service(topics=["loneliness"]),
        service(language="en", topics=["loneliness"]),
        topic(),
        topic(language="en", name="Loneliness"),
    )
    (included,) = ask(f"{SERVICES}/yorisoi?include=topics&lang=en").json["topics"]
    assert (included["name"], included["language"]) == ("Loneliness", "en")


@override_settings(PUBLIC_SITE_URLS={"website": "https://www.example.test/{type}/{slug}"})
def test_links_in_an_included_text_lead_somewhere(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    text = f'<a data-ref="{id_of("chat")}">チャット</a> <a data-ref="{id_of("nobody")}">なし</a>'
    whole = topic()
    body = whole.body.model_copy(update={"description": text})
    pointing = type(whole)(
        **{
            **{name: getattr(whole, name) for name in whole.__dataclass_fields__},
            "body": body,
            "summary": body.shortened(),  # type: ignore[attr-defined]
            "references": service(topics=["chat"]).references,
        }
    )
    publish(pointing, service("chat"), service(topics=["loneliness"]))
    ask(f"{SERVICES}/yorisoi")
    with django_assert_max_num_queries(5):
        (included,) = ask(f"{SERVICES}/yorisoi?include=topics").json["topics"]
    assert included["description"] == '<a href="https://www.example.test/services/chat">チャット</a> <a>なし</a>'


@pytest.mark.parametrize("channel", ["website", "kids", "partners"])
@pytest.mark.parametrize("limit", [1, 20, 100])
def test_a_page_takes_one_query_more_whatever_its_size(
    channel: str, limit: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish(
        topic(channel=channel),
        *(topic(f"topic-{n}", channel=channel) for n in range(30)),
        *(service(f"desk-{n:03}", channel=channel, topics=["loneliness", f"topic-{n % 30}"]) for n in range(110)),
    )
    address = f"/api/v1/{channel}/services?limit={limit}"
    ask(address)
    kept.empty()
    with django_assert_num_queries(1):
        ask(address)
    # The rows, their summaries and what these include; a list that includes nothing remembers its summaries.
    with django_assert_num_queries(3):
        answer = ask(f"{address}&include=topics").json
    assert len(answer["items"]) == limit
    assert all(len(item["topics"]) == 2 and "position" in item["topics"][1] for item in answer["items"])
    ask(f"/api/v1/{channel}/services/desk-001")
    with django_assert_num_queries(2):
        ask(f"/api/v1/{channel}/services/desk-001?include=topics")


@pytest.mark.parametrize(("channel", "shape"), CASES, ids=[f"{c.key}-{s.document_type}" for c, s in CASES])
def test_every_role_leads_to_a_type_that_can_be_listed_there(channel: Channel, shape: Shape) -> None:
    for role in shape.roles:
        assert channel.shape(ROLE_TYPES[role]).item is not None


def stubs(value: Any) -> Iterator[UUID]:
    if isinstance(value, dict):
        if value.keys() == {"id", "type", "slug", "title"}:
            yield UUID(value["id"])
        for inner in value.values():
            yield from stubs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from stubs(inner)


@pytest.mark.usefixtures("house")
def test_only_what_was_asked_is_included() -> None:
    answer = ask(f"{SERVICES}/yorisoi?include=topics").json
    assert set(stubs(answer)) == {id_of("naikakufu"), id_of("anyone"), id_of("140007")}
