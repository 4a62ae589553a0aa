"""Everything that readers read is looked at, and what is asked of the database does not grow with it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.languages import languages
from catalog.models import ContactPoint, Service, ServiceSource
from cms.checks.findings import findings
from cms.checks.models import Trace
from cms.checks.read_entry import UNREAD, Policies
from cms.checks.read_entry import read as read_with
from cms.checks.reading import Reading
from cms.checks.rules.repeated import SHORTEST
from tests.editors import (
    MAKERS,
    House,
    a_concept,
    a_faq,
    a_kids_text,
    a_service,
    in_every_language,
)

pytestmark = pytest.mark.django_db


def read(entry: Any) -> Reading:
    return read_with(entry, Policies())


LONG = "こころの不調や生活の困りごとについて、専門の相談員が電話で話を聞き、いっしょに考えます。"


@pytest.mark.parametrize("model", [model for model in MAKERS if model.__name__ != "Concept"], ids=lambda m: m.__name__)
def test_every_text_in_every_language_is_read_children_included(house: House, model: Any) -> None:
    entry = in_every_language(house.draft_of(model))
    rows = [entry, *(entry.contact_points.all() if isinstance(entry, Service) else ())]
    wanted = {
        (name, language)
        for row in rows
        for name in row.translated_fields
        for language in languages()
        if name not in UNREAD and row.text_in(name, language)
    }
    found = {(text.place.field.rpartition("-")[2], text.place.language) for text in read(entry).texts}
    assert wanted <= found


def test_what_nobody_reads_is_not_read(house: House) -> None:
    service = a_service(unverified_note="内部の覚え書き", search_words_ja="さがすことば")
    concept = a_concept(phrases_ja="死にたい")
    said = "".join(text.text for entry in (service, concept) for text in read(entry).texts)
    assert "内部の覚え書き" not in said
    assert "さがすことば" not in said
    assert "死にたい" not in said


def test_links_are_read_wherever_they_stand(house: House) -> None:
    service = a_service(url="https://a.example/")
    service.contact_points = [ContactPoint(channel="chat", value="https://b.example/")]
    service.sources = [ServiceSource(url="https://c.example/")]
    faq = a_faq(answer_en='<p>See <a href="https://d.example/">this</a>.</p>')
    urls = {link.url for entry in (service, faq) for link in read(entry).links}
    assert urls == {"https://a.example/", "https://b.example/", "https://c.example/", "https://d.example/"}


def test_kids_texts_are_read_as_kids(house: House) -> None:
    kids = read(a_kids_text(labels={"x": "電話で話す"}, closure_text="お休みです。"))
    assert {text.place.field for text in kids.texts} == {"title", "text", "labels", "closure_text"}
    assert all(text.kids for text in kids.texts)


def test_the_same_number_or_text_elsewhere_is_named(house: House) -> None:
    house.save_draft(a_service("first", name_ja="さきの窓口", summary_ja=LONG))
    second: Any = a_service("second", name_ja="あとの窓口", summary_ja=f"{LONG[:10]} {LONG[10:]}")
    assert len(LONG) > SHORTEST
    found = {finding.rule: finding.said for finding in findings(second)}
    assert "「さきの窓口」" in found["number-elsewhere"]
    assert "「さきの窓口」" in found["repeated-text"]
    saved = house.save_draft(second)
    assert {one.rule for one in findings(saved)} >= {"number-elsewhere", "repeated-text"}
    told = [one.said for one in findings(saved) if one.rule in ("number-elsewhere", "repeated-text")]
    assert "「あとの窓口」" not in "".join(told)


def test_what_was_deleted_or_changed_is_named_no_more(house: House) -> None:
    first: Any = house.save_draft(a_service("first", summary_ja=LONG))
    second = a_service("second", summary_ja=LONG)
    assert "repeated-text" in {one.rule for one in findings(second)}
    draft = first.get_latest_revision_as_object()
    draft.summary_ja = "別の文です。"
    house.save_draft(draft)
    assert "repeated-text" not in {one.rule for one in findings(second)}
    assert "number-elsewhere" in {one.rule for one in findings(second)}
    first.delete()
    assert "number-elsewhere" not in {one.rule for one in findings(second)}


def test_the_checks_of_one_service_ask_as_much_among_thousands_as_alone(house: House) -> None:
    service = house.save_draft(a_service()).get_latest_revision_as_object()

    def asked() -> int:
        fresh = service.latest_revision.as_object()
        with CaptureQueriesContext(connection) as queries:
            findings(fresh)
        return len(queries)

    alone = asked()
    provider = service.provider
    Service.objects.bulk_create(
        Service(public_slug=f"desk-{n}", name_ja=f"窓口{n}", kana="まどぐち", provider=provider) for n in range(1000)
    )
    others = list(Service.objects.exclude(pk=service.pk).values_list("content_id", "name_ja"))
    Trace.objects.bulk_create(
        Trace(content_id=content_id, model="catalog.service", name=name, mark=f"03{n:08}")
        for n, (content_id, name) in enumerate(others)
    )
    assert asked() == alone
    assert alone <= 7
