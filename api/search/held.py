"""Which words documents hold at all: of most words that none of them holds, nobody need be asked.

It is a Bloom filter of the numbers of the index: a word that it does not have stands in no document. It goes along with
the log, and no word of any question is in it.
"""

import threading
import time
from collections.abc import Iterable, Sequence
from typing import Final

from api.channels import CHANNELS
from api.delivery import log_since
from api.delivery.queries import LogHead
from api.search import lookup
from api.search.terms import number_of

# With so many bits for each word, and two of them set, one of eighty unknown words is asked for in vain.
BITS, LEAST_BITS = 16, 1 << 12
# A word's number has 47 bits: the upper ones say the second place.
UPPER = 23
READ_AT_ONCE = 10_000
# An index made anew may have other words, and the log does not tell.
SECONDS: Final = 600.0


class _Filter:
    """All words as of one head, and some that are gone."""

    def __init__(self, head: LogHead, words: int) -> None:
        self.head = head
        self.until = time.monotonic() + SECONDS
        bits = 1 << max(BITS * words, LEAST_BITS).bit_length()
        self._bits = bytearray(bits >> 3)
        self._mask = bits - 1

    def add(self, words: Iterable[int]) -> None:
        """Note words. One thread at a time."""
        bits, mask = self._bits, self._mask
        for word in words:
            for place in (word & mask, word >> UPPER & mask):
                bits[place >> 3] |= 1 << (place & 7)

    def passed(self, words: Iterable[int]) -> list[int]:
        """Return those of these words that may be there."""
        bits, mask = self._bits, self._mask
        return [
            word
            for word in words
            if bits[(word & mask) >> 3] >> (word & 7) & 1
            and bits[(word >> UPPER & mask) >> 3] >> (word >> UPPER & 7) & 1
        ]


_known: list[_Filter] = []
_adding: Final = threading.Lock()


def likely(words: Sequence[int], head: LogHead | None) -> Sequence[int]:
    """Return those of these words that a document may hold, as of a head that was read before; without one, all."""
    known = None if head is None or not words else _as_of(head)
    return words if known is None else known.passed(words)


def _as_of(head: LogHead) -> _Filter | None:
    """Return the filter as of this head; none where the head is an older one. A query or two where the log went on."""
    known = _known[0] if _known else None
    if known is None or known.until < time.monotonic():
        return _made(head)
    if known.head == head:
        return known
    if known.head.generation == head.generation and head.seq <= known.head.seq:
        return None
    changed = log_since.changed_ids(known.head) if known.head.generation == head.generation else None
    if changed is None:
        return _made(head)
    fresh = lookup.words_of([number_of(channel, content_id) for content_id in changed for channel in CHANNELS])
    with _adding:
        known.add(fresh)
        known.head = head
    return known


def _made(head: LogHead) -> _Filter:
    """Read all words, some at a time."""
    made = _Filter(head, lookup.count_of_words())
    after, more = -1, True
    while more:
        words = lookup.words(after, READ_AT_ONCE)
        made.add(words)
        after, more = (words[-1], True) if len(words) == READ_AT_ONCE else (after, False)
    _known[:] = [made]
    return made


def forget() -> None:
    """Forget it: the index is another one."""
    _known.clear()
