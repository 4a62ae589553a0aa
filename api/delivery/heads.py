"""One cheap look at the end of the log, before an answer is given from memory.

On SQLite at each request: where the index of its write-ahead log is the same, byte by byte, nothing was committed.
On PostgreSQL, where a look is a round trip, at most every LOOK_SECONDS, which is therefore how far behind an answer
from memory may be.
"""

import ctypes
import mmap
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.db import DatabaseError, InterfaceError, connection

from api.delivery import emergency, queries
from api.delivery.queries import LogHead

LOOK_SECONDS: Final = 0.25
INDEX_HEADER: Final = 48
# A failure is believed for longer: whoever asks may have to wait for a time-out.
PATIENCE_SECONDS: Final = 1.0


class Unseen(Exception):
    """The database cannot be looked at, so nobody knows whether what is kept is right."""


Look = Callable[[], LogHead | None]
"""Returns the end of the log; the same object for as long as it is the same. Raises Unseen."""


def look_for(database: str) -> Look:
    """Return how to look at a kind of database."""
    return SqliteLook() if database == "sqlite" else RemoteLook()


def leave() -> None:
    """Do with Django's connection what the end of a request would: no request may come after a look."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


class _Seen(NamedTuple):
    """A head, the row that said it, and the header of the index as it was before that row was read."""

    mapped: mmap.mmap | None
    mark: bytes | None
    row: tuple[Any, ...] | None = None
    head: LogHead | None = None


class SqliteLook:
    """Looks at each call. Where the index of the write-ahead log is the same, byte by byte, nothing was committed, and
    nothing is asked; where it is not, each thread asks on a connection that is there for this alone.
    """

    def __init__(self) -> None:
        self._own = threading.local()
        self._seen = _Seen(None, None)

    def __call__(self) -> LogHead | None:
        index, mark, _, head = self._seen
        if index is not None and index[:INDEX_HEADER] == mark:
            return head
        return self._asked()

    def _asked(self) -> LogHead | None:
        own = self._own
        if not hasattr(own, "connection"):
            self._connect()
        before, index = self._seen, own.index
        # Before the head: what is committed between the two makes the next call look again.
        mark = index and index[:INDEX_HEADER]
        try:
            row = own.connection.execute(queries.HEAD).fetchone()
        except sqlite3.Error as error:
            own.__dict__.clear()
            self._seen = _Seen(None, None)
            raise Unseen from error
        # The same row is the same head, and stays the same object.
        if row != before.row:
            before = _Seen(None, None, row, queries.log_head(row) if row else None)
        self._seen = seen = before._replace(mapped=index, mark=mark)
        return seen.head

    def _connect(self) -> None:
        path = Path(str(connection.settings_dict["NAME"])).absolute()
        try:
            made = _reader(path)
            (mode,) = made.execute("PRAGMA journal_mode").fetchone()
            self._own.index = index_of_log(path) if mode == "wal" else None
            self._own.connection = made
        except sqlite3.Error as error:
            raise Unseen from error


def _reader(path: Path) -> sqlite3.Connection:
    """A connection that never makes a file and reads where it may not write. Raises sqlite3.Error."""
    # Who may use it matters to the one that holds an index alone, which is never asked again.
    made = sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=1, check_same_thread=False
    )
    made.execute(queries.HEAD).fetchall()
    return made


@dataclass(frozen=True)
class _Index:
    """The mapped index of one write-ahead log, and what keeps it the index of that log for as long as we live."""

    process: int
    place: tuple[int, int]  # device and inode
    map: mmap.mmap
    holder: sqlite3.Connection


_indexes: Final[list[_Index]] = []
_mapping: Final = threading.Lock()


def index_of_log(path: Path) -> mmap.mmap | None:
    """Return the index of a database's write-ahead log as it is at any time, or None where it cannot be seen.

    Its header (https://sqlite.org/walformat.html) is written anew by every commit, and by whatever else a reader must
    notice. Raises sqlite3.Error.

    **Nothing that is opened here is ever closed.** When a process closes any descriptor of a file, POSIX drops all of
    its locks on it, those of a thread that is writing too (https://sqlite.org/howtocorrupt.html, 2.2): so one
    descriptor for each database and process, whatever becomes of threads. The file is replaced only when the last
    connection closes, and the holder's never does.
    """
    with _mapping:
        for known in _indexes:
            if known.process == os.getpid() and known.place == _place(path):
                return known.map
        holder = _reader(path)
        try:
            descriptor = os.open(_shared(path), os.O_RDONLY)
            found = os.fstat(descriptor)
            mapped = mmap.mmap(descriptor, INDEX_HEADER, prot=mmap.PROT_READ)
        except (OSError, ValueError):
            return None
        # It holds a copy of the descriptor, which the interpreter would close while other threads may still write.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(mapped))
        _indexes.append(_Index(os.getpid(), (found.st_dev, found.st_ino), mapped, holder))
        return mapped


def _shared(path: Path) -> Path:
    return path.with_name(path.name + "-shm")


def _place(path: Path) -> tuple[int, int] | None:
    try:
        found = _shared(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class RemoteLook:
    """Looks on Django's connection, at most every LOOK_SECONDS for all threads; a failure holds as long."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._next = float("-inf")
        self._head: LogHead | None = None
        self._failed = False

    def __call__(self) -> LogHead | None:
        if self._clock() >= self._next:
            with self._lock:
                if self._clock() >= self._next:
                    self._look()
        if self._failed:
            raise Unseen
        return self._head

    def _look(self) -> None:
        begun = self._clock()
        try:
            found = queries.head()
        except (DatabaseError, InterfaceError):
            self._failed = True
            self._next = self._clock() + PATIENCE_SECONDS
            emergency.asked_in_vain()
        else:
            self._failed = False
            self._next = begun + LOOK_SECONDS
            if found != self._head:
                self._head = found
        finally:
            leave()
