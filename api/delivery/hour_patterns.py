"""Which hours are open at a moment, for the filters `open_now` and `open_at`: patterns are asked, not services."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from api.delivery import log_since, queries
from api.delivery.followed import Followed
from api.delivery.queries import LogHead, Place
from api.hours.evaluation import holding, minute_of
from api.hours.pattern import Pattern, read_pattern

# A filter with no value at all cannot be asked: no pattern has this key.
NONE_OPEN = "none"
# Windows of time that are remembered beside the one that goes on now, for those who ask about another time.
_WINDOWS = 8


class Window(NamedTuple):
    """The keys of what is open from one moment until another; None: as far as is known."""

    since: datetime
    until: datetime | None
    keys: tuple[str, ...]

    def holds(self, at: datetime) -> bool:
        """Return whether this says what is open at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


class Timetable:
    """The distinct patterns of one place, asked anew only once one of them opens or closes."""

    def __init__(self, patterns: Sequence[tuple[str, Pattern]]) -> None:
        self._patterns = tuple(patterns)
        self._windows: tuple[Window, ...] = ()

    def at(self, moment: datetime) -> Window:
        """Return what is open at a moment, and for how long."""
        for window in self._windows:
            if window.holds(moment):
                return window
        window = self._ask(moment)
        self._windows = (window, *self._windows)[:_WINDOWS]  # in one step: threads share it
        return window

    def _ask(self, moment: datetime) -> Window:
        found = [(key, *holding(pattern, moment)) for key, pattern in self._patterns]
        ends = [until for _, _, until in found if until is not None]
        keys = tuple(key for key, is_open, _ in found if is_open)
        return Window(moment, min(ends, default=None), keys or (NONE_OPEN,))


_followed: dict[Place, Followed[Timetable]] = {}
_timetables: dict[Place, tuple[tuple[tuple[str, str], ...], Timetable]] = {}


def open_at(moment: datetime, place: Place, head: LogHead | None) -> Window:
    """Return which patterns of a place are open at a moment, as of a head. No query while no service changes.

    Raises OutOfSight for a moment in a year whose holidays nobody knows.
    """
    moment = minute_of(moment)
    if head is None:
        return Window(moment, None, (NONE_OPEN,))
    if place not in _followed:
        _followed[place] = Followed(
            load=lambda: _load(place),
            still_right=lambda seen, _: log_since.untouched_since(seen, place.channel, ("service",), ()),
        )
    return _followed[place].at(head).at(moment)


def _load(place: Place) -> Timetable:
    """Read the patterns of a place; where they are what they were, what is known of them stays known."""
    patterns = tuple(queries.hour_patterns(place))
    known = _timetables.get(place)
    if known is None or known[0] != patterns:
        known = _timetables[place] = (patterns, Timetable([(key, read_pattern(text)) for key, text in patterns]))
    return known[1]
