"""Which concepts a text resembles where it has none of their phrases: by shared words and by how both are read.

Readings are compared by three characters and, for less, by two at a time, so that kana, a slip of the finger and
another spelling still share most of them. Whole numbers, so that every process answers the same.
"""

import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from api.search.compact import Table
from api.search.folding import LETTERS

# What a concept of so many features counts half as much as a small one of the same matches.
EVEN = 600
RUN = 3
WORD = "/"
A_WORD, A_RUN, A_PAIR = 10, 6, 2
UNKNOWN = 24
# What more than one of so many concepts has tells nothing.
COMMON = 4
# A concept's number takes so many bits beside a feature.
NUMBER_BITS = 16
# In so many parts features are put in order: never all at once, which would cost a process some megabytes for good.
AT_ONCE = 16


def runs(reading: str) -> set[str]:
    """Return the runs of a reading that two texts can share; Latin words are compared as words."""
    reading = LETTERS.sub(" ", reading)
    return {reading[at : at + length] for length in (RUN - 1, RUN) for at in range(len(reading) - length + 1)}


class Features(NamedTuple):
    """What a concept has that a text can share, as hashes, and how much of it there is."""

    hashes: "array[int]"
    size: int


def features(forms: Iterable[str], readings: Iterable[str]) -> Features:
    """Return the features of a concept: the words that it looks for, and the runs of the readings of its phrases."""
    found = {WORD + form for form in forms}.union(*map(runs, readings))
    return Features(array("q", {*map(hash, found)}), EVEN + sum(len(feature) >= RUN for feature in found))


class Likeness:
    """All concepts by their features, kept small."""

    def __init__(self, made_of: Iterable[Features]) -> None:
        concepts = [*made_of]
        self._sizes = array("I", [concept.size for concept in concepts])
        self._smallest, self._largest = min(self._sizes, default=1), max(self._sizes, default=1)
        self._numbers = array("H")
        self._table = Table(self._stretches(concepts))
        common = len(concepts) // COMMON
        self._common = common if common >= COMMON else len(concepts)
        # What it says to stand in so many concepts.
        rarity = (round(16 * math.log(1 + len(concepts) / count)) for count in range(1, len(concepts) + 1))
        self._rarity = array("H", [UNKNOWN, *rarity])

    def _stretches(self, concepts: Sequence[Features]) -> Iterator[tuple[int, int, int]]:
        """Note the concepts of each feature, and return its hash, where they begin and how many they are."""
        for some in range(AT_ONCE):
            pairs = [
                hashed << NUMBER_BITS | number
                for number, concept in enumerate(concepts)
                for hashed in concept.hashes
                if hashed % AT_ONCE == some
            ]
            for hashed, having in groupby(sorted(pairs), lambda pair: pair >> NUMBER_BITS):
                start = len(self._numbers)
                self._numbers.extend(pair & (1 << NUMBER_BITS) - 1 for pair in having)
                yield hashed, start, len(self._numbers) - start

    def features(self) -> Iterator[Features]:
        """Return the features of each concept again, in order."""
        of: list[array[int]] = [array("q") for _ in self._sizes]
        for hashed, start, length in self._table.stretches():
            for number in self._numbers[start : start + length]:
                of[number].append(hashed)
        return map(Features, of, self._sizes)

    def of(self, forms: Iterable[str], reading: str, also: Collection[int] = ()) -> dict[int, int]:
        """Return how much a text resembles the concepts that share most with it, and these also (of 1000, about).

        All that it resembles half as much as the one that it resembles most are among them.
        """
        scores = [0] * len(self._sizes)
        whole = 1
        common, rarity, numbers = self._common, self._rarity, self._numbers
        wanted = {WORD + form for form in forms} | runs(reading)
        for feature, (start, count) in zip(wanted, self._table.found(map(hash, wanted)), strict=True):
            if count > common:
                continue
            weight = A_WORD if feature[0] == WORD else A_RUN if len(feature) == RUN else A_PAIR
            worth = weight * rarity[count]
            whole += worth
            for number in numbers[start : start + count]:
                scores[number] += worth
        sizes = self._sizes
        # A third, since shares are rounded: what has less resembles a text too little or not half as much.
        least = max(1, max(scores, default=0) * self._smallest // (3 * self._largest))
        near = [number for number, score in enumerate(scores) if score >= least]
        near += [number for number in also if 0 < scores[number] < least]
        return {number: 1000 * scores[number] * EVEN // (sizes[number] * whole) for number in near}
