"""The record: what is compared, byte for byte."""

from dataclasses import replace
from typing import Any

import pytest

from api.documents.record import Record, Reference
from tests.delivery.records import Text, id_of, record, removal


def test_canonical_bytes_are_sorted_utf8_without_spaces() -> None:
    assert record(name="a").canonical().decode() == (
        '{"body":{"text":"本文"},"facets":{"kind":["consultation"]},"kana_sort":"そうだんまどぐち",'
        f'"references":[["topic",0,"{id_of("topic")}"]],"search":{{"name":"相談窓口"}},'
        f'"stub":{{"id":"{id_of("a")}","slug":"a","title":"相談窓口","type":"service"}},"summary":{{"text":"要約"}}}}'
    )


def test_the_order_in_which_a_builder_names_references_and_facets_plays_no_part() -> None:
    first, second = Reference("topic", 0, id_of("x")), Reference("provider", 0, id_of("y"))
    one = record(references=(first, second), facets={"area": ("130001", "national"), "kind": ("loan",)})
    other = record(references=(second, first), facets={"kind": ("loan",), "area": ("national", "130001")})
    assert one.sha256() == other.sha256()


@pytest.mark.parametrize(
    "part",
    [
        {"body": Text(text="別")},
        {"summary": Text(text="別")},
        {"slug": "another"},
        {"title": {"ja": "別"}},
        {"kana_sort": "べつ"},
        {"references": (Reference("topic", 0, id_of("another")),)},
        {"references": (Reference("topic", 1, id_of("topic")),)},
        {"facets": {"kind": ("loan",)}},
        {"search": {"name": "別"}},
    ],
    ids=["body", "summary", "slug", "title", "sort key", "target", "position", "facet", "search text"],
)
def test_a_difference_in_any_part_makes_another_record(part: dict[str, Any]) -> None:
    known = record()
    changed: Record = replace(known, **part)
    assert changed.sha256() != known.sha256()


def test_a_removal_needs_a_reason_from_the_list() -> None:
    with pytest.raises(ValueError, match="'bored' is no reason"):
        removal(reason="bored")
