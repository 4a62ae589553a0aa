"""What the index and the texts of documents said lately, remembered for as long as the head of the log is the same.

What is said of single items goes along with the log: of those that changed it is let go.
Most words of most questions are the same few, and so are the items that answer them. Only what published documents
hold is remembered, by the numbers of the index: never a question, nor a word that no document has.
"""

import time
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Final, Generic, NamedTuple, TypeVar
from uuid import UUID

from api.channels import CHANNELS
from api.delivery.going_along import GoingAlong
from api.delivery.queries import LogHead, Place
from api.delivery.shown import Shown
from api.search import held, lookup
from api.search.highlights import Texts, prepared
from api.search.lookup import Narrowed
from api.search.terms import number_of

Key = TypeVar("Key")
Value = TypeVar("Value")

# Of a word so many items at most, those of which it says most.
BEST: Final = 60
# How much is remembered at most, of which half goes at a time: about 5 MB.
WORDS, LISTS, PAIRS, ITEMS, TEXTS, DOCUMENTS = 8192, 2048, 8192, 4096, 512, 256
# Longer documents are read again each time.
LONGEST_DOCUMENT: Final = 8_000
# The index may be made anew while nothing is published; then this is how long it takes to be seen everywhere.
SECONDS: Final = 10.0
UNKNOWN: Final = -1
NO_ITEM: Final[Mapping[int, int]] = {}


class Listed(NamedTuple):
    """The items of which a word says most, best first, as numbers beside each other."""

    items: "array[int]"
    weights: "array[int]"


