"""Documents as lists show them, made once and remembered until one of them, or what it points to, changes.

The same documents stand on many pages, and to make one costs a read of its bytes and of whom it points to. What is
asked for with `fields` or `include` is made anew.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple
from uuid import UUID

from api.delivery import assembly, queries, reading
from api.delivery.assembly import Leads
from api.delivery.going_along import GoingAlong
from api.delivery.media import addressed
from api.delivery.openings import with_openings
from api.delivery.queries import Item, LogHead, Place, Summary
from api.delivery.references import pointed

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
"""A place and an id, as a number: its hash costs a tenth of the id's own."""


class _Remembered:
    """What is known as of one head, in the order in which it was asked for."""

    def __init__(self) -> None:
        self._documents: OrderedDict[Key, Shown] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, place: Place, numbers: Iterable[int]) -> list[Shown | None]:
        """Return documents of a place, and note that they were asked for."""
        documents = self._documents
        keys = [(place, number) for number in numbers]
        with self._lock:
            found = [documents.get(key) for key in keys]
            for key, shown in zip(keys, found, strict=True):
                if shown is not None:
                    documents.move_to_end(key)
        return found

    def add(self, place: Place, numbers: Iterable[int], some: Iterable[Shown]) -> None:
        """Remember documents of a place, in the place of what nobody asked for longest."""
        self._add(((place, number), shown) for number, shown in zip(numbers, some, strict=True))

    def _add(self, some: Iterable[tuple[Key, Shown]]) -> None:
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
        signs = frozenset(reading.document(*place, content_id.int) for place in places for content_id in changed)
        left = _Remembered()
        left._add((key, shown) for key, shown in documents if signs.isdisjoint(shown.signs))
        return left


def _size(shown: Shown) -> int:
    return len(shown.whole) + OVERHEAD


Make = Callable[[str, Item, Leads], bytes]
"""Makes a document of its type, of what lists say of it, and of whom it points to."""
_remembered: dict[str, GoingAlong[_Remembered]] = {}  # one, of all places, since all go on with the same log


def shown(
    place: Place,
    wanted: Mapping[int, int],
    head: LogHead | None,
    now: datetime,
    make: Make,
    *,
    areas: bool = False,
) -> dict[int, Shown]:
    """Return those of the wanted documents that stand here, as `make` makes them; with their areas?

    They are wanted by id, as a number, with the number of their row where a list has told it, else 0. `head` was read
    before; without one nothing is remembered. A query brings those that are not.
    """
    known = _along().at(head)
    found = {
        number: document if document is not None and document.serves(now, areas=areas) else None
        for number, document in zip(wanted, known.get(place, wanted), strict=True)
    }
    unknown = {number: wanted[number] for number, document in found.items() if document is None}
    if unknown:
        summaries = queries.summaries(place, unknown, areas=areas, rows=[*unknown.values()])
        leads = pointed(place, [summary.item for summary in summaries.values()], head)
        made = [_made(summary, of, place, now, make) for summary, of in zip(summaries.values(), leads, strict=True)]
        found |= zip(summaries, made, strict=True)
        known.add(place, summaries, made)
    stand = {number: document for number, document in found.items() if document is not None}
    reading.signs(chain.from_iterable(document.signs for document in stand.values()))
    return stand


def as_ever(
    document_type: str, item: Item, leads: Leads, *, demo: bool, roles: Mapping[str, Sequence[str]], url: str
) -> bytes:
    """Return a document as lists show it where nobody asks for more or less. `roles` are by type."""
    return assembly.document(item, demo=demo, roles=roles[document_type], leads=leads, url=url)


def _made(summary: Summary, leads: Leads, place: Place, now: datetime, make: Make) -> Shown:
    number, slug, envelope, stored, points = summary.item
    # Before the rest is there: neither an envelope nor a stub holds files and hours.
    stored, until = with_openings(addressed(stored), now)
    whole = make(summary.type, Item(number, slug, envelope, stored, points), leads)
    signs = [reading.document(*place, number)]
    for one in leads:
        signs += one.signs
    return Shown(whole, now, until, summary.areas, tuple(signs))


def _along() -> GoingAlong[_Remembered]:
    if "documents" not in _remembered:
        _remembered.setdefault("documents", GoingAlong(_Remembered, _Remembered.without))
    return _remembered["documents"]
