"""How a list is read: along the order of readings, along one of the orders that filtered lists have, or from few rows.

Whatever is chosen, the same documents come in the same order; what differs is how many rows are looked at. A page is
read from the list that narrows most (`list_keys`), and what else is asked is looked up row by row.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.delivery import database
from api.delivery.database import Value
from api.delivery.list_keys import TOGETHER, combined, groups, list_key

Facets = Mapping[str, Sequence[str]]

# So many lists are read side by side; a filter with more values is looked up row by row: by day, many hours are open,
# and a page is found soon. By night few are, and they are read by their own lists.
MOST_LISTS = 16
# A list up to this length is few rows: it may be read whole and sorted.
FEW = 1000
# What narrows most comes first, as far as one can say without counting.
NARROWS = (
    "topic",
    "service",
    "area",
    "audience",
    "crisis",
    "anonymous",
    "kind",
    "contact",
    "language",
    "free",
    "hours",
)
_REMEMBERED_SIZES = 4096
_SIZES_HOLD_SECONDS = 600
# What is asked again and again is named once: a name is a digest.
_list_key = lru_cache(maxsize=8192)(list_key)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Where a list is read from: these lists, or (none) all that stands; and what is looked up row by row."""

    keys: tuple[int, ...]
    rest: Facets

    @property
    def shape(self) -> tuple[int, tuple[int, ...]]:
        """Return what a statement must know of it: how many lists, and how many values of each filter."""
        return len(self.keys), tuple(len(values) for values in self.rest.values())

    def wanted(self, bounds: Sequence[str]) -> list[Value]:
        """Return the values of what is looked up row by row, in a channel and language."""
        return [value for name, values in self.rest.items() for value in (*bounds[:2], name, *values)]


def plan(place: tuple[str, ...], facets: Facets, *, sort: str) -> Plan:
    """Return how to read a list; only a choice between filters, or another order, asks for the length of lists."""
    choices = _choices(place, facets)
    if not choices:
        return Plan(keys=(), rest=facets)
    names = choices[0][0]
    if len(choices) > 1:
        # What is asked together is not counted, that is too much: it gives way only to what is rare.
        sizes = [(FEW // 5 if len(names) > 1 else size(keys), at) for at, (names, keys) in enumerate(choices)]
        names = choices[min(sizes)[1]][0]
    keys = dict(choices)[names]
    if sort == "updated" and size(keys) >= FEW:
        return Plan(keys=(), rest=facets)
    return Plan(keys=keys, rest={name: values for name, values in facets.items() if name not in names})


def _choices(place: tuple[str, ...], facets: Facets) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Return the names that a list can be read by, and the numbers of those lists; what narrows most comes first."""
    asked = [name for name in NARROWS if name in facets]
    together = groups([name for name in asked if name in TOGETHER])
    found: list[tuple[tuple[str, ...], tuple[int, ...]]] = []
    for names in [*together, *((name,) for name in asked)]:
        if any(set(names) <= set(other) for other, _ in found):
            continue
        keys = tuple(dict.fromkeys(_list_key(place, tuple(said)) for said in combined(facets, names)))
        if len(keys) <= MOST_LISTS:
            found.append((names, keys))
    return found


def size(keys: Sequence[int]) -> int:
    """Return how long these lists are together, each counted up to FEW. It may be ten minutes old: it is a guess."""
    return sum(_size(key, int(time.monotonic() // _SIZES_HOLD_SECONDS)) for key in keys)


@lru_cache(maxsize=_REMEMBERED_SIZES)
def _size(key: int, _period: int) -> int:
    statement = "SELECT COUNT(*) FROM (SELECT 1 FROM delivery_listed WHERE list_key = %s LIMIT %s) AS few"
    return int(database.rows(statement, (key, FEW))[0][0])
