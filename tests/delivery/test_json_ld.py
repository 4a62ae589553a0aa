"""JSON-LD of the website's items: every type has it, schema.org allows all of it, and it says what the answer says."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import override_settings
from pydantic import BaseModel
from pyld import jsonld
from pytest_django import DjangoAssertNumQueries

from api.channels import CHANNELS
from api.delivery.json_ld import MAKERS
from api.delivery.json_ld.hours import closed, specifications
from api.documents.article import WebsiteArticleBody, WebsiteAuthor
from api.documents.blocks import WebsiteBody
from api.documents.envelope import FieldLanguage
from api.documents.faq import WebsiteFaqBody
from api.documents.index import WebsiteIndexBody
from api.documents.message import WebsiteMessageBody
from api.documents.notice import WebsiteNoticeBody
from api.documents.organization import WebsiteOrganizationBody
from api.documents.record import Record
from api.documents.rich_text import RichText
from tests.application import kept
from tests.delivery.documents import (
    JAPANESE,
    area,
    audience,
    emergency_set,
    id_of,
    publish,
    references,
    service,
    topic,
    withdraw,
)
from tests.delivery.reader import ask
from tests.delivery.vocabulary_of_schema_org import TYPES

pytestmark = pytest.mark.django_db
WEBSITE = CHANNELS["website"]
ENGLISH = FieldLanguage(served="en", state="checked")
SLUGS = {
    "service": "yorisoi",
    "organization": "naikakufu",
    "topic": "loneliness",
    "audience": "anyone",
    "area": "141003",
    "emergency": "emergency-website",
    "faq": "who-hears-me",
    "article": "alone-at-night",
    "message": "from-the-minister",
    "notice": "new-year",
    "index": "all-questions",
}


def written(document_type: str, body: BaseModel, *, language: str = "ja", **roles: list[str]) -> Record:
    slug = SLUGS[document_type]
    return Record(
        content_id=id_of(slug),
        type=document_type,
        channel="website",
        language=language,
        slug=slug,
        title="見出し",
        body=body,
        summary=body.shortened(),  # type: ignore[attr-defined]
        kana_sort=slug,
        references=references(**roles),
    )


def provider(provider_type: str | None = "national") -> Record:
    body = WebsiteOrganizationBody(
        name="内閣府",
        kana="ないかくふ",
        provider_type=provider_type,  # type: ignore[arg-type]
        url="https://www.cao.go.jp/",
        languages={"name": JAPANESE},
    )
    return written("organization", body)


def with_contacts(record: Record, *contacts: Mapping[str, Any], **changes: Any) -> Record:
    """A service whose contacts differ from those that every test has."""
    body: Any = record.body
    first = body.contacts[0]
    made = tuple(
        first.model_copy(update={"id": id_of(f"contact {n}"), **contact}) for n, contact in enumerate(contacts)
    )
    body = body.model_copy(update={"contacts": made, **changes})
    return Record(**{**{name: getattr(record, name) for name in record.__dataclass_fields__}, "body": body})


@pytest.fixture
def house() -> None:
    """One item of each type of the website, all joined."""
    text = RichText(html="<p>はい。</p>", text="はい。")
    publish(
        service(topics=["loneliness"], provider="naikakufu", audiences=["anyone"], areas=["141003"]),
        provider(),
        topic(),
        audience(),
        area("140007", "神奈川県", level="prefecture"),
        area("141003", "横浜市", parent="140007"),
        emergency_set("yorisoi"),
        written(
            "faq",
            WebsiteFaqBody(
                position=1,
                question="だれが聞いてくれますか。",
                answer=text,
                languages={"question": JAPANESE, "answer": JAPANESE},
            ),
            topics=["loneliness"],
            related_services=["yorisoi"],
        ),
        written(
            "article",
            WebsiteArticleBody(
                kind="expert",
                position=1,
                title="夜がつらいとき",
                summary="ねむれない夜に。",
                author=WebsiteAuthor(name="山田 花子", role="心理士", affiliation="○○大学"),
                body=WebsiteBody(html="<p>夜。</p>", text="夜。", blocks=()),
                languages={"title": JAPANESE},
            ),
            topics=["loneliness"],
            related_services=["yorisoi"],
        ),
        written(
            "message",
            WebsiteMessageBody(
                kind="minister",
                date=date(2026, 11, 1),
                title="ひとりではありません",
                author="大臣 太郎",
                office="担当大臣",
                body=text,
                languages={"title": JAPANESE},
            ),
        ),
        written("notice", WebsiteNoticeBody(weight=1, heading="年末年始", text="受付が変わります。", languages={})),
        written("index", WebsiteIndexBody(lists="faq", heading="よくある質問", introduction=None, languages={})),
    )


def json_ld(slug: str = "yorisoi", segment: str = "services", query: str = "") -> Any:
    answer = ask(f"/api/v1/website/{segment}/{slug}/json-ld{query}")
    assert answer.status == 200, answer.body
    assert answer.headers["Content-Type"] == "application/ld+json"
    return answer.json


def entity(slug: str = "yorisoi", segment: str = "services", query: str = "") -> Any:
    return json_ld(slug, segment, query)["mainEntity"]


# --- Every type, and nothing that schema.org does not know ---


def kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, int):
        return "Integer"
    if isinstance(value, dict):
        return "Text" if value.keys() == {"@value", "@language"} else value["@type"]
    return "string"


def strings_of(name: str, value: str) -> set[str]:
    """What a string may be meant as."""
    kinds = {"Text"}
    if re.fullmatch(r"\d{2}:\d{2}", value):
        kinds.add("Time")
    if urlsplit(value).scheme in ("https", "http", "mailto", "urn"):
        kinds.add("URL")
    try:
        datetime.fromisoformat(value)
        kinds.add("Date")
    except ValueError:
        pass
    return kinds


def faults(node: Mapping[str, Any], path: str = "$") -> Iterator[str]:
    """What schema.org does not allow in a node and below it."""
    kind = node["@type"]
    if kind not in TYPES:
        yield f"{path}: {kind} is no type that we know"
        return
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in TYPES[kind]:
            yield f"{path}: a {kind} has no {name}"
            continue
        for item in value if isinstance(value, list) else [value]:
            found = kind_of(item)
            kinds = strings_of(name, item) if found == "string" else {found}
            if not kinds & TYPES[kind][name]:
                yield f"{path}.{name}: {item!r} is none of {TYPES[kind][name]}"
            if isinstance(item, dict) and "@type" in item:
                yield from faults(item, f"{path}.{name}")


def test_every_type_of_the_website_has_its_json_ld() -> None:
    types = {shape.document_type for shape in WEBSITE.shapes}
    assert MAKERS.keys() == types, "a type of the website is made into JSON-LD in api/delivery/json_ld"
    assert SLUGS.keys() == types, "and this test knows one of each"


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("shape", WEBSITE.shapes, ids=lambda shape: shape.document_type)
def test_schema_org_allows_all_that_is_said(shape: Any) -> None:
    told = json_ld(SLUGS[shape.document_type], shape.segment)
    assert told["@context"] == "https://schema.org"
    assert list(faults(told)) == []
    assert told["inLanguage"] == "ja"
    assert told["license"] == "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0"
    assert {"datePublished", "dateModified", "isAccessibleForFree"} <= told.keys()
    assert None not in told.values()


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Service", "telephone": "110"}, "a Service has no telephone"),
        ({"@type": "WebPage", "mainEntity": {"@type": "Service", "inLanguage": "ja"}}, "a Service has no inLanguage"),
        ({"@type": "WebPage", "url": "not an address"}, "is none of {'URL'}"),
        ({"@type": "Hotline"}, "no type that we know"),
    ],
)
def test_what_schema_org_does_not_allow_would_be_found(node: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in faults(node))


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("shape", WEBSITE.shapes, ids=lambda shape: shape.document_type)
def test_a_processor_of_json_ld_understands_it(shape: Any) -> None:
    """With a context of our own: schema.org's would have to be fetched."""
    told = json_ld(SLUGS[shape.document_type], shape.segment)
    context = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}, "license": {"@type": "@id"}}
    (expanded,) = jsonld.expand({**told, "@context": context})
    kinds = re.findall(r"'@type': \['https://schema.org/(\w+)'\]", str(expanded))
    assert set(kinds) == set(re.findall(r"'@type': '(\w+)'", str(told)))
    triples = jsonld.to_rdf({**told, "@context": context}, {"format": "application/n-quads"})
    assert f"<urn:uuid:{id_of(SLUGS[shape.document_type])}>" in triples


