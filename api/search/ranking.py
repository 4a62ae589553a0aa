"""Which items answer a question best: whole numbers all the way, so that every database gives the same order.

In tiers: rare words bring all their items, common words only those of which they say most; the best of these are
then weighed by all words. So the work is bounded, whatever share of all items a word stands in.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from api.delivery.queries import Place
from api.search import lookup
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
SERVICE_OF_CONCEPT, SERVICE_STEP, LEAST_SERVICE = 8_000_000, 1_100_000, 4_000_000
SERVICE_BESIDE = 8_000_000
POINTS_TO_SERVICE, POINTED = 70, 8


class Ranked(NamedTuple):
    """The items that answer a question, best first; `matched` says whether anything of it was found."""

    numbers: Sequence[int]
    matched: bool


def rank(question: Question, place: Place, narrowed: Narrowed, said: Remembered) -> Ranked:
    """Return the items that answer a question, or the general desks where nothing does.

    `said` is what the index said lately, as of the head that was read for this question.
    """
    counts = {**question.terms, **_pointers(question)}
    given = _given(question)
    everything = key(place.channel, "", "*")
    known = said.frequencies([*counts, everything])
    total = known.pop(everything, 0)
    worth = _heaviest({term: counts[term] * _rarity(items, total) for term, items in known.items()})
    scores = _scores(worth, known, given, narrowed, place, said)
    if not scores:
        return Ranked(_general(narrowed, place), matched=False)
    return Ranked(_ordered(scores)[:MOST_ITEMS], matched=True)


def _ordered(scores: Mapping[int, int]) -> list[int]:
    """Return the keys, the highest score first; equal ones by their own number, which is the same everywhere."""
    return sorted(sorted(scores), key=scores.__getitem__, reverse=True)


def _heaviest(worth: Mapping[int, int]) -> dict[int, int]:
    return {term: worth[term] for term in _ordered(worth)[:WORDS]}


def _given(question: Question) -> dict[int, int]:
    """Return what the concepts give to their services, in the editors' order, and to those that stand beside them."""
    own: defaultdict[int, int] = defaultdict(int)
    beside: defaultdict[int, int] = defaultdict(int)
    for concept, share in question.shares:
        for position, service in enumerate(concept.services):
            _vote(own, service, max(LEAST_SERVICE, SERVICE_OF_CONCEPT - SERVICE_STEP * position) * share // 100)
        for service, votes in concept.beside:
            _vote(beside, service, SERVICE_BESIDE * votes * share // 10_000)
    return {service: own[service] + beside[service] for service in {**own, **beside}}


def _vote(points: dict[int, int], service: int, more: int) -> None:
    """Give a service the best that any concept gives it, and a share of what the others do."""
    had = points[service]
    points[service] = had + more * SUM // 100 if had > more else more + had * SUM // 100


def _pointers(question: Question) -> dict[int, int]:
    """Return what it counts that an item points to the services of a concept."""
    counts: dict[int, int] = {}
    for concept, share in question.shares:
        for pointer in concept.pointers[:POINTED]:
            counts[pointer] = max(counts.get(pointer, 0), POINTS_TO_SERVICE * share // 100)
    return counts


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
) -> dict[int, int]:
    if not narrowed:
        scores = _tiers(worth, frequencies, _remembered(said), said.weights)
        let_through: Collection[int] = said.items([*given])
    else:
        allowed = lookup.few(narrowed, place, FEW)
        worth = {term: worth[term] for term in [*worth][:NARROWED_WORDS]}
        if allowed is not None:
            scores = _weighed(worth, allowed)
            let_through = {*given} & {*allowed}
        else:
            scores = _tiers(worth, frequencies, _narrowed(narrowed, place), _pairs)
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
Pairs = Callable[[Sequence[int], Sequence[int]], Mapping[int, Mapping[int, int]]]
"""What each word says of these items and perhaps of others."""


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


def _pairs(terms: Sequence[int], items: Sequence[int]) -> Mapping[int, Mapping[int, int]]:
    found: dict[int, dict[int, int]] = {term: {} for term in terms}
    for term, item, weight in lookup.weights(terms, items):
        found[term][item] = weight
    return found


def _wanted(worth: Mapping[int, int], frequencies: Mapping[int, int]) -> tuple[dict[int, int], list[int]]:
    """Return how many items each word may bring, and the words that do not bring all of theirs."""
    left = HITS
    wanted: dict[int, int] = {}
    cut: list[int] = []
    for term in _ordered(worth):
        most = min(left, HITS_OF_A_WORD)
        if most <= 0 or frequencies[term] > most:
            cut.append(term)
        if most > 0:
            wanted[term] = most
            left -= min(most, frequencies[term])
    return wanted, cut


def _tiers(worth: Mapping[int, int], frequencies: Mapping[int, int], best: Best, pairs: Pairs) -> dict[int, int]:
    """Return what the words say of the items that may come out best: of the very best all of it."""
    wanted, cut = _wanted(worth, frequencies)
    unsure = {*cut}
    scores: dict[int, int] = {}
    sure: dict[int, int] = {}
    for term, items, weights in best(wanted):
        much, surely = worth[term], term not in unsure
        for item, weight in zip(items, weights, strict=True):
            scores[item] = scores.get(item, 0) + much * weight
            if surely:
                sure[item] = sure.get(item, 0) + much * weight
    if not cut or not scores:
        return scores
    first = _ordered(scores)[:WEIGHED]
    whole = {item: sure.get(item, 0) for item in first}
    for term, weighed in pairs(cut[:CUT_WORDS], first).items():
        much = worth[term]
        for item in first:
            whole[item] += much * weighed.get(item, 0)
    # What was not weighed in full never overtakes what was.
    least = min(whole.values())
    return {item: score if score < least else least for item, score in scores.items()} | whole


def _general(narrowed: Narrowed, place: Place) -> list[int]:
    """Return the desks that help most widely: those that the filters let through or, where there are none, all."""
    general = key(place.channel, "", "g")
    hits = lookup.best({general: MOST_ITEMS}, narrowed, place) if narrowed else []
    return [item for _, item, _ in hits or lookup.best({general: MOST_ITEMS}, Narrowed(), place)]
