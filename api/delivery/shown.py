"""Documents as lists show them, made once and laid by until one of them, or what it points to, changes.

The same documents stand on many pages, and to make one costs a read of its bytes and of whom it points to. What is
asked for with `fields` or `include` is made anew.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings

from api.delivery import assembly, queries, reading
from api.delivery.assembly import Leads
from api.delivery.envelope import JAPAN
from api.delivery.going_along import GoingAlong
from api.delivery.media import addressed
from api.delivery.openings import with_openings
from api.delivery.queries import Item, LogHead, Place, Summary
from api.delivery.references import pointed
from api.delivery.slots import Slots

# Each change has a sign for every place. Beyond so many, two megabytes, all documents are made anew.
MOST_SIGNS: Final = 20_000


class Shown(NamedTuple):
    """One document as a list shows it, the areas that it is for, and what it was made from (signs of `reading`).

    `whole` says what is open from `since` until `until`, in POSIX seconds. The areas are there where they were asked
    for.
    """

    whole: bytes
    since: float
    until: float | None
    areas: tuple[str, ...] | None
    signs: tuple[int, ...]

    def holds(self, moment: float) -> bool:
        """Return whether it says what is open at a moment, in POSIX seconds."""
        return self.since <= moment and (self.until is None or moment < self.until)


class _Remembered:
    """What is known as of one head.

    Documents are laid by for all heads together. One that was made under an earlier head, so at a lower `age`, is right
    if nothing that it was made from has changed since: `changed` holds, by sign, the age at which it last did. It is
    kept for `places`, each of which has a life among the slots. A head that does not know a place begins a new one: who
    made documents under the head before may not have been noticed when changes were noted.
    """

    def __init__(self) -> None:
        self._age = 0
        self._places: dict[Place, int] = {}
        self._changed: dict[int, int] = {}  # one for all heads: what changes later is not right for them either

    def get(self, place: Place, numbers: Collection[int], moment: float, *, areas: bool) -> dict[int, Shown]:
        """Return the documents of a place that are right at a moment, with their areas where they are asked for."""
        life, changed = self._places.get(place), self._changed
        found: dict[int, Shown] = {}
        if life is None:
            return found
        for number, record in zip(numbers, _slots.get(life, numbers), strict=True):
            if record is None:
                continue
            age, document = record[0], Shown._make(record[1])
            signs = document.signs
            if (
                document.holds(moment)
                and not (areas and document.areas is None)
                and (changed.keys().isdisjoint(signs) or all(changed.get(sign, 0) <= age for sign in signs))
            ):
                found[number] = document
        return found

    def add(self, place: Place, numbers: Iterable[int], some: Iterable[Shown]) -> None:
        """Lay documents of a place by."""
        life = self._places.get(place)
        if life is None:
            life = self._places.setdefault(place, next(_lives))
        _slots.put(life, numbers, [(self._age, tuple(shown)) for shown in some], [*self._places.values()])

    def without(self, changed: frozenset[UUID]) -> "_Remembered":
        """Return what is known but for what was made from one of these ids."""
        places = dict(self._places)
        signs = [reading.document(*place, content_id.int) for place in places for content_id in changed]
        left = _Remembered()
        if len(self._changed) + len(signs) <= MOST_SIGNS:
            left._age, left._places, left._changed = self._age + 1, places, self._changed
            left._changed.update(dict.fromkeys(signs, left._age))
        return left


_lives: Final = itertools.count()
_slots: Final = Slots(Path(settings.TOMOSHIBI_STATE_DIR))


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
    found = known.get(place, wanted, now.timestamp(), areas=areas)
    unknown = {number: row for number, row in wanted.items() if number not in found}
    if unknown:
        summaries = queries.summaries(place, unknown, areas=areas, rows=[*unknown.values()])
        leads = pointed(place, [summary.item for summary in summaries.values()], head)
        made = [_made(summary, of, place, now, make) for summary, of in zip(summaries.values(), leads, strict=True)]
        if head is not None:
            known.add(place, summaries, made)
        found |= zip(summaries, made, strict=True)
        found = {number: found[number] for number in wanted if number in found}
    reading.signs(chain.from_iterable([document.signs for document in found.values()]))
    return found


def first_end(documents: Iterable[Shown]) -> datetime | None:
    """Return when the first of these is no longer right of the time of day; None where none ends."""
    ends = min([shown.until for shown in documents if shown.until is not None], default=None)
    return None if ends is None else datetime.fromtimestamp(ends, JAPAN)


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
    return Shown(whole, now.timestamp(), None if until is None else until.timestamp(), summary.areas, tuple(signs))


def _along() -> GoingAlong[_Remembered]:
    if "documents" not in _remembered:
        _remembered.setdefault("documents", GoingAlong(_Remembered, _Remembered.without))
    return _remembered["documents"]
