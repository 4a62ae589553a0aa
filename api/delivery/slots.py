"""Records that a process lays by in a file of its own: more than its memory may hold, for whoever asks again.

The file has no name and goes with the process. What is asked for often stays in the system's memory, as the pages of a
database do; what finds no room there waits on the disk. Whoever finds nothing makes it anew, so nothing is ever lost.
"""

import errno
import logging
import marshal
import os
import tempfile
import threading
import weakref
import zlib
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

# A page of the file: most records fit in one, and it is read at once. Each slot has four; unused ones take no disk.
PAGE: Final = 4096
SLOT: Final = 4 * PAGE
# So many take a gigabyte where each holds one page.
SLOTS: Final = 1 << 18
# The database and the last good emergency sets may be on the same disk: so much of it is left to them. Looked at before
# every so many records.
LEFT_FREE: Final = 256_000_000
LOOK_EVERY: Final = 256

Record = tuple[Any, ...]
"""Texts, bytes, numbers, None and tuples of them."""

_log = logging.getLogger(__name__)


class Slots:
    """Records by number, in lives: what belongs to another life is never returned.

    Each has two slots where it can be. Where others that live hold both, one of them is lost.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the file in this folder. Where none can be made, or the disk is full or broken, nothing is laid by."""
        self._folder = folder
        self._file: int | None = None
        self.begin()
        _tables.add(self)

    def begin(self) -> None:
        """Begin with an empty file, once there is something to lay by."""
        self._lock = threading.Lock()  # a page that is written while it is read is neither the one nor the other
        self._puts = 0
        self._works = True
        self._close()

    def _close(self) -> None:
        file, self._file = self._file, None  # first: a number that was closed may be somebody else's file at once
        if file is not None:
            with suppress(OSError):
                os.close(file)

    def _give_up(self, error: OSError) -> None:
        _log.warning("Nothing is laid by in %s any more: %s", self._folder, error)
        self._works = False
        self._close()

    def get(self, life: int, numbers: Iterable[int]) -> list[Record | None]:
        """Return the records that were put under these numbers in this life, as far as they are still there."""
        with self._lock:
            try:
                if self._file is not None:
                    return [_find(self._file, life, number) for number in numbers]
            except OSError as error:
                self._give_up(error)
        return [None for _ in numbers]

    def put(self, life: int, numbers: Iterable[int], records: Iterable[Record], living: Collection[int]) -> None:
        """Lay records by; none that is larger than a slot. Whose life is not among the living is in nobody's way."""
        with self._lock:
            if not self._works:
                return
            try:
                for number, record in zip(numbers, records, strict=True):
                    self._put(life, number, record, living)
            except OSError as error:
                self._give_up(error)

    def _put(self, life: int, number: int, record: Record, living: Collection[int]) -> None:
        if self._file is None:
            self._file, name = tempfile.mkstemp(prefix="documents-", dir=self._folder)
            os.unlink(name)
        if self._puts % LOOK_EVERY == 0:
            disk = os.fstatvfs(self._file)
            if disk.f_bavail * disk.f_frsize < LEFT_FREE:
                raise OSError(errno.ENOSPC, "The disk is nearly full")
        self._puts += 1
        written = _written(life, number, record)
        if len(written) <= SLOT:
            file, places = self._file, _places(life, number)
            at = next((at for at in places if _is_free(file, at, life, number, living)), places[0])
            if os.pwrite(file, written, at) != len(written):
                raise OSError(errno.ENOSPC, "Only a part was written")


_tables: Final["weakref.WeakSet[Slots]"] = weakref.WeakSet()


def _begin_all() -> None:
    for table in _tables:
        table.begin()


# A process that is a copy of this one would write into the file that this one reads.
os.register_at_fork(after_in_child=_begin_all)


def _written(life: int, number: int, record: Record) -> bytes:
    """Return what stands in a slot.

    Of several pages one may fail. So what takes more has a sum that tells, and all that is read before the sum is
    looked at stands in the first.
    """
    written = marshal.dumps((life, number, record))
    if len(written) > PAGE:
        packed = marshal.dumps(record)
        written = marshal.dumps((life, number, zlib.crc32(packed), packed))
    return written


def _find(file: int, life: int, number: int) -> Record | None:
    for at in _places(life, number):
        held = _read(file, at)
        if held is not None and held[0] == life and held[1] == number:
            return _whole(held)
    return None


def _whole(held: Record) -> Record | None:
    if len(held) > 3:
        crc, packed = held[2:]
        record: Record | None = marshal.loads(packed) if zlib.crc32(packed) == crc else None  # noqa: S302 - as below
    else:
        record = held[2]
    return record


def _is_free(file: int, at: int, life: int, number: int, living: Collection[int]) -> bool:
    held = _read(file, at)
    return held is None or held[0] not in living or (held[0] == life and held[1] == number)


def _read(file: int, at: int) -> Record | None:
    """Return what stands in a slot: life, number, record; None where it is empty or no longer whole."""
    page = os.pread(file, PAGE, at)
    try:
        held: Record = marshal.loads(page)  # noqa: S302 - nobody else can open the file: its name is gone
    except ValueError:
        return None  # zeros: nothing was ever written here
    except EOFError:
        return _read_all(file, at) if len(page) == PAGE else None
    return held


def _read_all(file: int, at: int) -> Record | None:
    try:
        held: Record = marshal.loads(os.pread(file, SLOT, at))  # noqa: S302 - as above
    except (ValueError, EOFError):
        return None
    return held


def _places(life: int, number: int) -> tuple[int, int]:
    sign = hash((life, number))
    return sign % SLOTS * SLOT, sign // SLOTS % SLOTS * SLOT