# --- What it says of a service ---


@pytest.mark.usefixtures("house")
def test_a_service_is_what_its_answer_says() -> None:
    shown, told = ask("/api/v1/website/services/yorisoi").json, entity()
    assert told["@type"] == "GovernmentService"
    assert told["@id"] == f"urn:uuid:{shown['id']}"
    assert (told["name"], told["description"], told["serviceType"]) == (shown["name"], shown["summary"], shown["kind"])
    assert told["url"] == "https://api.example.test/sites/website/services/yorisoi"
    assert told["provider"] == {
        "@id": f"urn:uuid:{id_of('naikakufu')}",
        "@type": "GovernmentOrganization",
        "name": "内閣府",
        "url": "https://api.example.test/sites/website/organizations/naikakufu",
        "sameAs": "https://www.cao.go.jp/",
    }
    assert [term["name"] for term in told["category"]] == ["さびしい"]
    assert [told_to["audienceType"] for told_to in told["audience"]] == ["anyone"]
    assert told["areaServed"] == {"@type": "Country", "name": "JP", "identifier": "JP"}
    (channel,) = told["availableChannel"]
    phone = channel["servicePhone"]
    (contact,) = shown["contacts"]
    assert (phone["telephone"], channel["name"]) == (contact["value"], contact["label"])
    assert phone["contactOption"] == "https://schema.org/TollFree"
    assert channel["availableLanguage"] == ["ja", "en"]
    (hours,) = phone["hoursAvailable"]
    assert (hours["opens"], hours["closes"], len(hours["dayOfWeek"])) == ("00:00", "23:59", 8)
    assert told["hoursAvailable"] == [hours]


