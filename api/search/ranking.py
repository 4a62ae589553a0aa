"""Which items answer a question best: whole numbers all the way, so that every database gives the same order.

In tiers: rare words bring all their items, common words only those of which they say most; the best of these are
then weighed by all words. So the work is bounded, whatever share of all items a word stands in.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, repeat
from typing import NamedTuple

from api.delivery.queries import Place
from api.search import lookup
from api.search.foremost import foremost
from api.search.lookup import Narrowed
from api.search.question import Question
from api.search.remembered import BEST, Remembered
from api.search.terms import key

# How many words are looked up, how many items they may bring in all, and one of them at most.
WORDS, HITS, HITS_OF_A_WORD = 32, 240, BEST
# How many of the items are weighed by every word, and by how many of the words that did not bring all of theirs.
WEIGHED, CUT_WORDS = 24, 6
# So many words are looked up, and so many items weighed exactly, where filters narrow a search.
NARROWED_WORDS, FEW = 8, 1000
# A reader sees no more.
MOST_ITEMS = 100
SUM = 30
# What a concept gives to its services, in the editors' order; to all after these as much as to the last.
OF_CONCEPT = (8_000_000, 6_900_000, 5_800_000, 4_700_000, 4_000_000)
SERVICE_BESIDE = 8_000_000
POINTS_TO_SERVICE, POINTED = 70, 8


class Ranked(NamedTuple):
    """The items that answer a question, best first; `matched` says whether anything of it was found."""

    numbers: Sequence[int]
    matched: bool


def rank(question: Question, place: Place, narrowed: Narrowed, said: Remembered, most: int = MOST_ITEMS) -> Ranked:
    """Return the items that answer a question, so many at most, or the general desks where nothing does.

    `said` is what the index said lately, as of the head that was read for this question.
    """
    counts = {**question.terms, **_pointers(question)}
    given = _given(question)
    everything = _everything(place.channel)
    known = said.frequencies([*counts, everything])
    total = known.pop(everything, 0)
    weighed = {term: counts[term] * _rarity(items, total) for term, items in known.items()}
    worth = {term: weighed[term] for term in foremost(weighed, WORDS)}
    most = min(most, MOST_ITEMS)
    scores = _scores(worth, known, given, narrowed, place, said, most)
    if not scores:
        return Ranked(_general(narrowed, place), matched=False)
    return Ranked(foremost(scores, most), matched=True)


@cache
def _everything(channel: str) -> int:
    """Return the word that every item of a channel has."""
    return key(channel, "", "*")


def _given(question: Question) -> dict[int, int]:
    """Return what the concepts give to their services, in the editors' order, and to those that stand beside them."""
    own: dict[int, int] = {}
    beside: dict[int, int] = {}
    for concept, share in question.shares:
        _vote(own, zip(concept.services, chain(OF_CONCEPT, repeat(OF_CONCEPT[-1])), strict=False), share, 100)
        _vote(beside, concept.beside, SERVICE_BESIDE * share, 10_000)
    for service, much in beside.items():
        own[service] = own.get(service, 0) + much
    return own


def _vote(points: dict[int, int], votes: Iterable[tuple[int, int]], share: int, of: int) -> None:
    """Give services the best that any concept gives them, and a share of what the others do."""
    for service, much in votes:
        more = much * share // of
        had = points.get(service)
        if had is None:
            points[service] = more
        else:
            points[service] = had + more * SUM // 100 if had > more else more + had * SUM // 100


def _pointers(question: Question) -> dict[int, int]:
    """Return what it counts that an item points to the services of a concept."""
    counts: dict[int, int] = {}
    for concept, share in question.shares:
        much = POINTS_TO_SERVICE * share // 100
        for pointer in concept.pointers[:POINTED]:
            if counts.get(pointer, -1) < much:
                counts[pointer] = much
    return counts


@lru_cache(maxsize=1024)
def _rarity(items: int, total: int) -> int:
    """Return how much it says that a word stands in an item (IDF), times 16."""
    return max(1, round(16 * math.log(1 + (total - items + 0.5) / (items + 0.5)))) if total >= items else 1


