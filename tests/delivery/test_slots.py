"""What a process lays by in its file comes back as it was put, or not at all."""

import errno
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.delivery import slots
from api.delivery.slots import PAGE, SLOT, Record, Slots

VALUES = st.none() | st.integers(-(2**130), 2**130) | st.floats(allow_nan=False) | st.text(max_size=20)
TOO_LONG = SLOT + 1
LENGTHS = st.integers(0, 3000) | st.integers(PAGE - 200, PAGE + 200) | st.just(SLOT - 1000) | st.just(TOO_LONG)
RECORDS = st.tuples(LENGTHS.map(bytes), VALUES, st.tuples(VALUES, VALUES))
PUT = st.tuples(st.integers(0, 2), st.integers(0, 5) | st.integers(0, 2**128 - 1), RECORDS)


EVERYBODY = range(6)
Make = Callable[[Path], Slots]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes tables, and gives their files back."""
    made: list[Slots] = []

    def make(folder: Path) -> Slots:
        made.append(Slots(folder))
        return made[-1]

    yield make
    for table in made:
        table.begin()


@given(st.lists(PUT, max_size=40), st.sampled_from([1, 2, 7, 1000]))
def test_what_comes_back_was_put_last_or_nothing_does(puts: list[tuple[int, int, Record]], count: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "SLOTS", count)
        table = Slots(Path(tempfile.gettempdir()))
        put: dict[tuple[int, int], list[Record]] = {}
        for life, number, record in puts:
            table.put(life, [number], [record], EVERYBODY)
            if len(record[0]) != TOO_LONG:
                put.setdefault((life, number), []).append(record)
                assert table.get(life, [number]) == [record]
        for (life, number), records in put.items():
            (found,) = table.get(life, [number])
            assert found is None or found in records
            assert table.get(life + 3, [number]) == [None]
        table.begin()


def test_two_that_want_the_same_slot_are_both_there_and_a_third_takes_the_place_of_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, make: Make
) -> None:
    monkeypatch.setattr(slots, "_places", lambda life, number: (0, SLOT))
    table = make(tmp_path)
    table.put(1, [10], [("a",)], [1, 2])
    table.put(2, [11], [("b",)], [1, 2])
    assert table.get(1, [10, 11]) == [("a",), None]
    assert table.get(2, [11]) == [("b",)]
    table.put(2, [11], [("changed",)], [1, 2])
    assert table.get(1, [10]) == [("a",)]
    assert table.get(2, [11]) == [("changed",)]
    table.put(2, [12], [("c",)], [1, 2])
    left = table.get(1, [10]) + table.get(2, [11, 12])
    assert left[2] == ("c",)
    assert left.count(None) == 1
    # Whose life is over keeps nobody out.
    table.put(3, [20, 21], [("d",), ("e",)], [3])
    assert table.get(3, [20, 21]) == [("d",), ("e",)]


def test_nothing_is_left_in_the_folder(tmp_path: Path, make: Make) -> None:
    table = make(tmp_path)
    table.put(1, [1], [("laid by",)], [1])
    assert table.get(1, [1]) == [("laid by",)]
    assert [*tmp_path.iterdir()] == []


def fails(number: int) -> Callable[..., int]:
    def fails(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    return fails


def test_without_a_folder_or_room_nothing_is_laid_by_and_it_is_said_once(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere, small = make(tmp_path / "missing"), make(tmp_path)
    small.put(1, [1], [("laid by",)], [1])
    with caplog.at_level(logging.WARNING, logger=slots.__name__):
        nowhere.put(1, [1, 2], [("a",), ("b",)], [1])
        nowhere.put(1, [1], [("a",)], [1])
        assert nowhere.get(1, [1, 2]) == [None, None]
        monkeypatch.setattr(os, "pwrite", fails(errno.ENOSPC))
        small.put(1, [2, 3], [("a",), ("b",)], [1])
        monkeypatch.undo()
        small.put(1, [4], [("c",)], [1])
        assert small.get(1, [1, 2, 3, 4]) == [None] * 4
    assert len(caplog.records) == 2
    assert str(tmp_path / "missing") in caplog.text
    assert os.strerror(errno.ENOSPC) in caplog.text


def test_a_disk_that_is_nearly_full_is_left_to_others(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "LEFT_FREE", 1 << 62)
    table = make(tmp_path)
    table.put(1, [1], [("a",)], [1])
    assert table.get(1, [1]) == [None]


@pytest.mark.parametrize("while_closing", [False, True])
def test_what_cannot_be_read_is_not_there(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, *, while_closing: bool
) -> None:
    table = make(tmp_path)
    table.put(1, [1], [("laid by",)], [1])
    monkeypatch.setattr(os, "pread", fails(errno.EIO))
    if while_closing:
        monkeypatch.setattr(os, "close", fails(errno.EIO))
    assert table.get(1, [1, 2]) == [None, None]
    monkeypatch.undo()
    table.put(1, [1], [("again",)], [1])
    assert table.get(1, [1]) == [None]


@pytest.mark.parametrize("before", [b"", b"tel-0120-000-000" * 380, b"short", b"0" * 9000])
@pytest.mark.parametrize("pages", [0.5, 1, 1.3, 1.4])
def test_a_record_of_which_only_a_part_was_written_is_none(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, before: bytes, pages: float
) -> None:
    """The rest is what stood there before: nothing, the same document as it was, or a longer one."""
    table = make(tmp_path)
    if before:
        table.put(1, [1], [(1, before)], [1])
    whole = os.pwrite

    def short(file: int, written: bytes, at: int) -> int:
        whole(file, written[: int(pages * PAGE)], at)
        return len(written)  # the system believed it; a disk that fails later says nothing at all

    monkeypatch.setattr(os, "pwrite", short)
    table.put(1, [1], [(2, b"tel-0120-111-111" * 380)], [1])
    monkeypatch.undo()
    assert table.get(1, [1]) == [None]
    # What is broken is in nobody's way.
    table.put(1, [1], [(3, b"whole")], [1])
    assert table.get(1, [1]) == [(3, b"whole")]


def test_a_system_that_says_how_little_it_wrote_is_believed(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = make(tmp_path)
    table.put(1, [1], [("laid by",)], [1])
    monkeypatch.setattr(os, "pwrite", lambda file, written, at: len(written) - 1)
    table.put(1, [2], [("a",)], [1])
    assert table.get(1, [1, 2]) == [None, None]


def test_a_copy_of_the_process_has_a_file_of_its_own(tmp_path: Path, make: Make) -> None:
    table = make(tmp_path)
    table.put(1, [1], [("of the parent",)], [1])
    child = os.fork()
    if not child:
        status = 1
        try:
            empty = table.get(1, [1]) == [None]
            table.put(1, [1], [("of the child",)], [1])
            status = 0 if empty and table.get(1, [1]) == [("of the child",)] else 2
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert table.get(1, [1]) == [("of the parent",)]
