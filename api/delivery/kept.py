"""Finished answers kept in memory, for as long as the log says nothing that can have changed them.

Each request looks at the head of the log first; the memory follows it, and drops what the changes since can have
altered (`reading`). An answer is kept under the head that was seen before it was made: if the log has moved meanwhile,
it is not kept. Nothing is kept that is no plain answer of the log: no errors, no POST, nothing for one reader.
"""

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db import DatabaseError, InterfaceError

from api.channels import CHANNELS
from api.delivery import log_since
from api.delivery.finished import KEEPABLE_SECONDS, Finished, Sent
from api.delivery.heads import Look, Unseen, leave
from api.delivery.queries import LogHead
from api.delivery.reading import Changed, Notes
from api.problems.negotiation import accepts_gzip, preferred_language

Key = tuple[str, ...]
Spelling = tuple[str | None, ...]
"""A request to the letter: all of it that an answer can depend on, as it came."""

WAIT_SECONDS: Final = 2.0
# One answer may take a sixteenth of the memory: a few large ones must not push out all that people ask for.
LARGEST_SHARE: Final = 16
# Headers that are longer say nothing that a browser says; such a request is answered anew.
HEADER_LIMIT: Final = 200
# In how many ways one answer is at hand to the letter, and what one takes in memory beside what it shares.
MOST_SPELLINGS: Final = 8
SPELLING_BYTES: Final = 1000
# Room is made for some more than is needed: to find what was asked longest ago, all are gone through.
FREED_SHARE: Final = 32

_NEGOTIATED: Final = {f"/api/v1/{channel.key}/": channel for channel in CHANNELS.values() if channel.negotiated}
_NEGOTIATED_PATHS: Final = tuple(_NEGOTIATED)
_SEARCHES: Final = frozenset(f"/api/v1/{channel}/{name}" for channel in CHANNELS for name in ("search", "suggest"))


def in_own_words(environ: Mapping[str, Any]) -> bool:
    """Return whether a reader asks in words of their own: these are no key, not even while they are answered.

    Where somebody asks so at a wrong address, the words are no key either.
    """
    query = environ.get("QUERY_STRING", "")
    return environ["PATH_INFO"] in _SEARCHES or query.startswith("q=") or "&q=" in query


def key_of(environ: Mapping[str, Any]) -> Key | None:
    """Return what an answer to a request depends on beside the log, or None for one that is never kept.

    Whom it was sent to and whether it came by https matter to Django; what says who asks is answered anew, and so are
    searches.
    """
    get = environ.get
    spoken, host, proto = get("HTTP_ACCEPT_LANGUAGE", ""), get("HTTP_HOST", ""), get("HTTP_X_FORWARDED_PROTO", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or "HTTP_COOKIE" in environ
        or "HTTP_AUTHORIZATION" in environ
        or len(spoken) + len(host) + len(proto) > HEADER_LIMIT
        or get("CONTENT_LENGTH", "0") not in ("", "0")
    ):
        return None
    if in_own_words(environ):
        return None
    path = environ["PATH_INFO"]
    language = _language(spoken) if path.startswith(_NEGOTIATED_PATHS) else ""
    return path, get("QUERY_STRING", ""), language, host, proto, environ["wsgi.url_scheme"]


@lru_cache(maxsize=1024)
def _language(header: str) -> str:
    """Return what an Accept-Language header comes to in each channel that listens to it."""
    return " ".join(
        preferred_language(header, channel.languages, default=channel.languages[0]) for channel in _NEGOTIATED.values()
    )


@lru_cache(maxsize=1024)
def _once(part: str) -> str:
    """Return a text, the same object for the same text; what `sys.intern` has, some versions of Python never forget."""
    return part


def takes_gzip(header: str) -> bool:
    """Return whether an Accept-Encoding header allows gzip."""
    return _takes_gzip(header) if len(header) <= HEADER_LIMIT else accepts_gzip(header)


_takes_gzip = lru_cache(maxsize=256)(accepts_gzip)


def asked_in(environ: Mapping[str, Any]) -> Spelling:
    """Return a request to the letter."""
    get = environ.get
    return (
        get("PATH_INFO"),
        get("QUERY_STRING"),
        get("HTTP_IF_NONE_MATCH"),
        get("HTTP_ACCEPT_ENCODING"),
        get("HTTP_ACCEPT_LANGUAGE"),
        get("HTTP_HOST"),
        get("HTTP_X_FORWARDED_PROTO"),
        get("wsgi.url_scheme"),
        get("REQUEST_METHOD"),
        get("CONTENT_LENGTH"),
        get("HTTP_COOKIE"),
        get("HTTP_AUTHORIZATION"),
    )


class _Entry:
    """An answer in memory, what it depends on, when it was asked last, and how, to the letter."""

    __slots__ = ("asked_at", "finished", "notes", "size", "spellings", "stands")

    def __init__(self, finished: Finished, notes: Notes, size: int, asked_at: float) -> None:
        self.finished = finished
        self.notes = notes
        self.size = size
        self.asked_at = asked_at
        self.spellings: list[Spelling] = []
        self.stands = True


class Ready(NamedTuple):
    """What is said to whoever asks to the letter the same, until a moment: nothing is left to be found out."""

    entry: _Entry
    until: float
    limited: bool
    said: Sent