class _Memory(Generic[Key, Value]):
    """So many values at most: what was asked for lately, and what before that, half each."""

    def __init__(self, most: int) -> None:
        self._most = most // 2
        self._lately: dict[Key, Value] = {}
        self._before: dict[Key, Value] = {}

    def known(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """Return what is known of these."""
        lately, before = self._lately, self._before
        found = {key: lately[key] for key in keys if key in lately}
        if before:
            for key in keys:
                if key not in found and key in before:
                    found[key] = before[key]
                    self.add(key, before[key])
        return found

    def add(self, key: Key, value: Value) -> None:
        if len(self._lately) >= self._most:
            self._lately, self._before = {}, self._lately
        self._lately[key] = value

    def without(self, gone: Callable[[Key], bool]) -> "_Memory[Key, Value]":
        """Return another memory without the keys of which this says so."""
        left: _Memory[Key, Value] = _Memory(2 * self._most)
        for kept, known in ((left._lately, self._lately), (left._before, self._before)):
            kept |= {key: value for key, value in [*known.items()] if not gone(key)}
        return left


class _OfItems:
    """What is said of items one by one, by their numbers: their ids, their texts, and what words say of them."""

    def __init__(self) -> None:
        self.weights: dict[int, dict[int, int]] = {}
        self.weighed = 0
        self.ids: _Memory[int, UUID] = _Memory(ITEMS)
        self.texts: _Memory[tuple[str, int], Texts] = _Memory(TEXTS)


def _without(known: _OfItems, changed: frozenset[UUID]) -> _OfItems:
    """Return what is known of all items but these."""
    numbers = {number_of(channel, content_id) for content_id in changed for channel in CHANNELS}
    left = _OfItems()
    # One that a word is said of is never altered, but takes the place of another.
    left.weights = {term: of for term, of in [*known.weights.items()] if of.keys().isdisjoint(numbers)}
    left.weighed = known.weighed
    left.ids = known.ids.without(numbers.__contains__)
    left.texts = known.texts.without(lambda key: key[1] in numbers)
    return left


class Remembered:
    """All that is remembered as of one head. What is not known is asked of the index, one query for each question."""

    def __init__(self, head: LogHead | None, until: float, of_items: _OfItems) -> None:
        self.head = head
        self.until = until
        self._frequencies: _Memory[int, int] = _Memory(WORDS)
        self._lists: _Memory[int, Listed] = _Memory(LISTS)
        self._documents: _Memory[tuple[str, int], Shown] = _Memory(DOCUMENTS)
        self._of = of_items

    def frequencies(self, terms: Sequence[int]) -> dict[int, int]:
        """Return in how many items each of these words stands; a word of none is not there, and not remembered."""
        found = self._frequencies.known(terms)
        unknown = held.likely([term for term in terms if term not in found], self.head)
        for term, items in lookup.frequencies(unknown).items():
            found[term] = items
            self._frequencies.add(term, items)
        return found

    def best(self, terms: Sequence[int]) -> dict[int, Listed]:
        """Return, for each word, the items of which it says most."""
        found = self._lists.known(terms)
        unknown = [term for term in terms if term not in found]
        if unknown:
            fresh = {term: Listed(array("q"), array("H")) for term in unknown}
            for term, item, weight in lookup.best(dict.fromkeys(unknown, BEST), Narrowed(), NOWHERE):
                fresh[term].items.append(item)
                fresh[term].weights.append(weight)
            for term, listed in fresh.items():
                self._lists.add(term, listed)
            found |= fresh
        return found

    def weights(self, terms: Sequence[int], items: Sequence[int]) -> Iterable[tuple[int, Sequence[int]]]:
        """Return what each of these words says of each of these items: 0 where it does not stand in one."""
        weights = self._of.weights
        known = {term: [*map(weights.get(term, NO_ITEM).get, items, repeat(UNKNOWN))] for term in terms}
        if unknown := [term for term, said in known.items() if UNKNOWN in said]:
            for term, of in self._weighed(unknown, items).items():
                known[term] = [*map(of.__getitem__, items)]
        return known.items()

    def _weighed(self, terms: Sequence[int], items: Sequence[int]) -> dict[int, dict[int, int]]:
        """Ask what each of these words says of each of these items, and return all that is known of the words then."""
        weights = self._of.weights
        known = {term: dict.fromkeys(items, 0) | weights.get(term, {}) for term in terms}
        more = sum(len(of) - len(weights.get(term, ())) for term, of in known.items())
        for term, item, weight in lookup.weights(terms, items):
            known[term][item] = weight
        if self._of.weighed > PAIRS:
            self._of.weights, self._of.weighed = {}, 0
        self._of.weights |= known
        self._of.weighed += more
        return known

    def items(self, numbers: Sequence[int]) -> dict[int, UUID]:
        """Return the id of each of these items that is in the index."""
        found = self._of.ids.known(numbers)
        unknown = [number for number in numbers if number not in found]
        for number, content_id in lookup.ids(unknown).items():
            found[number] = content_id
            self._of.ids.add(number, content_id)
        return found

    def texts(self, place: Place, documents: Mapping[int, UUID]) -> dict[int, Texts]:
        """Return the texts of these documents that are looked through for marks, folded, by the documents' numbers."""
        language = place.language  # whose channel it is says the number
        found = {
            number: texts for (_, number), texts in self._of.texts.known([(language, n) for n in documents]).items()
        }
        unknown = {content_id: number for number, content_id in documents.items() if number not in found}
        for content_id, texts in lookup.texts(place, [*unknown]).items():
            number = unknown[content_id]
            found[number] = prepared(texts)
            self._of.texts.add((language, number), found[number])
        return found

    def documents(self, place: Place, numbers: Iterable[int], moment: float) -> dict[int, Shown]:
        """Return those of these documents that are remembered as lists show them at a moment, in POSIX seconds."""
        known = self._documents.known([(place.language, number) for number in numbers])
        return {number: document for (_, number), document in known.items() if document.holds(moment)}

    def add_documents(self, place: Place, found: Mapping[int, Shown]) -> Mapping[int, Shown]:
        """Remember documents as lists show them, as of this head or a later one, and return them."""
        for number, document in found.items():
            if len(document.whole) <= LONGEST_DOCUMENT:
                self._documents.add((place.language, number), document._replace(areas=None, signs=()))
        return found


NOWHERE = Place("", "")
_remembered: list[tuple[Remembered, GoingAlong[_OfItems]]] = []


def remembered(head: LogHead | None) -> Remembered:
    """Return what is remembered as of a head, which was read before; without one nothing is."""
    now = time.monotonic()
    known, along = _remembered[0] if _remembered else (None, GoingAlong(_OfItems, _without))
    if known is not None and known.until < now:
        known, along = None, GoingAlong(_OfItems, _without)
    if known is None or known.head != head:
        known = Remembered(head, now + SECONDS if known is None else known.until, along.at(head))
        if head is not None:
            _remembered[:] = [(known, along)]
    return known


def forget() -> None:
    """Forget all of it: the index is another one."""
    _remembered.clear()
    held.forget()
