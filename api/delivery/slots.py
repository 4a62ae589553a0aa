"""Records that a process lays by in a file of its own: more than its memory may hold, for whoever asks again.

The file has no name and goes with the process. What is asked for often stays in the system's memory, as the pages of a
database do; what finds no room there waits on the disk. Whoever finds nothing makes it anew, so nothing is ever lost.
"""

import logging
import marshal
import os
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

# A page of the file: most records fit in one, and it is read at once. Each slot has four; unused ones take no disk.
PAGE: Final = 4096
SLOT: Final = 4 * PAGE
# So many take a gigabyte where each holds one page.
SLOTS: Final = 1 << 18

Record = tuple[Any, ...]
"""Texts, bytes, numbers, None and tuples of them."""

_log = logging.getLogger(__name__)


class Slots:
    """Records by number, in lives: what belongs to another life is never returned.

    Each has two slots where it can be. Where others of its life hold both, one of them is lost.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the file in this folder. Where none can be made, or the disk is full or broken, nothing is laid by."""
        self._folder = folder
        self._file: int | None = None
        self._begin()
        # A process that is a copy of this one would write into the file that this one reads.
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._lock = threading.Lock()  # a page that is written while it is read is neither the one nor the other
        self._works = True
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None

    def get(self, life: int, numbers: Iterable[int]) -> list[Record | None]:
        """Return the records that were put under these numbers in this life, as far as they are still there."""
        with self._lock:
            try:
                if self._file is not None:
                    return [_find(self._file, life, number) for number in numbers]
            except OSError as error:
                self._give_up(error)
        return [None for _ in numbers]

    def put(self, life: int, numbers: Iterable[int], records: Iterable[Record]) -> None:
        """Lay records by; none that is larger than a slot."""
        with self._lock:
            try:
                for number, record in zip(numbers, records, strict=True):
                    if self._works:
                        self._put(life, number, record)
            except OSError as error:
                self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        _log.warning("Nothing is laid by in %s any more: %s", self._folder, error)
        self._works = False
        self._close()

    def _put(self, life: int, number: int, record: Record) -> None:
        if self._file is None:
            self._file, name = tempfile.mkstemp(dir=self._folder)
            os.unlink(name)
        written = marshal.dumps((life, number, record))
        if len(written) <= SLOT:
            first, second = _places(life, number)
            use_first = _is_free(self._file, first, life, number) or not _is_free(self._file, second, life, number)
            os.pwrite(self._file, written, first if use_first else second)


def _find(file: int, life: int, number: int) -> Record | None:
    for at in _places(life, number):
        held = _read(file, at)
        if held is not None and held[0] == life and held[1] == number:
            return held[2]
    return None


def _is_free(file: int, at: int, life: int, number: int) -> bool:
    held = _read(file, at)
    return held is None or held[0] != life or held[1] == number


def _read(file: int, at: int) -> tuple[int, int, Record] | None:
    held: tuple[int, int, Record] | None
    page = os.pread(file, PAGE, at)
    try:
        held = marshal.loads(page)  # noqa: S302 - nobody else can open the file: its name is gone
    except EOFError:
        held = marshal.loads(os.pread(file, SLOT, at)) if len(page) == PAGE else None  # noqa: S302 - as above
    except ValueError:
        held = None  # zeros: nothing was ever written here
    return held


def _places(life: int, number: int) -> tuple[int, int]:
    sign = hash((life, number))
    return sign % SLOTS * SLOT, sign // SLOTS % SLOTS * SLOT
