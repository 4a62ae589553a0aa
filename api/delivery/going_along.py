"""What a process remembers of documents, taken along as the log goes on: only what changed is let go."""

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar
from uuid import UUID

from api.delivery import log_since
from api.delivery.queries import LogHead

Memory = TypeVar("Memory")
Without = Callable[[Memory, frozenset[UUID]], Memory]


class GoingAlong(Generic[Memory]):
    """One memory, as of the last head that was seen.

    `without` returns another memory that holds all of the first but what was made from one of these ids. A memory is
    never altered once the head has moved on: what somebody adds who has read before the change goes with the old one.
    """

    def __init__(self, empty: Callable[[], Memory], without: Without[Memory]) -> None:
        self._empty = empty
        self._without = without
        self._lock = threading.Lock()
        self._known: tuple[LogHead, Memory] | None = None

    def at(self, head: LogHead | None) -> Memory:
        """Return what is remembered as of a head that was read before; of an older one nothing."""
        if head is None:
            return self._empty()
        known = self._known
        if known is not None and (known[0] is head or known[0] == head):
            return known[1]
        if known is not None and _is_older(head, known[0]):
            return self._empty()
        # Asked before the lock: whoever waits for a database that is gone waits for nobody else's question.
        changed = None if known is None else _changed_ids(known[0], head)
        with self._lock:
            if self._known is not known:
                return self._of_another(head)
            memory = self._empty() if known is None or changed is None else self._without(known[1], changed)
            self._known = head, memory
            return memory

    def _of_another(self, head: LogHead) -> Memory:
        """Return what another thread has just taken along to the same head, or nothing."""
        known = self._known
        return known[1] if known is not None and known[0] == head else self._empty()


def _is_older(head: LogHead, known: LogHead) -> bool:
    return head.generation == known.generation and head.seq < known.seq


@lru_cache(maxsize=4)
def _changed_ids(seen: LogHead, head: LogHead) -> frozenset[UUID] | None:
    """Return what changed between two heads, or later; None where all may have. One query for all memories."""
    if (seen.generation, seen.demo) != (head.generation, head.demo):
        return None
    return log_since.changed_ids(seen)
