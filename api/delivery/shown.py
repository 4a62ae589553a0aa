"""Documents as lists show them, made once and remembered for as long as the head of the log is the same.

The same documents stand on many pages, and to make one costs a read of its bytes and of whom it points to. What is
asked for with `fields` or `include` is made anew.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple
from uuid import UUID

from api.delivery import queries, reading
from api.delivery.media import addressed
from api.delivery.openings import with_openings
from api.delivery.queries import Item, LogHead, Place, Summary
from api.delivery.reference_text import read_references

# So many bytes of them a process remembers, of all places together, about; half of them go at a time.
MOST_BYTES: Final = 8_000_000
# What a document takes beside its bytes: its objects, its signs, its places in the tables.
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


class _Remembered:
    """What is known of one place as of one head: what was asked for lately, and what before that, half each."""

    def __init__(self, head: LogHead | None) -> None:
        self.head = head
        self._lately: dict[UUID, Shown] = {}
        self._before: dict[UUID, Shown] = {}
        self.size = 0  # of what was asked for lately

    def get(self, content_id: UUID) -> Shown | None:
        return self._lately.get(content_id) or self._before.get(content_id)

    def add(self, content_id: UUID, shown: Shown) -> None:
        """Note that a document was asked for."""
        if content_id not in self._lately:
            self.size += len(shown.whole) + OVERHEAD
        self._lately[content_id] = shown

    def age(self) -> None:
        """Forget what nobody asked for lately; from now on all else is what was asked for before."""
        self._lately, self._before, self.size = {}, self._lately, 0


Make = Callable[[Sequence[Summary]], Sequence[bytes]]
_remembered: dict[Place, _Remembered] = {}


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
    known = _at(place, head)
    at_hand: dict[UUID, Shown] = {}
    for content_id in content_ids:
        document = known.get(content_id)
        if document is not None and document.serves(now, areas=areas):
            at_hand[content_id] = document
    unknown = [content_id for content_id in content_ids if content_id not in at_hand]
    if unknown:
        summaries = [*queries.summaries(place, unknown, areas=areas).values()]
        for summary, timeless in zip(summaries, make(summaries), strict=True):
            whole, until = with_openings(addressed(timeless), now)
            at_hand[summary.item.id] = Shown(whole, now, until, summary.areas, _signs(place, summary.item))
    found: dict[UUID, Shown] = {}
    size = known.size
    for content_id in content_ids:
        document = at_hand.get(content_id)
        if document is not None:
            found[content_id] = document
            known.add(content_id, document)
    if known.size != size:
        _keep_within_bounds()
    reading.signs(chain.from_iterable(document.signs for document in found.values()))
    return found


def _at(place: Place, head: LogHead | None) -> _Remembered:
    if head is None:
        return _Remembered(head)
    known = _remembered.get(place)
    if known is None or known.head != head:
        known = _remembered[place] = _Remembered(head)
    return known


def _keep_within_bounds() -> None:
    """Where half the bytes are full, let what nobody asked for lately go, in every place."""
    places = [*_remembered.values()]
    if sum(known.size for known in places) > MOST_BYTES // 2:
        for known in places:
            known.age()


def _signs(place: Place, item: Item) -> tuple[int, ...]:
    channel, language = place
    targets = [reading.target(channel, language, point) for point in read_references(item.points)]
    return (reading.document(channel, language, item.id), *targets)