@pytest.mark.parametrize(
    ("provider_type", "organization", "kind"),
    [
        ("national", "GovernmentOrganization", "GovernmentService"),
        ("prefecture", "GovernmentOrganization", "GovernmentService"),
        ("municipality", "GovernmentOrganization", "GovernmentService"),
        ("npo", "NGO", "Service"),
        ("corporation", "Organization", "Service"),
        (None, "Organization", "Service"),
    ],
)
def test_only_a_public_bodys_service_is_a_government_service(
    provider_type: str | None, organization: str, kind: str
) -> None:
    publish(service(provider="naikakufu"), provider(provider_type))
    told = entity()
    assert (told["@type"], told["provider"]["@type"]) == (kind, organization)
    assert entity("naikakufu", "organizations")["@type"] == organization


def test_ways_to_reach_it_are_told_by_what_they_are() -> None:
    publish(
        with_contacts(
            service(),
            {"channel": "email", "value": "soudan@example.jp", "dial": None},
            {"channel": "line", "value": "https://line.example/x", "dial": None},
            {"channel": "in_person", "value": "東京都千代田区1-1", "dial": None},
            {"channel": "in_person", "value": "https://example.jp/madoguchi", "dial": None},
            {"channel": "sns", "value": "@yorisoi", "dial": None},
            {"channel": "email", "value": "https://form.example.jp/mail", "dial": None},  # mail that a page takes
            {
                "value": "0570-000-000",
                "dial": "0570000000",
                "free_of_charge": None,
                "languages": ("ja-easy", "zh-hans"),
            },
        )
    )
    told = entity()["availableChannel"]
    assert [channel.get("serviceUrl") for channel in told] == [
        "mailto:soudan@example.jp",
        "https://line.example/x",
        None,
        "https://example.jp/madoguchi",
        None,
        "https://form.example.jp/mail",
        None,
    ]
    assert told[2]["serviceLocation"] == {"@type": "Place", "address": "東京都千代田区1-1"}
    assert "contactOption" not in told[6]["servicePhone"]
    assert told[6]["availableLanguage"] == ["ja-x-easy", "zh-Hans"]


def test_areas_are_told_by_their_codes_as_text() -> None:
    record = service(areas=["010006"])
    body: Any = record.body
    coverage = body.coverage.model_copy(update={"kind": "areas"})
    publish(with_contacts(record, {}, coverage=coverage), area("010006", "北海道", level="prefecture"))
    (told,) = entity()["areaServed"]
    assert (told["@type"], told["name"], told["identifier"]["value"]) == ("AdministrativeArea", "北海道", "010006")


@pytest.mark.usefixtures("house")
def test_an_area_lies_in_another() -> None:
    assert entity("141003", "areas")["containedInPlace"]["name"] == "神奈川県"


def test_a_desk_that_is_closed_for_a_time_says_so() -> None:
    closure = {"from": "2026-12-01", "until": None}
    record = service()
    contact: Any = record.body.contacts[0]  # type: ignore[attr-defined]
    dates = type(contact).model_fields["closure"].annotation.__args__[0].model_validate(closure)  # type: ignore[union-attr]
    publish(with_contacts(record, {"closure": dates}))
    (always, never) = entity()["availableChannel"][0]["servicePhone"]["hoursAvailable"]
    assert always["closes"] == "23:59"
    assert never == {
        "@type": "OpeningHoursSpecification",
        "opens": "00:00",
        "closes": "00:00",
        "validFrom": "2026-12-01",
    }


