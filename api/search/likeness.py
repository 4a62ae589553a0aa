"""Which concepts a text resembles where it has none of their phrases: by shared words and by how both are read.

Readings are compared by three characters and, for less, by two at a time, so that kana, a slip of the finger and
another spelling still share most of them. Whole numbers, so that every process answers the same.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable

from api.search.folding import LETTERS

# What a concept of so many features counts half as much as a small one of the same matches.
EVEN = 600
RUN = 3
WORD = "/"
A_WORD, A_RUN, A_PAIR = 10, 6, 2
UNKNOWN = 24
# What more than one of so many concepts has tells nothing.
COMMON = 4


def runs(reading: str) -> set[str]:
    """Return the runs of a reading that two texts can share; Latin words are compared as words."""
    reading = LETTERS.sub(" ", reading)
    return {reading[at : at + length] for length in (RUN - 1, RUN) for at in range(len(reading) - length + 1)}


class Likeness:
    """All concepts by the words that they look for and the readings of their phrases, kept small: numbers as bytes."""

    def __init__(self, concepts: Iterable[tuple[Iterable[str], Iterable[str]]]) -> None:
        by_feature: defaultdict[str, array[int]] = defaultdict(lambda: array("H"))
        sizes: list[int] = []
        for number, (forms, readings) in enumerate(concepts):
            found = {WORD + form for form in forms}.union(*map(runs, readings))
            sizes.append(EVEN + sum(len(feature) >= RUN for feature in found))
            for feature in found:
                by_feature[feature].append(number)
        common = len(sizes) // COMMON
        self._by_feature = {
            feature: numbers.tobytes() if len(numbers) <= common or common < COMMON else b""
            for feature, numbers in by_feature.items()
        }
        self._sizes = sizes
        # What it says to stand in so many concepts.
        self._rarity = [UNKNOWN, *(round(16 * math.log(1 + len(sizes) / count)) for count in range(1, len(sizes) + 1))]

    def of(self, forms: Iterable[str], reading: str) -> dict[int, int]:
        """Return how much a text resembles each of the concepts that share anything with it (of 1000, about)."""
        scores: defaultdict[int, int] = defaultdict(int)
        whole = 1
        for feature in {WORD + form for form in forms} | runs(reading):
            numbers = array("H", self._by_feature.get(feature, b""))
            if not numbers and feature in self._by_feature:
                continue
            weight = A_WORD if feature[0] == WORD else A_RUN if len(feature) == RUN else A_PAIR
            worth = weight * self._rarity[len(numbers)]
            whole += worth
            for number in numbers:
                scores[number] += worth
        return {number: 1000 * score * EVEN // (self._sizes[number] * whole) for number, score in scores.items()}
