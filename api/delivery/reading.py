"""What an answer has read, and so which changes can make it another one.

`queries` and `list_pages` read what is stored, and each of their functions notes here what its result depends on. A
note is a sign (a document, or all documents of a type, in a place) or a stretch of a list. The rule that makes dropping
safe: a change that can alter the result of a question bears a sign that was noted, or falls into a stretch that was.
More notes than needed cost a drop too many; a note too few would be a wrong answer.
Why this is enough is written down in docs/decisions/0036-finished-answers.md.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

ANY: Final = "*"
# Beyond this, what was read is everything: a bound for memory, not for answers.
MOST_SIGNS: Final = 5000

Key = tuple[str | int, ...]
"""Where a document stands in an order."""


class Stretch(NamedTuple):
    """A piece of a list: which documents could stand in it now. No facets: all of the type; no end: to the last."""

    channel: str
    language: str
    type: str
    facets: Mapping[str, frozenset[str]]
    sort: str
    after: Key | None
    last: Key | None

    def takes(self, change: "Changed") -> bool:
        """Return whether the changed document would stand in this piece, as it is now."""
        return (
            change.keys is not None
            and (change.channel, change.language, change.type) == self[:3]
            and self._has_place_for(change.keys.get(self.sort))
            and all(not values.isdisjoint(change.facets.get(name, ())) for name, values in self.facets.items())
        )

    def _has_place_for(self, key: Key | None) -> bool:
        return key is None or ((self.after is None or key > self.after) and (self.last is None or key <= self.last))


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A document that a change speaks of, as it stands now, or does not."""

    channel: str
    language: str
    type: str
    id: UUID
    keys: Mapping[str, Key] | None  # where it stands, by the name of an order, if it does
    facets: Mapping[str, Collection[str]]

    def signs(self) -> tuple[int, ...]:
        """Return every sign under which this document can have been read."""
        places = ((self.channel, self.language), (self.channel, ANY), (ANY, ANY))
        return tuple(sign for place in places for sign in (document(*place, self.id.int), kind(*place, self.type)))


def document(channel: str, language: str, number: int) -> int:
    """Return the sign of the document whose id is this number.

    Two signs that meet by chance (one in 2^60) cost a drop too many.
    """
    return hash((channel, language, number))


def kind(channel: str, language: str, document_type: str) -> int:
    """Return the sign of all documents of a type in a place."""
    return hash((channel, language, document_type))


class Reading:
    """The notes of one answer, or of one remembered value. `complete` is false where they cannot be trusted."""

    def __init__(self) -> None:
        self._signs: set[int] = set()
        self._stretches: list[Stretch] = []
        self.complete = True

    def note(self, signs: Iterable[int], stretches: Sequence[Stretch] = ()) -> None:
        """Add notes; none, where they can be trusted no longer."""
        if not self.complete:
            return
        self._signs.update(signs)
        self._stretches += stretches
        if len(self._signs) > MOST_SIGNS:
            self.complete = False

    def add(self, other: "Notes") -> None:
        """Add all notes of a value that was remembered."""
        self.note(other.signs, other.stretches)
        self.complete = self.complete and other.complete

    def notes(self) -> "Notes":
        """Return the notes so far, to be kept: small, and never altered."""
        return Notes(array("q", self._signs), tuple(self._stretches), self.complete)


class Notes(NamedTuple):
    """What something depends on."""

    signs: "array[int]"
    stretches: tuple[Stretch, ...]
    complete: bool

    def touched(self, signs: frozenset[int], changes: Sequence[Changed]) -> bool:
        """Return whether one of these changes, which have these signs, can make another answer of it."""
        return (
            not self.complete
            or not signs.isdisjoint(self.signs)
            or any(stretch.takes(change) for stretch in self.stretches for change in changes)
        )

    def size(self) -> int:
        """Return about how many bytes they take."""
        values = sum(len(of) for stretch in self.stretches for of in stretch.facets.values())
        return 8 * len(self.signs) + 500 * len(self.stretches) + 100 * values


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def noting() -> Iterator[Reading]:
    """Gather what is read in this block, and only here: whoever remembers the value adds the notes where it is used."""
    reading = Reading()
    token = _current.set(reading)
    try:
        yield reading
    finally:
        _current.reset(token)


def add(notes: Notes) -> None:
    """Say that a value with these notes was used."""
    reading = _current.get()
    if reading is not None:
        reading.add(notes)


def documents(channel: str, language: str, numbers: Iterable[int]) -> None:
    """Say that the documents with these ids, as numbers, were read, also those that do not stand."""
    reading = _current.get()
    if reading is not None:
        reading.note([hash((channel, language, number)) for number in numbers])


def signs(noted: Iterable[int]) -> None:
    """Say that what bears these signs was read: a value that was made from it was used."""
    reading = _current.get()
    if reading is not None:
        reading.note(noted)


def kinds(channel: str, language: str, document_types: Iterable[str]) -> None:
    """Say that all documents of these types were read."""
    reading = _current.get()
    if reading is not None:
        reading.note(kind(channel, language, document_type) for document_type in document_types)


def stretch(piece: Stretch) -> None:
    """Say that a piece of a list was read."""
    reading = _current.get()
    if reading is not None:
        reading.note((), (piece,))


def untold() -> None:
    """Say that something was read of which there are no notes: the answer holds until the next change of anything."""
    reading = _current.get()
    if reading is not None:
        reading.complete = False


def places_in_orders(kana_sort: str, content_id: UUID, updated_seq: int) -> dict[str, Key]:
    """Return where a document stands in each order."""
    return {"kana": place_in("kana", kana_sort, str(content_id)), "updated": place_in("updated", updated_seq)}


def place_in(sort: str, *key: str | int) -> Key:
    """Return where a document stands in an order, as a value that compares as the database sorts."""
    return (-int(key[0]),) if sort == "updated" else key