def test_what_left_is_not_named() -> None:
    publish(service(topics=["loneliness"], provider="naikakufu"), topic(), provider())
    withdraw("naikakufu", type="organization")
    told = entity()
    assert told["@type"] == "Service"
    assert "provider" not in told


# --- Languages ---


def test_a_text_in_another_language_than_asked_says_so() -> None:
    publish(service(language="ja-easy", summary_state="missing"))
    answer = ask("/api/v1/website/services/yorisoi/json-ld?lang=ja-easy")
    assert answer.headers["Content-Language"] == "ja-x-easy"
    assert answer.json["inLanguage"] == "ja-x-easy"
    told = answer.json["mainEntity"]
    assert told["description"] == {"@value": "だれでも、いつでも話せます。", "@language": "ja"}


def test_the_japanese_name_stands_beside_another() -> None:
    publish(service(language="en", name="Yorisoi", summary_state="checked"))
    told = entity(query="?lang=en")
    assert told["alternateName"] == {"@value": "よりそい相談", "@language": "ja"}


# --- Pages ---


@pytest.mark.usefixtures("house")
def test_a_question_is_a_page_with_its_answer_and_where_it_leads() -> None:
    told = json_ld("who-hears-me", "faqs")
    assert told["@type"] == "FAQPage"
    assert told["mainEntity"]["name"] == "だれが聞いてくれますか。"
    assert told["mainEntity"]["acceptedAnswer"] == {"@type": "Answer", "text": "はい。"}
    assert [item["name"] for item in told["mentions"]] == ["よりそい相談"]
    assert told["mentions"][0]["availableChannel"][0]["servicePhone"]["telephone"] == "0120-279-338"


@pytest.mark.usefixtures("house")
def test_an_article_names_its_author_and_a_message_its_minister() -> None:
    told = json_ld("alone-at-night", "articles")
    assert (told["@type"], told["headline"]) == ("Article", "夜がつらいとき")
    assert told["author"] == {
        "@type": "Person",
        "name": "山田 花子",
        "jobTitle": "心理士",
        "affiliation": {"@type": "Organization", "name": "○○大学"},
    }
    told = json_ld("from-the-minister", "messages")
    assert told["author"] == {"@type": "Person", "name": "大臣 太郎", "jobTitle": "担当大臣"}
    assert (told["articleBody"], told["dateCreated"]) == ("はい。", "2026-11-01")


@pytest.mark.usefixtures("house")
def test_the_emergency_set_is_a_list_in_order() -> None:
    told = entity("emergency-website", "emergency")
    assert (told["@type"], told["numberOfItems"]) == ("ItemList", 1)
    (first,) = told["itemListElement"]
    assert (first["position"], first["item"]["name"]) == (1, "よりそい相談")
    assert first["item"]["availableChannel"][0]["servicePhone"]["telephone"] == "0120-279-338"


# --- As an answer of the API ---


def test_it_can_be_put_into_a_page_as_it_is() -> None:
    publish(service(name="</script><script>alert(1)</script>"))
    answer = ask("/api/v1/website/services/yorisoi/json-ld")
    assert b"<" not in answer.body
    assert answer.json["mainEntity"]["name"] == "</script><script>alert(1)</script>"


def test_the_detail_leads_to_it_and_only_where_there_is_any() -> None:
    publish(service(), service(channel="kids"), service(channel="partners"))
    address = f"https://api.example.test/api/v1/website/services/{id_of('yorisoi')}/json-ld"
    detail = ask("/api/v1/website/services/yorisoi")
    assert f'<{address}>; rel="alternate"; type="application/ld+json"' in detail.headers["Link"]
    assert ask("/api/v1/website/services/yorisoi/json-ld").links["canonical"] == address
    for channel in ("kids", "partners"):
        assert "alternate" not in ask(f"/api/v1/{channel}/services/yorisoi").links
        assert ask(f"/api/v1/{channel}/services/yorisoi/json-ld").status == 404


def test_it_is_kept_moved_and_gone_as_the_document_is() -> None:
    publish(service())
    publish(service(renamed_to="yorisoi-line"))
    address = "/api/v1/website/services"
    old = ask(f"{address}/yorisoi/json-ld?lang=ja")
    assert old.status == 301
    assert old.headers["Location"] == f"https://api.example.test{address}/{id_of('yorisoi')}/json-ld?lang=ja"
    tag = ask(f"{address}/yorisoi-line/json-ld").headers["ETag"]
    assert ask(f"{address}/yorisoi-line/json-ld", if_none_match=tag).status == 304
    withdraw("yorisoi")
    assert ask(f"{address}/yorisoi-line/json-ld").status == 410
    assert ask(f"{address}/nobody/json-ld").status == 404
    assert ask(f"{address}/yorisoi-line/json-ld?fields=name").status == 400


