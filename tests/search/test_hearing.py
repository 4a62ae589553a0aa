"""What finds concepts is made again only of what changed, and is as if made anew."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.search import hearing as hearing_module
from api.search.compact import Table
from api.search.hearing import Hearing, hearing
from api.search.likeness import Likeness
from api.search.patterns import SHORT_LATIN, Line, Patterns, Text
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


WORDS = st.text("あい死👪", min_size=1, max_size=4) | st.text("ab", min_size=1, max_size=6) | st.just("a b")
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=3)
CLOSED = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4)), max_size=3)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(LINES, max_size=4), min_size=1, max_size=4),
    st.text("あい死👪ab s", min_size=1, max_size=20),
    CLOSED,
)
def test_a_text_speaks_of_what_has_a_word_of_every_group_outside_closed_spans(
    concepts: list[list[list[list[str]]]], written: str, closed: list[tuple[int, int]]
) -> None:
    """As one who looks for each word at each place would say."""
    text = Text(written, [(start, start + length) for start, length in closed])
    inside = {at for start, end in text.closed for at in range(start + 1, end)}

    def stands(word: str) -> bool:
        # Latin words begin where a word does, and end there too, but for what English adds, where they are short.
        rest = "" if len(word) > SHORT_LATIN else "(?=(s|es|ed|ing|d)?(?![a-z]))"
        word = rf"(?<![a-z]){word}{rest}" if word.isascii() else re.escape(word)
        places = [match.span(1) for match in re.finditer(f"(?=({word}))", written)]
        return any(start not in inside and end not in inside for start, end in places)

    expected = {
        number
        for number, lines in enumerate(concepts)
        if any(all(any(map(stands, group)) for group in line) for line in lines)
    }
    patterns = Patterns([Line(False, [sorted({*group}) for group in line]) for line in lines] for lines in concepts)
    assert patterns.concepts([text]).keys() == expected
    for number, lines in enumerate(concepts):
        assert [[[*group] for group in line.groups] for line in patterns.lines(number)] == [
            [sorted({*group}) for group in line] for line in lines
        ]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(-(2**63), 2**63 - 1) | st.integers(-40, 40), st.integers(1, 60_000), max_size=200))
def test_a_table_holds_what_a_dictionary_does(lengths: dict[int, int]) -> None:
    table = Table((hashed, number, length) for number, (hashed, length) in enumerate(lengths.items()))
    for number, (hashed, length) in enumerate(lengths.items()):
        assert table.find(hashed) == (number, length)
    assert {hashed for hashed, _, _ in table.stretches()} == {*lengths}
    assert all(table.find(hashed)[1] == 0 for hashed in range(-60, 60) if hashed not in lengths)


def test_threads_that_meet_the_same_change_make_its_hearing_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four ask at once; a making goes on until a second one has begun, or half a second where none does."""
    makings: list[type] = []
    second = threading.Event()

    def slowly(kind: type) -> Callable[[Any], Any]:
        def make(parts: Any) -> Any:
            makings.append(kind)
            if makings.count(kind) > 1:
                second.set()
            second.wait(0.5)
            return kind(parts)

        return make

    for name, kind in (("Patterns", Patterns), ("Likeness", Likeness)):
        monkeypatch.setattr(hearing_module, name, slowly(kind))
    body = orjson.dumps({"phrases": ["ほげら"], "unless": [], "terms": [], "name": {"ja": "ほげら"}})
    together = threading.Barrier(4)

    def hear(_: int) -> Hearing:
        together.wait(10)
        return hearing([body])

    with ThreadPoolExecutor(4) as threads:
        heard = [*threads.map(hear, range(4))]
    assert makings == [Patterns, Likeness]
    assert all(some.patterns is heard[0].patterns and some.likeness is heard[0].likeness for some in heard)
