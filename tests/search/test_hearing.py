"""What finds concepts is made again only of what changed, and is as if made anew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.search.compact import Table
from tests.search.documents import concept, desk, publish, search


@pytest.mark.django_db
def test_one_concept_changes_and_all_are_heard_as_before() -> None:
    publish(*(desk(f"desk-{name}", f"窓口{name}") for name in "abc"))
    first = {
        "a": concept("a", "ぬるぽ|ガッ", "家 + 出たい", unless=["家出たいやき"], services=["desk-a"]),
        "b": concept("b", "もけもけ", crisis="danger", services=["desk-b"]),
        "c": concept("c", "ほげ + ふが", services=["desk-c"]),
    }
    publish(*first.values())

    def heard(text: str) -> tuple[list[str], bool]:
        answer = search(text)
        items = [item["slug"] for item in answer["items"]] if answer["matched"] else []
        return items[:1], answer["crisis"]["found"]

    said = {
        "ぬるぽなんです": (["desk-a"], False),
        "家を出たい": (["desk-a"], False),
        "もけもけです": (["desk-b"], True),
        "ふがでほげ": (["desk-c"], False),
    }
    assert {text: heard(text) for text in said} == said
    publish(concept("b", "ぱるぷんて", services=["desk-b"]))
    assert heard("ぱるぷんてだ") == (["desk-b"], False)
    assert heard("もけもけです")[1] is False
    del said["もけもけです"]
    assert {text: heard(text) for text in said} == said
    publish(concept("b", "もけもけ", crisis="danger", services=["desk-b"]))
    assert heard("もけもけです") == (["desk-b"], True)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(-(2**63), 2**63 - 1) | st.integers(-40, 40), st.integers(1, 60_000), max_size=200))
def test_a_table_holds_what_a_dictionary_does(lengths: dict[int, int]) -> None:
    table = Table((hashed, number, length) for number, (hashed, length) in enumerate(lengths.items()))
    for number, (hashed, length) in enumerate(lengths.items()):
        assert table.find(hashed) == (number, length)
    assert {hashed for hashed, _, _ in table.stretches()} == {*lengths}
    assert all(table.find(hashed)[1] == 0 for hashed in range(-60, 60) if hashed not in lengths)
