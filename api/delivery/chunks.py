"""Long lists in statements of bounded length: databases limit their parameters."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

CHUNK: Final = 500
T = TypeVar("T")


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return the items in runs of at most CHUNK."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
