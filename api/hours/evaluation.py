"""Whether patterns are open at a moment, and when that changes. A service is open if any of its patterns is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined] # missing in its stub

from api.hours.holidays import JAPAN, YEARS_AHEAD
from api.hours.pattern import Closed, Pattern
from api.hours.rules import by_night, rules_of, with_missing_holidays, written

#: The years of which a question may be: those whose holidays follow from the law of today.
YEARS: Final = range(2000, 2098)
_DAY: Final = timedelta(days=1)
_TOLD: Final = {State.OPEN: True, State.CLOSED: False}

Is = bool | None
"""Open, closed, or, as None, unknown."""


class OutOfSight(ValueError):
    """The moment lies in a year whose holidays nobody knows."""


class Span(NamedTuple):
    """What holds until a moment."""

    until: datetime
    open: Is


@dataclass(frozen=True)
class Opening:
    """What holds at a moment, and when it changes; None where no change is in sight."""

    open: Is
    until: datetime | None
    next_opens_at: datetime | None

    @property
    def closes_at(self) -> datetime | None:
        """When what is open now closes."""
        return self.until if self.open else None


def opening(patterns: Sequence[Pattern], at: datetime) -> Opening:
    """Return whether any of the patterns is open: unknown where none is, and one may be. Raises OutOfSight."""
    at = minute_of(at)
    sight = datetime(at.year + YEARS_AHEAD + 1, 1, 1, tzinfo=JAPAN)
    spans = _merged([_spans(pattern, at, sight) for pattern in patterns], _any_open, sight=sight)
    now = next(spans)
    if now.until >= sight:
        return Opening(now.open, None, None)
    start, next_opens_at = now.until, None
    for span in spans if not now.open else ():
        if span.open:
            next_opens_at = start
            break
        start = span.until
    return Opening(now.open, now.until, next_opens_at)


def holding(pattern: Pattern, at: datetime) -> tuple[Is, datetime | None]:
    """Return whether one pattern is open, and until when: None where no end is in sight. Raises OutOfSight."""
    at = minute_of(at)
    sight = datetime(at.year + YEARS_AHEAD + 1, 1, 1, tzinfo=JAPAN)
    span = next(_spans(pattern, at, sight))
    return span.open, span.until if span.until < sight else None


def days(pattern: Pattern, first: date, count: int) -> Iterator[tuple[date, list[tuple[datetime, datetime, Is]]]]:
    """Return some days, each with its spans: from, until, and whether it is open. Raises OutOfSight."""
    start = minute_of(datetime(first.year, first.month, first.day, tzinfo=JAPAN))
    for n in range(count):
        midnight = start + n * _DAY
        begin, spans = midnight, []
        for span in _spans(pattern, midnight, midnight + _DAY):
            spans.append((begin, span.until, span.open))
            begin = span.until
        yield midnight.date(), spans


def minute_of(at: datetime) -> datetime:
    """Return a moment as a minute in Japan, which is how finely hours are told. Raises OutOfSight."""
    if at.year not in YEARS:
        raise OutOfSight
    return at.astimezone(JAPAN).replace(second=0, microsecond=0)


def _any_open(states: Sequence[Is]) -> Is:
    return True if True in states else None if None in states else False


def _unless_closed(states: Sequence[Is]) -> Is:
    usual, *closed = states
    return False if True in closed else usual


def _spans(pattern: Pattern, at: datetime, sight: datetime) -> Iterator[Span]:
    """Return what a pattern says until the end of sight. What is closed until further notice is not looked into."""
    ended = [max(at, _midnight(closed.first)) for closed in pattern.closures if closed.last is None]
    end = min([*ended, sight])
    usual = chain(_usual(pattern.hours, at, end) if at < end else (), (Span(sight, open=False),) if end < sight else ())
    closures = [_closed(closed, at, sight) for closed in pattern.closures if closed.last is not None]
    return _merged([usual, *closures], _unless_closed)


def _closed(closed: Closed, at: datetime, sight: datetime) -> Iterator[Span]:
    last = sight if closed.last is None else _midnight(closed.last) + _DAY
    for until, holds in ((_midnight(closed.first), False), (last, True), (sight, False)):
        end = min(until, sight)
        if at < end:
            yield Span(end, holds)
            at = end


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=JAPAN)


def _usual(hours: str | None, at: datetime, sight: datetime) -> Iterator[Span]:
    """Return what hours say without closures. Hours that cannot be read are unknown."""
    if hours is None:
        return iter((Span(sight, None),))
    try:
        of_days, of_nights = _read(hours, at.year)
    except ParserError:
        return iter((Span(sight, None),))
    if of_nights is None:
        return _asked(of_days, at, sight)
    nights = (Span(span.until + _DAY, span.open) for span in _asked(of_nights, at - _DAY, sight - _DAY))
    return _merged([_asked(of_days, at, sight), nights], _any_open)


def _asked(hours: OpeningHours, at: datetime, sight: datetime) -> Iterator[Span]:
    return (Span(until, _TOLD.get(state)) for _, until, state, _ in hours.intervals(at, sight))


@lru_cache(maxsize=16384)
def _read(hours: str, year: int) -> tuple[OpeningHours, OpeningHours | None]:
    """Return the library's reading of hours, put right for a year and the next ones: of days, and of nights after."""
    _library(hours)
    rules = tuple(with_missing_holidays(rules_of(hours), year))
    split = by_night(rules)
    if split is None:
        return _library(written(rules)), None
    return _library(split[0]), _library(split[1])


def _library(expression: str) -> OpeningHours:
    return OpeningHours(expression, timezone=JAPAN, country="JP")


def _merged(
    streams: Sequence[Iterator[Span]], combine: Callable[[Sequence[Is]], Is], *, sight: datetime | None = None
) -> Iterator[Span]:
    """Return what several streams of spans say together. Each ends where all end; equal neighbours become one.

    With ``sight``, what is open until then settles all, and the others are not looked into.
    """
    current = [next(stream) for stream in streams]
    told: Span | None = None
    while True:
        settled = [span for span in current if span.open and span.until == sight]
        until = min(span.until for span in settled or current)
        state = combine([span.open for span in current])
        if told is not None and told.open != state:
            yield told
        told = Span(until, state)
        following = [next(one, None) if now.until <= until else now for one, now in zip(streams, current, strict=True)]
        if settled or None in following:
            yield told
            return
        current = [span for span in following if span is not None]
