"""What a process lays by in its file comes back as it was put, or not at all."""

import errno
import logging
import os
import tempfile
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


@given(st.lists(PUT, max_size=40), st.sampled_from([1, 2, 7, 1000]))
def test_what_comes_back_was_put_last_or_nothing_does(puts: list[tuple[int, int, Record]], count: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "SLOTS", count)
        table = Slots(Path(tempfile.gettempdir()))
        put: dict[tuple[int, int], list[Record]] = {}
        for life, number, record in puts:
            table.put(life, [number], [record])
            if len(record[0]) != TOO_LONG:
                put.setdefault((life, number), []).append(record)
                assert table.get(life, [number]) == [record]
        for (life, number), records in put.items():
            (found,) = table.get(life, [number])
            assert found is None or found in records
            assert table.get(life + 3, [number]) == [None]


def test_two_that_want_the_same_slot_are_both_there_and_a_third_takes_the_place_of_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(slots, "_places", lambda life, number: (0, SLOT))
    table = Slots(tmp_path)
    table.put(1, [10, 11], [("a",), ("b",)])
    assert table.get(1, [10, 11, 12]) == [("a",), ("b",), None]
    table.put(1, [11], [("changed",)])
    assert table.get(1, [10, 11]) == [("a",), ("changed",)]
    table.put(1, [12], [("c",)])
    assert sum(found is not None for found in table.get(1, [10, 11, 12])) == 2
    # Whose life is over keeps nobody out.
    table.put(2, [20, 21], [("d",), ("e",)])
    assert table.get(2, [20, 21]) == [("d",), ("e",)]


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    table = Slots(tmp_path)
    table.put(1, [1], [("laid by",)])
    assert table.get(1, [1]) == [("laid by",)]
    assert [*tmp_path.iterdir()] == []


def test_without_a_folder_or_room_nothing_is_laid_by_and_it_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    nowhere, small = Slots(tmp_path / "missing"), Slots(tmp_path)
    small.put(1, [1], [("laid by",)])
    with caplog.at_level(logging.WARNING, logger=slots.__name__):
        nowhere.put(1, [1, 2], [("a",), ("b",)])
        nowhere.put(1, [1], [("a",)])
        assert nowhere.get(1, [1, 2]) == [None, None]
        monkeypatch.setattr(os, "pwrite", full)
        small.put(1, [2, 3], [("a",), ("b",)])
        monkeypatch.undo()
        small.put(1, [4], [("c",)])
        assert small.get(1, [1, 2, 3, 4]) == [None] * 4
    assert len(caplog.records) == 2
    assert str(tmp_path / "missing") in caplog.text
    assert os.strerror(errno.ENOSPC) in caplog.text


def test_what_cannot_be_read_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    table = Slots(tmp_path)
    table.put(1, [1], [("laid by",)])
    monkeypatch.setattr(os, "pread", broken)
    assert table.get(1, [1, 2]) == [None, None]
    monkeypatch.undo()
    table.put(1, [1], [("again",)])
    assert table.get(1, [1]) == [None]


def test_a_copy_of_the_process_has_a_file_of_its_own(tmp_path: Path) -> None:
    table = Slots(tmp_path)
    table.put(1, [1], [("of the parent",)])
    child = os.fork()
    if not child:
        status = 1
        try:
            empty = table.get(1, [1]) == [None]
            table.put(1, [1], [("of the child",)])
            status = 0 if empty and table.get(1, [1]) == [("of the child",)] else 2
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert table.get(1, [1]) == [("of the parent",)]
