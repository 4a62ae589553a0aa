"""The measures of a ranking, and how sure one can be of their means."""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

TOP = 10
SAMPLES = 1000


class Interval(NamedTuple):
    """A mean and its 95 % interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def ndcg(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return the normalised discounted gain of the first ten: gain 2^grade - 1, discount log2(rank + 1)."""
    gains = [2 ** relevant.get(name, 0) - 1 for name in found[:TOP]]
    ideal = sorted((2**grade - 1 for grade in relevant.values()), reverse=True)[:TOP]
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def recall(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return which share of what is relevant stands among the first ten."""
    return sum(name in relevant for name in found[:TOP]) / len(relevant)


def interval(values: Sequence[float]) -> Interval:
    """Return the mean with its interval, by drawing the same number of values again and again."""
    return drawn(values, lambda some: sum(some) / len(some))


def drawn(values: Sequence[float], of: Callable[[Sequence[float]], float]) -> Interval:
    if not values:
        return Interval(0.0, 0.0, 0.0)
    chance = random.Random(5)  # the same draws at every run
    means = sorted(of(chance.choices(values, k=len(values))) for _ in range(SAMPLES))
    return Interval(of(values), means[SAMPLES * 25 // 1000], means[SAMPLES * 975 // 1000 - 1])
