"""What an answer has read is noted whole, or its notes are not trusted: then every change touches it."""

import pytest

from api.delivery import reading

NOTHING: tuple[frozenset[int], tuple[reading.Changed, ...]] = (frozenset(), ())


def test_what_was_noted_whole_is_touched_by_nothing_else() -> None:
    with reading.noting() as read:
        reading.signs([1, 2])
    assert not read.notes().touched(*NOTHING)
    assert not read.notes().touched(frozenset({3}), ())
    assert read.notes().touched(frozenset({2, 3}), ())


def test_what_was_read_without_notes_is_touched_by_every_change() -> None:
    with reading.noting() as read:
        reading.untold()
    assert read.notes().touched(*NOTHING)


def test_so_is_what_was_made_of_it() -> None:
    with reading.noting() as read:
        reading.untold()
    with reading.noting() as other:
        reading.add(read.notes())
        reading.signs([1])
    assert other.notes().touched(*NOTHING)


def test_so_is_what_was_made_of_more_than_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_SIGNS", 3)
    with reading.noting() as read:
        reading.signs([1, 2])
        reading.signs([2, 3])
    assert not read.notes().touched(*NOTHING)
    with reading.noting() as more:
        reading.add(read.notes())
        reading.signs([4])
    assert more.notes().touched(*NOTHING)
