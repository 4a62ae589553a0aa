"""Values that a process remembers for as long as the log says nothing that concerns them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.delivery.queries import LogHead

Value = TypeVar("Value")


@dataclass(frozen=True)
class _Known(Generic[Value]):
    head: LogHead
    value: Value


class Followed(Generic[Value]):
    """One remembered value. `load` reads it, `still_right` says whether it holds although the head moved."""

    def __init__(self, *, load: Callable[[], Value], still_right: Callable[[LogHead, Value], bool]) -> None:
        self._load = load
        self._still_right = still_right
        self._known: _Known[Value] | None = None

    def at(self, head: LogHead) -> Value:
        """Return the value as of this head or a later one. The head was read before, so nothing newer is missed."""
        known = self._known
        if known is not None and known.head.generation == head.generation:
            if known.head.hash == head.hash:
                return known.value
            if known.head.seq < head.seq and self._still_right(known.head, known.value):
                self._known = _Known(head, known.value)
                return known.value
        value = self._load()
        self._known = _Known(head, value)
        return value
