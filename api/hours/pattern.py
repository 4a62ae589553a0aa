"""A pattern: the hours of a contact point and when it is closed beyond them, as one short text and one short key."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self


class Closed(NamedTuple):
    """Days on which a desk is closed, the last one included; without a last day, until further notice."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Pattern:
    """Hours, None for unknown ones, and closures. Many contact points share one."""

    hours: str | None
    closures: tuple[Closed, ...] = ()

    @classmethod
    def of(cls, hours: str | None, closures: Iterable[tuple[date | None, date | None]] = ()) -> Self:
        """Return the pattern of these hours; a closure without a first day is none."""
        closed = {Closed(first, last) for first, last in closures if first is not None}
        return cls(hours or None, tuple(sorted(closed, key=_written_closure)))

    @property
    def text(self) -> str:
        """The pattern in writing: no other one is written so."""
        return "@".join([self.hours or "", *map(_written_closure, self.closures)])

    @property
    def key(self) -> str:
        """A name for the pattern that fits into a filter."""
        return key_of(self.text)


def key_of(text: str) -> str:
    """Return the key of a pattern in writing."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_pattern(text: str) -> Pattern:
    """Return the pattern that was written so."""
    hours, *closures = text.split("@")
    return Pattern(hours or None, tuple(map(_read_closure, closures)))


def written(patterns: Sequence[Pattern]) -> str:
    """Return the patterns of one service in writing, each once, in an order of their own."""
    return "|".join(sorted({pattern.text for pattern in patterns}))


def read(text: str) -> tuple[Pattern, ...]:
    """Return the patterns of one service."""
    return tuple(map(read_pattern, text.split("|")))


def _written_closure(closed: Closed) -> str:
    return f"{closed.first}/{closed.last or ''}"


def _read_closure(text: str) -> Closed:
    first, last = text.split("/")
    return Closed(date.fromisoformat(first), date.fromisoformat(last) if last else None)
