"""What the store writes, and what it refuses."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from api.delivery import store
from api.delivery.models import Change, Facet, Identity, Reference, SearchText, Slug, Standing, Version
from api.documents.record import REASONS, Record, Removal
from api.documents.record import Reference as To
from tests.delivery.records import NAIVE, NOON, id_of, minutes, record, removal

pytestmark = pytest.mark.django_db
CAUSE = UUID(int=7)


def put(*records: Record, at: datetime = NOON) -> list[Change]:
    with transaction.atomic():
        return store.put(records, at=at, cause_id=CAUSE)


def tombstone(*removals: Removal, at: datetime = NOON) -> list[Change]:
    with transaction.atomic():
        return store.tombstone(removals, at=at, cause_id=CAUSE)


def rows(model: Any, *columns: str) -> list[Any]:
    return sorted(model.objects.values_list(*columns))


def test_a_first_put_stores_the_version_what_stands_and_one_change() -> None:
    known = record(references=(To("topic", 0, id_of("topic")), To("topic", 1, id_of("other"))))
    (change,) = put(known)
    change.refresh_from_db()
    assert (change.seq, change.op, change.n, change.cause_id) == (1, "put", 1, CAUSE)
    assert bytes(change.sha256 or b"") == known.sha256()
    standing = Standing.objects.select_related("version").get()
    assert (standing.n, standing.slug, standing.updated_seq) == (1, "desk", 1)
    assert standing.published_at == standing.updated_at == minutes(0)
    assert bytes(standing.stub) == known.stub_bytes()
    assert bytes(standing.version.body) == known.body_bytes()
    assert bytes(standing.version.summary) == known.summary_bytes()
    assert rows(Reference, "role", "position", "target") == [("topic", 0, id_of("topic")), ("topic", 1, id_of("other"))]
    assert rows(Facet, "type", "name", "value") == [("service", "kind", "consultation")]
    assert rows(SearchText, "name", "text") == [("name", "相談窓口")]
    assert rows(Identity, "content_id", "type") == [(id_of("desk"), "service")]
    assert store.standing([id_of("desk")]) == {(id_of("desk"), "website", "ja"): known.sha256()}
    assert store.head()[1:] == (1, bytes(change.hash))


def test_what_stands_already_makes_no_change_and_no_write() -> None:
    put(record())
    with CaptureQueriesContext(connection) as queries:
        assert put(record(), at=minutes(1)) == []
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert store.head()[1] == 1


def test_only_what_differs_of_many_records_makes_changes() -> None:
    put(record("a"), record("b"), record("c"))
    changes = put(record("a"), record("b", text="新"), record("c"), record("d"), at=minutes(1))
    assert [(change.seq, change.content_id, change.n) for change in changes] == [(4, id_of("b"), 2), (5, id_of("d"), 1)]


def test_a_reference_alone_makes_a_change_and_only_the_rows_that_differ_are_rewritten() -> None:
    put(
        record(references=(To("topic", 0, id_of("x")), To("topic", 1, id_of("y"))), search={"name": "な", "text": "て"})
    )
    kept = {
        *Reference.objects.filter(position=0).values_list("pk"),
        *Facet.objects.values_list("pk"),
        *SearchText.objects.filter(name="text").values_list("pk"),
    }
    (change,) = put(
        record(references=(To("topic", 0, id_of("x")), To("topic", 1, id_of("z"))), search={"name": "新", "text": "て"})
    )
    assert change.n == 2
    assert kept == {
        *Reference.objects.filter(position=0).values_list("pk"),
        *Facet.objects.values_list("pk"),
        *SearchText.objects.filter(name="text").values_list("pk"),
    }
    assert rows(Reference, "position", "target") == [(0, id_of("x")), (1, id_of("z"))]
    assert rows(SearchText, "name", "text") == [("name", "新"), ("text", "て")]


def test_an_update_keeps_the_day_of_publication_and_the_old_version() -> None:
    put(record(text="旧"))
    put(record(text="新"), at=minutes(5))
    standing = Standing.objects.get()
    assert (standing.n, standing.published_at, standing.updated_at) == (2, minutes(0), minutes(5))
    assert standing.envelope.endswith(
        b'"version":2,"language":"ja","published_at":"2026-11-24T12:00:00+09:00","updated_at":"2026-11-24T12:05:00+09:00"'
    )
    assert standing.summary == record(text="\u65b0").summary_bytes()
    assert [bytes(body) for (body,) in Version.objects.order_by("n").values_list("body")] == [
        record(text="旧").body_bytes(),
        record(text="新").body_bytes(),
    ]


def test_channels_and_languages_of_one_source_are_numbered_apart() -> None:
    put(record(), record(language="en"), record(channel="kids"))
    put(record(language="en", text="new"))
    assert rows(Standing, "channel", "language", "n") == [("kids", "ja", 1), ("website", "en", 2), ("website", "ja", 1)]


def test_a_tombstone_takes_out_one_document_and_says_why() -> None:
    put(record(), record(language="en"))
    (change,) = tombstone(removal(reason="merged", replacement=id_of("other"), urgent=True), at=minutes(2))
    change.refresh_from_db()
    assert (change.seq, change.op, change.n, change.sha256) == (3, "tombstone", 2, None)
    assert (change.reason, change.replacement, change.urgent) == ("merged", id_of("other"), True)
    assert change.at == minutes(2)
    for model in (Standing, Reference, Facet, SearchText):
        assert rows(model, "language") == [("en",)]
    assert Version.objects.count() == 2


def test_what_does_not_stand_gets_no_tombstone() -> None:
    put(record())
    tombstone(removal())
    assert tombstone(removal(), removal("never")) == []


def test_numbers_go_on_after_a_withdrawal_and_publication_begins_anew() -> None:
    put(record())
    tombstone(removal(), at=minutes(1))
    put(record(), at=minutes(2))
    standing = Standing.objects.get()
    assert (standing.n, standing.published_at, standing.updated_at) == (3, minutes(2), minutes(2))
    assert rows(Change, "seq", "op", "n") == [(1, "put", 1), (2, "tombstone", 2), (3, "put", 3)]


def test_a_slug_once_used_is_never_given_to_another_id_of_its_type() -> None:
    put(record("a", slug="soudan"))
    put(record("a", slug="soudan-madoguchi"))
    tombstone(removal("a"))
    for slug in ("soudan", "soudan-madoguchi"):
        with pytest.raises(store.SlugTaken) as refusal:
            put(record("b", slug=slug))
        assert (refusal.value.type, refusal.value.slug) == ("service", slug)
    put(record("c", type="topic", slug="soudan"))
    put(record("a", slug="soudan"))
    assert rows(Slug, "type", "slug", "content_id") == [
        ("service", "soudan", id_of("a")),
        ("service", "soudan-madoguchi", id_of("a")),
        ("topic", "soudan", id_of("c")),
    ]


def test_two_ids_in_one_call_cannot_share_a_slug() -> None:
    with pytest.raises(store.SlugTaken):
        put(record("a", slug="soudan"), record("b", slug="soudan"))
    assert store.head()[1] == 0


def test_an_id_keeps_its_type() -> None:
    put(record())
    with pytest.raises(store.TypeChanged):
        put(record(type="topic"))
    with pytest.raises(store.TypeChanged):
        put(record("new"), record("new", type="topic", language="en"))


def test_one_call_names_a_document_once() -> None:
    with pytest.raises(store.GivenTwice):
        put(record(text="一"), record(text="二"))


def test_times_are_cut_to_the_second_and_need_a_zone() -> None:
    put(record(), at=datetime(2026, 11, 24, 3, 0, 1, 999_999, tzinfo=UTC))
    assert Change.objects.get().at == datetime(2026, 11, 24, 3, 0, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="no time zone"):
        put(record(text="新"), at=NAIVE)


def test_redaction_erases_what_does_not_stand_and_keeps_the_digests() -> None:
    put(record(text="氏名"), record(language="en", text="a name"))
    put(record(text="訂正"))
    tombstone(removal(language="en"))
    with transaction.atomic():
        changes = store.redact(id_of("desk"), at=minutes(3), cause_id=CAUSE)
    assert [(change.op, change.language, change.n) for change in changes] == [("redact", "en", 3), ("redact", "ja", 3)]
    assert [
        (version.language, version.n, bytes(version.body), bytes(version.summary), bytes(version.sha256))
        for version in Version.objects.order_by("language", "n")
    ] == [
        ("en", 1, b"", b"", record(language="en", text="a name").sha256()),
        ("ja", 1, b"", b"", record(text="氏名").sha256()),
        ("ja", 2, record(text="訂正").body_bytes(), record().summary_bytes(), record(text="訂正").sha256()),
    ]
    assert store.redact(id_of("desk"), at=minutes(4), cause_id=CAUSE) == []
    assert store.verify_chain() == 6


def test_a_new_generation_goes_on_with_numbers_and_chain() -> None:
    put(record())
    before = store.head()
    generation = store.new_generation(minutes(1))
    assert store.head() == (generation.id, *before[1:])
    assert generation.id != before[0]
    put(record(text="新"))
    assert store.verify_chain() == 2


def test_a_demo_stays_a_demo_in_its_next_generation() -> None:
    store.mark_demo()
    assert store.new_generation(minutes(1)).demo


def test_lists_sort_by_code_point_on_every_database() -> None:
    keys = ["~", "A", "a", "Z", "é", "あ", "ア", "か", "が", "か゛", "漢", "﨑", "𠮷", "", "-", "ー"]
    put(*(record(f"desk-{number}", kana_sort=key) for number, key in enumerate(keys)))
    assert list(Standing.objects.order_by("kana_sort").values_list("kana_sort", flat=True)) == sorted(keys)
    after = Standing.objects.filter(kana_sort__gt="が").values_list("kana_sort", flat=True)
    assert set(after) == {key for key in keys if key > "が"}


def test_statements_grow_with_thousands_of_records_not_with_records() -> None:
    records = [record(f"desk-{number}") for number in range(1500)]
    with CaptureQueriesContext(connection) as few:
        put(*records[:3])
    with CaptureQueriesContext(connection) as many:
        put(*records)
    assert len(many) < 8 * len(few)
    assert store.verify_chain() == 1500


CHANGE: Mapping[str, Any] = {
    "seq": 1,
    "at": minutes(0),
    "content_id": id_of("desk"),
    "type": "service",
    "channel": "website",
    "language": "ja",
    "op": "tombstone",
    "n": 1,
    "reason": "wrong",
    "previous_hash": bytes(32),
    "hash": bytes(32),
}


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_accepted_by_the_database(reason: str) -> None:
    assert Change.objects.create(**{**CHANGE, "reason": reason}).pk == 1


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ({"op": "replace", "reason": ""}, "a_change_is_put_tombstone_or_redact"),
        ({"reason": "bored"}, "a_tombstone_and_nothing_else_gives_a_reason"),
        ({"reason": ""}, "a_tombstone_and_nothing_else_gives_a_reason"),
        ({"op": "put", "sha256": bytes(32)}, "a_tombstone_and_nothing_else_gives_a_reason"),
        ({"op": "put", "reason": ""}, "a_put_and_nothing_else_names_a_version"),
        ({"sha256": bytes(32)}, "a_put_and_nothing_else_names_a_version"),
        ({"op": "put", "reason": "", "sha256": bytes(31)}, "a_change_has_a_sha256"),
        ({"previous_hash": bytes(31)}, "a_change_has_a_previous_hash"),
        ({"hash": bytes(33)}, "a_change_has_a_hash"),
        ({"seq": 0}, "the_log_starts_at_one"),
        ({"n": 0}, "change_numbers_start_at_one"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_the_database_refuses_a_change_that_breaks(column: dict[str, Any], rule: str) -> None:
    with pytest.raises(Exception, match=rule), transaction.atomic():
        Change.objects.create(**{**CHANGE, **column})


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE delivery_change SET reason = 'wrong'", "append-only"),
        ("DELETE FROM delivery_change", "append-only"),
        ("DELETE FROM delivery_version WHERE n = 1", "versions are kept"),
        ("UPDATE delivery_version SET n = n + 10", "immutable"),
        ("UPDATE delivery_version SET body = summary", "immutable"),
        ("UPDATE delivery_version SET body = ''", "immutable"),
        ("UPDATE delivery_version SET body = '', summary = '', n = n + 10", "immutable"),
    ],
)
def test_the_database_itself_refuses_to_rewrite_history(statement: str, rule: str) -> None:
    put(record(text="旧"))
    put(record(text="新"))
    with pytest.raises(Exception, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert store.verify_chain() == 2
