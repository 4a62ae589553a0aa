"""Which items answer a question best: whole numbers all the way, so that every database gives the same order.

In tiers: rare words bring all their items, common words only those of which they say most; the best of these are
then weighed by all words. So the work is bounded, whatever share of all items a word stands in.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from api.delivery.queries import Place
from api.search import lookup
from api.search.lookup import Narrowed
from api.search.question import Question
from api.search.terms import key, number_of

# How many items the words of a question may bring in all, and one word at most.
HITS, HITS_OF_A_WORD = 900, 240
# How many of them are weighed by every word; a reader sees no more than these.
WEIGHED = 120
FEW = 400
SERVICE_OF_CONCEPT, SERVICE_STEP, LEAST_SERVICE = 9_000_000, 900_000, 3_000_000
POINTS_TO_SERVICE = 30


class Ranked(NamedTuple):
    """The items that answer a question, best first; `matched` says whether anything of it was found."""

    numbers: Sequence[int]
    matched: bool


def rank(question: Question, place: Place, narrowed: Narrowed) -> Ranked:
    """Return the items that answer a question, or the general desks where nothing does."""
    counts = {key(place.channel, language, term): count for (language, term), count in question.terms.items()}
    given = _given(question, place)
    counts |= _pointers(question, place)
    everything = key(place.channel, "", "*")
    known = lookup.frequencies([*counts, everything])
    total = known.pop(everything, 0)
    worth = {term: counts[term] * _rarity(items, total) for term, items in known.items()}
    scores = _scores(worth, known, given, narrowed, place)
    if not scores:
        return Ranked(_general(narrowed, place), matched=False)
    ordered = sorted(scores, key=lambda number: (-scores[number], number))
    return Ranked(ordered[:WEIGHED], matched=True)


def _given(question: Question, place: Place) -> dict[int, int]:
    """Return what the concepts give to their services, in the editors' order."""
    given: dict[int, int] = {}
    for concept in question.concepts:
        for position, service in enumerate(concept.services):
            number = number_of(place.channel, service)
            points = max(LEAST_SERVICE, SERVICE_OF_CONCEPT - SERVICE_STEP * position)
            given[number] = max(given.get(number, 0), points)
    return given


def _pointers(question: Question, place: Place) -> dict[int, int]:
    """Return what it counts that an item points to the services of a concept."""
    return {
        key(place.channel, "", f"s{service}"): POINTS_TO_SERVICE
        for concept in question.concepts
        for service in concept.services[:4]
    }


def _rarity(items: int, total: int) -> int:
    """Return how much it says that a word stands in an item (IDF), times 16."""
    return max(1, round(16 * math.log(1 + (total - items + 0.5) / (items + 0.5)))) if total >= items else 1


def _scores(
    worth: Mapping[int, int], frequencies: Mapping[int, int], given: Mapping[int, int], narrowed: Narrowed, place: Place
) -> dict[int, int]:
    allowed = lookup.few(narrowed, place, FEW) if narrowed else None
    scores: defaultdict[int, int] = defaultdict(int)
    if allowed is not None:
        for term, item, weight in lookup.weights([*worth], allowed):
            scores[item] += worth[term] * weight
    else:
        for term, item, weight in _tiers(worth, frequencies, narrowed, place):
            scores[item] += worth[term] * weight
    standing = _let_through([*given], allowed, narrowed, place)
    for item in standing:
        scores[item] += given[item]
    return scores


def _let_through(given: Sequence[int], allowed: Sequence[int] | None, narrowed: Narrowed, place: Place) -> set[int]:
    if allowed is not None:
        return {*given} & {*allowed}
    return lookup.among(given, narrowed, place)


def _tiers(
    worth: Mapping[int, int], frequencies: Mapping[int, int], narrowed: Narrowed, place: Place
) -> list[lookup.Hit]:
    """Return the words of the items that may come out best."""
    left = HITS
    wanted: dict[int, int] = {}
    cut: list[int] = []
    for term in sorted(worth, key=lambda term: (-worth[term], term)):
        most = min(left, HITS_OF_A_WORD)
        if most <= 0:
            break
        if frequencies[term] > most:
            cut.append(term)
        wanted[term] = most
        left -= min(most, frequencies[term])
    hits = lookup.best(wanted, narrowed, place)
    missing = [term for term in worth if term not in wanted] + cut
    if not missing:
        return hits
    so_far: defaultdict[int, int] = defaultdict(int)
    for term, item, weight in hits:
        so_far[item] += worth[term] * weight
    best = sorted(so_far, key=lambda item: (-so_far[item], item))[:WEIGHED]
    kept = {*best}
    whole = [hit for hit in hits if hit.indexed in kept and hit.term not in cut]
    return whole + lookup.weights(missing, best)


def _general(narrowed: Narrowed, place: Place) -> list[int]:
    """Return the desks that help most widely: those that the filters let through or, where there are none, all."""
    general = key(place.channel, "", "g")
    hits = lookup.best({general: WEIGHED}, narrowed, place) if narrowed else []
    return [hit.indexed for hit in hits or lookup.best({general: WEIGHED}, Narrowed(), place)]
