"""Documents as lists show them, made once and remembered until one of them, or what it points to, changes.

The same documents stand on many pages, and to make one costs a read of its bytes and of whom it points to. What is
asked for with `fields` or `include` is made anew.
"""

import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple
from uuid import UUID

from api.delivery import queries, reading
from api.delivery.going_along import GoingAlong
from api.delivery.media import addressed
from api.delivery.openings import with_openings
from api.delivery.queries import Item, LogHead, Place, Summary
from api.delivery.reference_text import read_references

# So many bytes of them a process remembers, of all places together, about. What nobody asked for longest goes first.
MOST_BYTES: Final = 7_000_000
# What a document takes beside its bytes: its objects, its signs, its place in the table.
OVERHEAD: Final = 600


class Shown(NamedTuple):
    """One document as a list shows it, the areas that it is for, and what it was made from (signs of `reading`).

    `whole` says what is open from `since` until `until`. The areas are there where they were asked for.
    """

    whole: bytes
    since: datetime
    until: datetime | None
    areas: tuple[str, ...] | None
    signs: Sequence[int]

    def serves(self, now: datetime, *, areas: bool) -> bool:
        """Return whether what it says of the time of day is right at this moment, and all is there that is asked."""
        return self.since <= now and (self.until is None or now < self.until) and not (areas and self.areas is None)


Key = tuple[Place, int]
"""A place and the number of an id, whose hash costs a tenth of the id's own."""


class _Remembered:
    """What is known as of one head, in the order in which it was asked for."""

    def __init__(self) -> None:
        self._documents: OrderedDict[Key, Shown] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, keys: Sequence[Key]) -> list[Shown | None]:
        """Return documents, and note that they were asked for."""
        documents = self._documents
        with self._lock:
            found = [documents.get(key) for key in keys]
            for key, shown in zip(keys, found, strict=True):
                if shown is not None:
                    documents.move_to_end(key)
        return found

    def add(self, some: Iterable[tuple[Key, Shown]]) -> None:
        """Remember documents, in the place of what nobody asked for longest."""
        documents = self._documents
        with self._lock:
            for key, shown in some:
                before = documents.pop(key, None)
                documents[key] = shown
                self._size += _size(shown) - (0 if before is None else _size(before))
            while self._size > MOST_BYTES and documents:
                _, gone = documents.popitem(last=False)
                self._size -= _size(gone)

    def without(self, changed: frozenset[UUID]) -> "_Remembered":
        """Return what is known but for what was made from one of these ids."""
        with self._lock:
            documents = [*self._documents.items()]
        places = {place for (place, _), _ in documents}
        signs = frozenset(reading.document(*place, content_id) for place in places for content_id in changed)
        left = _Remembered()
        left.add((key, shown) for key, shown in documents if signs.isdisjoint(shown.signs))
        return left


def _size(shown: Shown) -> int:
    return len(shown.whole) + OVERHEAD


Make = Callable[[Sequence[Summary]], Sequence[bytes]]
_remembered: dict[str, GoingAlong[_Remembered]] = {}  # one, of all places, since all go on with the same log


def shown(
    place: Place,
    content_ids: Sequence[UUID],
    head: LogHead | None,
    now: datetime,
    make: Make,
    *,
    areas: bool = False,
) -> dict[UUID, Shown]:
    """Return those of these documents that stand here, as `make` makes them of their summaries; with their areas?

    `head` was read before; without one nothing is remembered. A query brings those that are not.
    """
    known = _along().at(head)
    at_hand = known.get([(place, content_id.int) for content_id in content_ids])
    found: dict[UUID, Shown | None] = {
        content_id: document if document is not None and document.serves(now, areas=areas) else None
        for content_id, document in zip(content_ids, at_hand, strict=True)
    }
    unknown = [content_id for content_id, document in found.items() if document is None]
    if unknown:
        summaries = [*queries.summaries(place, unknown, areas=areas).values()]
        made: dict[Key, Shown] = {}
        for summary, timeless in zip(summaries, make(summaries), strict=True):
            whole, until = with_openings(addressed(timeless), now)
            document = Shown(whole, now, until, summary.areas, _signs(place, summary.item))
            found[summary.item.id] = made[place, summary.item.id.int] = document
        known.add(made.items())
    stand = {content_id: document for content_id, document in found.items() if document is not None}
    reading.signs(chain.from_iterable([document.signs for document in stand.values()]))
    return stand


def _along() -> GoingAlong[_Remembered]:
    if "documents" not in _remembered:
        _remembered.setdefault("documents", GoingAlong(_Remembered, _Remembered.without))
    return _remembered["documents"]


def _signs(place: Place, item: Item) -> "array[int]":
    channel, language = place
    targets = [reading.target(channel, language, point) for point in read_references(item.points)]
    return array("q", (reading.document(channel, language, item.id), *targets))
