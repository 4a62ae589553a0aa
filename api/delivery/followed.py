"""Values that a process remembers for as long as the log says nothing that concerns them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.delivery import reading
from api.delivery.queries import LogHead
from api.delivery.reading import Notes

Value = TypeVar("Value")


@dataclass(frozen=True)
class _Known(Generic[Value]):
    head: LogHead
    value: Value
    notes: Notes


class Followed(Generic[Value]):
    """One remembered value. `load` reads it, `still_right` says whether it holds although the head moved."""

    def __init__(self, *, load: Callable[[], Value], still_right: Callable[[LogHead, Value], bool]) -> None:
        self._load = load
        self._still_right = still_right
        self._known: _Known[Value] | None = None

    def at(self, head: LogHead) -> Value:
        """Return the value as of this head or a later one. The head was read before, so nothing newer is missed.

        Whatever it was made of counts as read by whoever uses it.
        """
        known = self._at(head)
        reading.add(known.notes)
        return known.value

    def _at(self, head: LogHead) -> _Known[Value]:
        known = self._known
        if known is not None and known.head.generation == head.generation:
            if known.head.hash == head.hash:
                return known
            if known.head.seq < head.seq and self._still_right(known.head, known.value):
                self._known = known = _Known(head, known.value, known.notes)
                return known
        with reading.noting() as read:
            value = self._load()
        self._known = known = _Known(head, value, read.notes())
        return known
