"""Where something begins in a long array, found by a text: a table of numbers, in place of a dictionary of texts.

A process holds tens of thousands of features of concepts; as Python's own texts, tuples and dictionaries they took ten
times as much. Texts are told apart by 64 bits of their hash: two of a million are alike in one of 30 million processes.
"""

from array import array
from collections.abc import Iterable, Iterator

LEAST = 8
NOTHING = (0, 0)


class Table:
    """For each text, by its hash, a stretch of an array: where it begins, and how long it is."""

    def __init__(self, stretches: Iterable[tuple[int, int, int]]) -> None:
        """Take hash, beginning and length of each stretch; no hash comes twice, none is empty."""
        self._empty(LEAST)
        for count, stretch in enumerate(stretches, start=1):
            if 2 * count > self._mask:
                known = [*self.stretches()]
                self._empty(2 * count)
                for one in known:
                    self._put(*one)
            self._put(*stretch)

    def _empty(self, size: int) -> None:
        """Make room: a power of two."""
        room = 1 << size.bit_length()
        self._mask = room - 1
        self._hashes = array("q", bytes(8 * room))
        self._starts = array("I", bytes(4 * room))
        self._lengths = array("H", bytes(2 * room))

    def _put(self, hashed: int, start: int, length: int) -> None:
        slot = hashed & self._mask
        while self._lengths[slot]:
            slot = (slot + 1) & self._mask
        self._hashes[slot], self._starts[slot], self._lengths[slot] = hashed, start, length

    def find(self, hashed: int) -> tuple[int, int]:
        """Return where a stretch begins and how long it is, 0 where there is none."""
        slot = hashed & self._mask
        while length := self._lengths[slot]:
            if self._hashes[slot] == hashed:
                return self._starts[slot], length
            slot = (slot + 1) & self._mask
        return NOTHING

    def found(self, hashes: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Return what `find` does of each of many, in their order: at each call much would be looked up again."""
        mask, known, starts, lengths = self._mask, self._hashes, self._starts, self._lengths
        for hashed in hashes:
            slot = hashed & mask
            while (length := lengths[slot]) and known[slot] != hashed:
                slot = (slot + 1) & mask
            yield (starts[slot], length) if length else NOTHING

    def stretches(self) -> Iterable[tuple[int, int, int]]:
        """Return hash, beginning and length of all."""
        for slot, length in enumerate(self._lengths):
            if length:
                yield self._hashes[slot], self._starts[slot], length
