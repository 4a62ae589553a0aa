"""One cheap look at the end of the log, before an answer is given from memory.

On SQLite at each request, which costs some microseconds. On PostgreSQL, where a look is a round trip, at most every
LOOK_SECONDS, which is therefore how far behind an answer from memory may be.
"""

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
    """Looks at each call, on a connection of each thread that is there for this alone.

    Nothing here may open a file of the database by itself: when a process closes any descriptor of a file, POSIX drops
    all of its locks on it (https://sqlite.org/howtocorrupt.html, 2.2), those of a thread that is writing too.
    """

    def __init__(self) -> None:
        self._own = threading.local()

    def __call__(self) -> LogHead | None:
        own = self._own
        if not hasattr(own, "connection"):
            self._connect()
        try:
            row = own.connection.execute(queries.HEAD).fetchone()
        except sqlite3.Error as error:
            own.__dict__.clear()
            raise Unseen from error
        # The same row is the same head; to make one anew costs more than the question.
        if row != own.row:
            own.row, own.head = row, queries.log_head(row) if row else None
        return own.head  # type: ignore[no-any-return]

    def _connect(self) -> None:
        path = Path(str(connection.settings_dict["NAME"])).absolute()
        try:
            # Never makes a file, and reads where it may not write.
            made = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=1)
            made.execute(queries.HEAD).fetchall()
        except sqlite3.Error as error:
            raise Unseen from error
        own = self._own
        own.connection, own.row, own.head = made, None, None


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
