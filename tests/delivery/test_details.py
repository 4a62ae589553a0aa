"""One document: by id, by slug, after a change of slug, and after it left."""

import pytest
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from tests.delivery.documents import (
    area,
    audience,
    id_of,
    organization,
    publish,
    service,
    topic,
    withdraw,
)
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db
SERVICES = "/api/v1/website/services"


def test_an_id_and_a_slug_lead_to_the_same_bytes() -> None:
    publish(service())
    by_slug, by_id = ask(f"{SERVICES}/yorisoi"), ask(f"{SERVICES}/{id_of('yorisoi')}")
    assert by_slug.status == by_id.status == 200
    assert by_slug.body == by_id.body
    assert by_slug.links["canonical"] == f"https://api.example.test{SERVICES}/{id_of('yorisoi')}"


def test_the_envelope_comes_from_the_log() -> None:
    publish(service())
    publish(service(name="よりそい相談室"))
    answer = ask(f"{SERVICES}/yorisoi").json
    assert {name: answer[name] for name in ("id", "type", "slug", "version", "language", "demo")} == {
        "id": str(id_of("yorisoi")),
        "type": "service",
        "slug": "yorisoi",
        "version": 2,
        "language": "ja",
        "demo": False,
    }
    assert answer["published_at"] == answer["updated_at"] == "2026-11-24T09:00:00+09:00"


def test_an_old_slug_leads_on_to_the_id_and_keeps_the_question() -> None:
    publish(service())
    publish(service(renamed_to="yorisoi-line"))
    old = ask(f"{SERVICES}/yorisoi?lang=ja")
    assert old.status == 301
    assert old.headers["Location"] == f"https://api.example.test{SERVICES}/{id_of('yorisoi')}?lang=ja"
    assert ask(f"{SERVICES}/yorisoi-line").status == 200


@pytest.mark.parametrize("key", ["yorisoi", str(id_of("yorisoi"))])
def test_what_left_is_gone_with_its_reason_and_what_took_its_place(key: str) -> None:
    publish(service(), service("chat"))
    withdraw("yorisoi", reason="merged", replacement=id_of("chat"))
    answer = ask(f"{SERVICES}/{key}")
    assert answer.status == 410
    assert answer.json["reason"] == "merged"
    assert answer.json["replacement"] == f"https://api.example.test{SERVICES}/{id_of('chat')}"


def test_a_replacement_that_does_not_stand_in_the_channel_is_not_named() -> None:
    publish(service(channel="kids"), service("chat"))
    withdraw("yorisoi", channel="kids", reason="merged", replacement=id_of("chat"))
    answer = ask("/api/v1/kids/services/yorisoi")
    assert answer.status == 410
    assert answer.json["replacement"] is None


def test_what_comes_back_stands_again() -> None:
    publish(service())
    withdraw("yorisoi")
    publish(service(name="よりそい相談室"))
    assert ask(f"{SERVICES}/yorisoi").json["name"] == "よりそい相談室"


@pytest.mark.parametrize(
    "path",
    [
        f"{SERVICES}/nobody",
        f"{SERVICES}/{id_of('nobody')}",
        f"/api/v1/website/topics/{id_of('yorisoi')}",
        "/api/v1/website/topics/yorisoi",
        "/api/v1/kids/services/yorisoi",
        f"/api/v1/partners/services/{id_of('yorisoi')}",
        f"{SERVICES}/YORISOI",
        f"{SERVICES}/%E3%81%82",
        "/api/v1/kids/organizations/naikakufu",
        "/api/v1/nobody/services/yorisoi",
        "/api/v1/website/faqs/yorisoi",
    ],
)
def test_nothing_is_said_of_what_never_stood_there(path: str) -> None:
    publish(service(), organization())
    assert ask(path).status == 404


def test_references_are_stubs_of_what_stands_in_the_same_channel() -> None:
    publish(
        service(topics=["loneliness", "money"], provider="naikakufu", audiences=["anyone"], areas=["140007"]),
        topic(),
        topic("money", channel="kids"),
        audience(),
        organization(),
        area("140007", "神奈川県"),
    )
    answer = ask(f"{SERVICES}/yorisoi").json
    assert answer["topics"] == [
        {"id": str(id_of("loneliness")), "type": "topic", "slug": "loneliness", "title": "さびしい"}
    ]
    assert answer["provider"]["title"] == "内閣府"
    assert [stub["title"] for stub in answer["audiences"] + answer["areas"]] == ["どなたでも", "神奈川県"]


def test_a_reference_vanishes_and_is_renamed_without_a_new_version_of_what_points_there() -> None:
    publish(service(topics=["loneliness"], provider="naikakufu"), topic(), organization())
    publish(topic(name="ひとりでつらい"))
    assert ask(f"{SERVICES}/yorisoi").json["topics"][0]["title"] == "ひとりでつらい"
    withdraw("loneliness", type="topic")
    withdraw("naikakufu", type="organization")
    answer = ask(f"{SERVICES}/yorisoi").json
    assert (answer["topics"], answer["provider"], answer["version"]) == ([], None, 1)


def test_fields_cut_an_answer_down() -> None:
    publish(service(topics=["loneliness"]), topic())
    assert ask(f"{SERVICES}/yorisoi?fields=name,topics").json == {
        "id": str(id_of("yorisoi")),
        "name": "よりそい相談",
        "topics": [{"id": str(id_of("loneliness")), "type": "topic", "slug": "loneliness", "title": "さびしい"}],
    }


def test_a_field_that_is_none_is_named() -> None:
    publish(service())
    answer = ask(f"{SERVICES}/yorisoi?fields=name,secret")
    assert answer.status == 400
    assert [error["parameter"] for error in answer.json["errors"]] == ["fields"]


@override_settings(PUBLIC_SITE_URLS={"website": "https://www.example.test/{type}/{slug}"})
def test_links_in_texts_lead_to_the_site_or_nowhere() -> None:
    text = f'<a data-ref="{id_of("chat")}">チャット</a> <a data-ref="{id_of("nobody")}">なし</a>'
    record = service(description=text, topics=["chat"])
    publish(record, service("chat"))
    assert ask(f"{SERVICES}/yorisoi").json["description"] == (
        '<a href="https://www.example.test/services/chat">チャット</a> <a>なし</a>'
    )


@pytest.mark.parametrize("channel", ["website", "kids", "partners"])
def test_a_detail_takes_three_queries_at_most(
    channel: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish(
        service(channel=channel, topics=["loneliness"]),
        topic(channel=channel),
        service("chat", channel=channel, topics=["loneliness"]),
    )
    address = f"/api/v1/{channel}/services/yorisoi"
    ask(address)
    with django_assert_max_num_queries(3):
        assert ask(address).status == 200