@override_settings(PUBLIC_SITE_URLS={"website": "https://www.example.jp/{type}/{slug}"})
def test_addresses_are_the_sites() -> None:
    publish(service())
    assert json_ld()["url"] == entity()["url"] == "https://www.example.jp/services/yorisoi"


@pytest.mark.usefixtures("house")
def test_it_takes_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    json_ld()
    kept.empty()
    with django_assert_num_queries(2):
        json_ld()


# --- Hours ---

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def said(expression: str) -> list[tuple[list[str], str, str]]:
    return [
        ([day.removeprefix("https://schema.org/") for day in told["dayOfWeek"]], told["opens"], told["closes"])
        for told in specifications(expression)
    ]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Mo-Fr 09:00-17:00", [(WEEKDAYS, "09:00", "17:00")]),
        ("Mo-Fr 09:00-17:00; PH off", [(WEEKDAYS, "09:00", "17:00"), (["PublicHolidays"], "00:00", "00:00")]),
        (
            "Mo-Fr 10:00-12:40,14:00-16:40",
            [(WEEKDAYS, "10:00", "12:40"), (WEEKDAYS, "14:00", "16:40")],
        ),
        ("Th 10:00-20:00; Su 10:00-18:00", [(["Thursday"], "10:00", "20:00"), (["Sunday"], "10:00", "18:00")]),
        ("Sa,Su,PH 10:00-16:00", [(["Saturday", "Sunday", "PublicHolidays"], "10:00", "16:00")]),
        (
            "Mo-We 10:00-16:00; We 12:00-13:00",
            [(["Monday", "Tuesday"], "10:00", "16:00"), (["Wednesday"], "12:00", "13:00")],
        ),
        ("Fr-Mo 22:00-02:00", [(["Friday", "Saturday", "Sunday", "Monday"], "22:00", "02:00")]),
        ("Fr 22:00-26:00", [(["Friday"], "22:00", "02:00")]),
        ("Mo 10:00-24:00", [(["Monday"], "10:00", "23:59")]),
        ("Mo-Fr 09:00-17:00; We off", [(["Monday", "Tuesday", "Thursday", "Friday"], "09:00", "17:00")]),
    ],
)
def test_hours_that_schema_org_can_say(expression: str, expected: list[tuple[list[str], str, str]]) -> None:
    assert said(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "Mo-Fr 09:00-17:00; Dec 29-Jan 03 off",
        "Mo-Su 10:00-22:00; Jan 01 off",
        "PH off; Mo-Fr 09:00-17:00",
        "Mo[1] 09:00-17:00",
        "Mo-Fr 09:00+",
        "sunrise-sunset",
        "Mo-Fr 09:00-17:00 || Sa 10:00-12:00",
        "week 1-10 Mo 09:00-17:00",
        "Xx 09:00-17:00",
    ],
)
def test_hours_that_it_cannot_say_are_left_out_whole(expression: str) -> None:
    assert specifications(expression) == []


def test_whatever_the_starter_content_says_of_hours_is_said_rightly_or_not_at_all(
    counted: Callable[[str], None],
) -> None:
    """Every hour of one week without a holiday, asked of the kept library and of what we say."""
    import json
    from pathlib import Path

    from opening_hours import OpeningHours

    text = Path("catalog/starter/services.json").read_text(encoding="utf-8")
    expressions = sorted(set(re.findall(r'"hours": ("(?:[^"\\]|\\.)+")', text)))
    told = 0
    for expression in map(json.loads, expressions):
        specs = specifications(expression)
        if not specs:
            continue
        told += 1
        hours = OpeningHours(expression)
        for day in range(6, 13):  # 6 to 12 July 2026, Monday to Sunday, no holiday among them
            for hour in range(24):
                for minute in (1, 31):
                    at = datetime(2026, 7, day, hour, minute)  # noqa: DTZ001 - the expression is in the desk's own time
                    clock = at.strftime("%H:%M")
                    name = f"https://schema.org/{at:%A}"
                    ours = any(name in spec["dayOfWeek"] and spec["opens"] <= clock < spec["closes"] for spec in specs)
                    assert ours == hours.is_open(at), (expression, at)
    assert told >= 8
    counted(f"JSON-LD hours: {told} of {len(expressions)} expressions of the starter content can be said, all rightly")


def test_no_closure_says_nothing() -> None:
    assert closed(None) == []
