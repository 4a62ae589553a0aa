"""Any sequence of units leaves the tables what a dictionary says, and a log that verifies."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.delivery import store
from api.delivery.models import Change, Facet, Reference, SearchText, Slug, Standing, Version
from api.documents.record import Record
from api.documents.record import Reference as To
from tests.delivery.records import id_of, minutes, record, removal

NAMES = ["a", "b", "c"]
DOCUMENTS = [(name, language) for name in NAMES for language in ("ja", "en")]


class Put(NamedTuple):
    slug: int
    text: int
    targets: tuple[int, ...]
    facets: frozenset[str]
    search: frozenset[str]

    def record(self, name: str, language: str) -> Record:
        """Slug 0 is the same for all names: whoever comes first has it for good."""
        return record(
            name,
            language=language,
            slug=f"{name}-{self.slug}" if self.slug else "wanted",
            text=str(self.text),
            references=tuple(To("topic", place, id_of(str(target))) for place, target in enumerate(self.targets)),
            facets={"topic": tuple(self.facets)},
            search={word: f"{word} {self.text}" for word in self.search},
        )


puts = st.builds(
    Put,
    slug=st.sampled_from([0, 1, 1, 2]),
    text=st.integers(0, 1),
    targets=st.lists(st.integers(0, 2), max_size=3).map(tuple),
    facets=st.frozensets(st.sampled_from("xyz"), max_size=2),
    search=st.frozensets(st.sampled_from(["name", "text"])),
)
units = st.dictionaries(st.sampled_from(DOCUMENTS), st.none() | puts, min_size=1, max_size=4)


Document = tuple[str, str]


class Dictionary:
    """The simplest thing that could be right."""

    def __init__(self) -> None:
        self.stands: dict[Document, Record] = {}
        self.published: dict[Document, int] = {}
        self.numbers: Counter[Document] = Counter()
        self.slugs: dict[str, str] = {}
        self.seq = 0
        self.versions = 0

    def apply(self, unit: dict[Document, Put | None], minute: int) -> tuple[int, int] | None:
        """Return how many documents leave and change, or None where a slug belongs to another."""
        records = {document: act.record(*document) for document, act in unit.items() if act}
        leaving = {document for document, act in unit.items() if not act and document in self.stands}
        changing = {
            document
            for document, new in records.items()
            if document not in self.stands or self.stands[document].canonical() != new.canonical()
        }
        slugs = dict(self.slugs)
        for name, language in changing:
            if slugs.setdefault(records[name, language].slug, name) != name:
                return None
        for document in leaving:
            del self.stands[document]
        for document in changing:
            if document not in self.stands:
                self.published[document] = minute
            self.stands[document] = records[document]
        self.slugs = slugs
        self.numbers.update(leaving | changing)
        self.seq += len(leaving) + len(changing)
        self.versions += len(changing)
        return len(leaving), len(changing)


def store_unit(unit: dict[Document, Put | None], minute: int) -> tuple[int, int] | None:
    removals = [removal(name, language=language) for (name, language), act in unit.items() if not act]
    records = [act.record(*document) for document, act in unit.items() if act]
    try:
        with transaction.atomic():
            left = store.tombstone(removals, at=minutes(minute), cause_id=None)
            changed = store.put(records, at=minutes(minute), cause_id=None)
    except store.SlugTaken:
        return None
    return len(left), len(changed)


def compare_tables(expected: Dictionary) -> None:
    known = expected.stands.values()
    assert {
        (row.content_id, row.language): (row.n, row.published_at, row.slug, bytes(row.stub), bytes(row.version.body))
        for row in Standing.objects.select_related("version")
    } == {
        (new.content_id, new.language): (
            expected.numbers[document],
            minutes(expected.published[document]),
            new.slug,
            new.stub_bytes(),
            new.body_bytes(),
        )
        for document, new in expected.stands.items()
    }
    assert sorted(Reference.objects.values_list("content_id", "language", "role", "position", "target")) == sorted(
        (new.content_id, new.language, *target) for new in known for target in new.references
    )
    assert sorted(Facet.objects.values_list("content_id", "language", "name", "value")) == sorted(
        (new.content_id, new.language, name, value)
        for new in known
        for name, values in new.facets.items()
        for value in values
    )
    assert sorted(SearchText.objects.values_list("content_id", "language", "name", "text")) == sorted(
        (new.content_id, new.language, *text) for new in known for text in new.search.items()
    )
    assert set(Slug.objects.values_list("slug", "content_id")) == {
        (slug, id_of(name)) for slug, name in expected.slugs.items()
    }
    assert Version.objects.count() == expected.versions


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(units, min_size=1, max_size=6))
def test_any_sequence_of_units_leaves_what_a_dictionary_says(sequence: list[dict[Document, Put | None]]) -> None:
    expected = Dictionary()
    with undone():
        for minute, unit in enumerate(sequence):
            assert store_unit(unit, minute) == expected.apply(unit, minute)
        assert store.verify_chain() == expected.seq
        assert list(Change.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, expected.seq + 1))
        compare_tables(expected)
