"""Lists with an order of their own: one for each facet value of a document, and for what people ask together.

A list is named by a number, the digest of what it is asked. Two names that meet by chance (one in 2^60) would show a
document of the same channel, language and type under a filter that is not its own, and nothing else. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations, product

# Each alone leaves too much: a desk for the whole country is in every area, one for anyone in every audience.
TOGETHER = ("area", "audience", "topic")

Facet = tuple[str, str]
"""A name and a value."""


def list_key(place: Sequence[str], facets: Iterable[Facet]) -> int:
    """Return the number of a list: in a channel, language and type, what has all of these facets."""
    said = "\n".join([*place, *("=".join(facet) for facet in sorted(facets))])
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), signed=True)


def keys_of(place: Sequence[str], facets: Mapping[str, Sequence[str]]) -> set[int]:
    """Return the number of every list in which a document with these facets stands."""
    alone = [[(name, value)] for name, values in facets.items() for value in values]
    together = [said for names in groups(TOGETHER) for said in combined(facets, names)]
    return {list_key(place, said) for said in [*alone, *together]}


def groups(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return which of these names are asked together, all of them before two of them."""
    return [group for count in range(len(names), 1, -1) for group in combinations(names, count)]


def combined(facets: Mapping[str, Sequence[str]], names: Sequence[str]) -> list[list[Facet]]:
    """Return every combination of the values of these names."""
    return [list(said) for said in product(*([(name, value) for value in facets.get(name, ())] for name in names))]