class Kept:
    """The memory of one process. `limit` is in bytes; none is kept with 0."""

    def __init__(self, look: Look, *, limit: int, clock: Callable[[], float] = time.time) -> None:
        self._look = look
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._head: LogHead | None = None
        self._entries: dict[Key, _Entry] = {}
        self._ready: dict[Spelling, Ready] = {}
        self.size = 0
        self._making: dict[Key, threading.Event] = {}

    def ready(self, asked: Spelling, at: float) -> Ready | None:
        """Return what is at hand for a request to the letter, at an instant; None where it must be looked for."""
        ready = self._ready.get(asked)
        if ready is None or ready.until <= at:
            return None
        try:
            if self._look() is not self._head:
                return None
        except Unseen:
            return None
        entry = ready.entry
        # Another thread may have followed the log since it was taken.
        if not entry.stands:
            return None
        entry.asked_at = at
        return ready

    def seen(self) -> LogHead | None:
        """Return the head of the log as it was just seen; none where none can be seen."""
        try:
            head = self._look()
            return head if head is self._head else self._follow()
        except Unseen:
            return None

    def find(self, key: Key) -> tuple[Finished | None, LogHead | None]:
        """Return the answer, or None, and the head of the log that was just seen; no head where none can be seen."""
        head = self.seen()
        entry = None if head is None else self._entries.get(key)
        if entry is None:
            return None, head
        finished, now = entry.finished, self._clock()
        if finished.until is not None and finished.until <= now:
            with self._lock:
                self._drop(key)
            return None, head
        entry.asked_at = now
        return finished, head

    def keep(self, key: Key, finished: Finished, notes: Notes, head: LogHead | None) -> None:
        """Keep an answer that was made after this head was seen, unless the log has moved on since."""
        with self._lock:
            if head is not None and head == self._head:
                self._put(key, finished, notes)

    def _put(self, key: Key, finished: Finished, notes: Notes) -> None:
        """Put an answer into its place; one that is too large is not kept. The lock is held."""
        size = finished.size() + notes.size() + 2 * sum(map(len, key))
        self._drop(key)
        if size * LARGEST_SHARE > self._limit:
            return
        self._entries[key] = _Entry(finished, notes, size, self._clock())
        self.size += size
        self._make_room()

    def _make_room(self) -> None:
        """Drop what was asked longest ago, where all takes more than the limit. The lock is held."""
        if self.size > self._limit:
            entries = self._entries
            for key in sorted(entries, key=lambda key: entries[key].asked_at):
                self._drop(key)
                if self.size <= self._limit - self._limit // FREED_SHARE:
                    break

    def make_ready(self, asked: Spelling, key: Key, finished: Finished, said: Sent, *, limited: bool) -> None:
        """Have at hand what is said to whoever asks to the letter so, for as long as the answer stands and says it."""
        until = math.inf if finished.until is None else finished.until - KEEPABLE_SECONDS
        if until <= self._clock() or any(len(part) > HEADER_LIMIT for part in asked[2:4] if part):
            return
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or entry.finished is not finished or asked in self._ready:
                return
            if len(entry.spellings) == MOST_SPELLINGS:
                self._forget_spellings(entry)
            # What many requests have in common is there once.
            asked = tuple(part and _once(part) for part in asked)
            entry.spellings.append(asked)
            self._ready[asked] = Ready(entry, until, limited, said)
            entry.size += SPELLING_BYTES
            self.size += SPELLING_BYTES
            self._make_room()

    def _forget_spellings(self, entry: _Entry) -> None:
        for asked in entry.spellings:
            self._ready.pop(asked, None)
        freed = SPELLING_BYTES * len(entry.spellings)
        entry.spellings.clear()
        entry.size -= freed
        self.size -= freed

    def weigh(self, key: Key) -> None:
        """Take into account that an answer has grown: its other form was asked for the first time."""
        with self._lock:
            # Under the lock: what was dropped meanwhile must not come back under the head that dropped it.
            entry = self._entries.get(key)
            if entry is not None:
                self._put(key, entry.finished, entry.notes)

    @contextmanager
    def making(self, key: Key) -> Iterator[bool]:
        """Make an answer that others ask for too: False where another thread was making it, and has now ended."""
        mine = threading.Event()
        theirs = self._making.setdefault(key, mine)
        if theirs is not mine:
            theirs.wait(WAIT_SECONDS)
            yield False
            return
        try:
            yield True
        finally:
            self._making.pop(key, None)
            mine.set()

    def empty(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._forget_all()
            self._head = None

    def _forget_all(self) -> None:
        for key in [*self._entries]:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            entry.stands = False
            self._forget_spellings(entry)
            self.size -= entry.size

    def _follow(self) -> LogHead | None:
        """Drop what can have changed up to the head of the log as it is now, and return it. Raises Unseen."""
        with self._lock:
            # Once more: another thread may have followed a later head while this one waited.
            head = self._look()
            if head != self._head and self._entries:
                changes = _changes(self._head, head)
                if changes is None:
                    self._forget_all()
                else:
                    self._drop_touched(changes)
            self._head = head
            return head

    def _drop_touched(self, changes: Sequence[Changed]) -> None:
        signs = frozenset(sign for change in changes for sign in change.signs())
        for key in [key for key, entry in self._entries.items() if entry.notes.touched(signs, changes)]:
            self._drop(key)


def _changes(seen: LogHead | None, head: LogHead | None) -> Sequence[Changed] | None:
    """Return what changed between two heads, or None where all may have: another life of the log, or too much."""
    if seen is None or head is None or (seen.generation, seen.demo) != (head.generation, head.demo):
        return None
    if not seen.seq < head.seq <= seen.seq + log_since.MOST_CHANGES:
        return None
    try:
        return log_since.changed_since(seen)
    except (DatabaseError, InterfaceError) as error:
        raise Unseen from error
    finally:
        leave()
