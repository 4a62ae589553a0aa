"""One cheap look at the end of the log, before an answer is given from memory.

On SQLite at each request, on a connection that is there for this alone (3 µs). On PostgreSQL, where a look is a round
trip, at most every LOOK_SECONDS, which is therefore how far behind an answer from memory may be.
"""

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
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
    """Looks at each call, on one connection for each thread."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._known: tuple[Any, LogHead] | None = None

    def __call__(self) -> LogHead | None:
        try:
            row = self._own.ask(queries.HEAD).fetchone()
        except AttributeError:
            row = self._connected().execute(queries.HEAD).fetchone()
        except sqlite3.Error as error:
            self._own.__dict__.clear()
            raise Unseen from error
        known = self._known
        if known is not None and known[0] == row:
            return known[1]
        if row is None:
            return None
        self._known = row, queries.log_head(row)
        return self._known[1]

    def _connected(self) -> sqlite3.Connection:
        path = Path(str(settings.DATABASES["default"]["NAME"])).absolute()
        try:
            # Never makes a file, and reads where it may not write.
            made = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=1)
            made.execute(queries.HEAD)
        except sqlite3.Error as error:
            raise Unseen from error
        self._own.connection, self._own.ask = made, made.execute
        return made


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