def _scores(
    worth: Mapping[int, int],
    frequencies: Mapping[int, int],
    given: Mapping[int, int],
    narrowed: Narrowed,
    place: Place,
    said: Remembered,
    most: int,
) -> dict[int, int]:
    """Return what all that is known says of the items that may be among so many foremost ones."""
    if not narrowed:
        scores = _tiers(worth, frequencies, _remembered(said), said.weights, given, most)
        let_through: Collection[int] = said.items([*given])
    else:
        allowed = lookup.few(narrowed, place, FEW)
        worth = {term: worth[term] for term in [*worth][:NARROWED_WORDS]}
        if allowed is not None:
            scores = _weighed(worth, allowed)
            let_through = {*given} & {*allowed}
        else:
            scores = _tiers(worth, frequencies, _narrowed(narrowed, place), _pairs, given, most)
            let_through = lookup.among([*given], narrowed, place)
    for item in let_through:
        scores[item] = scores.get(item, 0) + given[item]
    return scores


def _weighed(worth: Mapping[int, int], items: Sequence[int]) -> dict[int, int]:
    """Return what the words say of these items."""
    scores: defaultdict[int, int] = defaultdict(int)
    for term, item, weight in lookup.weights([*worth], items):
        scores[item] += worth[term] * weight
    return scores


Best = Callable[[Mapping[int, int]], Iterable[tuple[int, Sequence[int], Sequence[int]]]]
"""For each word, as many of the items of which it says most as are wanted, and how much it says of each."""
Pairs = Callable[[Sequence[int], Sequence[int]], Iterable[tuple[int, Sequence[int]]]]
"""What each word says of each of these items, in their order."""


def _remembered(said: Remembered) -> Best:
    def best(wanted: Mapping[int, int]) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
        for term, listed in said.best([*wanted]).items():
            most = wanted[term]
            if most < len(listed.items):
                yield term, listed.items[:most], listed.weights[:most]
            else:
                yield term, *listed

    return best


def _narrowed(narrowed: Narrowed, place: Place) -> Best:
    def best(wanted: Mapping[int, int]) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
        return ((term, (item,), (weight,)) for term, item, weight in lookup.best(wanted, narrowed, place))

    return best


def _pairs(terms: Sequence[int], items: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    found: dict[int, dict[int, int]] = {term: {} for term in terms}
    for term, item, weight in lookup.weights(terms, items):
        found[term][item] = weight
    return ((term, [weights.get(item, 0) for item in items]) for term, weights in found.items())


def _wanted(worth: Mapping[int, int], frequencies: Mapping[int, int]) -> tuple[dict[int, int], list[int]]:
    """Return how many items each word may bring, the heaviest first, and the words that do not bring all of theirs."""
    left = HITS
    wanted: dict[int, int] = {}
    cut: list[int] = []
    for term in worth:
        most = min(left, HITS_OF_A_WORD)
        if most <= 0 or frequencies[term] > most:
            cut.append(term)
        if most > 0:
            wanted[term] = most
            left -= min(most, frequencies[term])
    return wanted, cut


def _tiers(
    worth: Mapping[int, int],
    frequencies: Mapping[int, int],
    best: Best,
    pairs: Pairs,
    given: Collection[int],
    most: int,
) -> dict[int, int]:
    """Return what the words say of the items that may come out best: of the very best all of it.

    These are all that can be among so many foremost ones, whatever is given to some of them besides.
    """
    wanted, cut = _wanted(worth, frequencies)
    unsure = {*cut}
    sure: dict[int, int] = {}
    scores: dict[int, int] = {}
    for term, items, weights in best(wanted):
        much, points = worth[term], scores if term in unsure else sure
        for item, weight in zip(items, weights, strict=True):
            points[item] = points.get(item, 0) + much * weight
    for item, much in sure.items():
        scores[item] = scores.get(item, 0) + much
    if not cut or not scores:
        return scores
    first = foremost(scores, WEIGHED)
    whole = [sure.get(item, 0) for item in first]
    for term, weighed in pairs(cut[:CUT_WORDS], first):
        much = worth[term]
        whole = [points + much * weight for points, weight in zip(whole, weighed, strict=True)]
    # What was not weighed in full never overtakes what was. Where that is enough, the rest is left out but for what is
    # given more besides.
    least = min(whole)
    enough = 0 if len(first) < most else least
    found = {item: least for item, score in scores.items() if score >= least}
    for item in given if enough else scores:
        if (score := scores.get(item, least)) < least:
            found[item] = score
    found.update(zip(first, whole, strict=True))
    return found


def _general(narrowed: Narrowed, place: Place) -> list[int]:
    """Return the desks that help most widely: those that the filters let through or, where there are none, all."""
    general = key(place.channel, "", "g")
    hits = lookup.best({general: MOST_ITEMS}, narrowed, place) if narrowed else []
    return [item for _, item, _ in hits or lookup.best({general: MOST_ITEMS}, Narrowed(), place)]
