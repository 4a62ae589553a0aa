"""One cheap look at the end of the log, before an answer is given from memory.

On SQLite at each request: where the index of its write-ahead log is the same, byte by byte, nothing was committed.
On PostgreSQL, where a look is a round trip, at most every LOOK_SECONDS, which is therefore how far behind an answer
from memory may be.
"""

import mmap
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

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


class SqliteLook:
    """Looks at each call, on a connection of each thread that is there for this alone."""

    def __init__(self) -> None:
        self._own = threading.local()

    def __call__(self) -> LogHead | None:
        own = self._own
        try:
            if own.index is not None and own.index[:INDEX_HEADER] == own.mark:
                return own.head  # type: ignore[no-any-return]
        except AttributeError:
            self._connect()
        return self._look()

    def _look(self) -> LogHead | None:
        own = self._own
        # Before the head: what is committed between the two makes the next call look again.
        own.mark = own.index and own.index[:INDEX_HEADER]
        try:
            row = own.connection.execute(queries.HEAD).fetchone()
        except sqlite3.Error as error:
            own.__dict__.clear()
            raise Unseen from error
        head = queries.log_head(row) if row else None
        if head != own.head:
            own.head = head
        return own.head  # type: ignore[no-any-return]

    def _connect(self) -> None:
        path = Path(str(connection.settings_dict["NAME"])).absolute()
        try:
            # Never makes a file, and reads where it may not write.
            made = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=1)
            made.execute(queries.HEAD).fetchall()
            (mode,) = made.execute("PRAGMA journal_mode").fetchone()
        except sqlite3.Error as error:
            raise Unseen from error
        own = self._own
        own.connection, own.head, own.mark = made, None, None
        own.index = _index(path) if mode == "wal" else None


def _index(path: Path) -> mmap.mmap | None:
    """Return the shared index of a write-ahead log, or None where it cannot be seen.

    Its header (https://sqlite.org/walformat.html) is written anew by every commit, and by whatever else a reader must
    notice. The file is not replaced while any connection is open, and ours is.
    """
    try:
        with path.with_name(path.name + "-shm").open("rb") as file:
            return mmap.mmap(file.fileno(), INDEX_HEADER, prot=mmap.PROT_READ)
    except (OSError, ValueError):
        return None


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
