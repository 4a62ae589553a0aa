"""Opening hours as a person reads them from a notice on a door: slow, minute by minute, with nobody's library.

A notice is a list of rules. For each day the last rule that names it says from when until when the desk is open, and a
span that passes midnight belongs to the day on which it begins. Holidays come from a second source.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from holidays import country_holidays
from hypothesis import strategies as st

from api.hours.holidays import JAPAN
from api.hours.pattern import Closed

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = 24 * 60
HOLIDAYS = country_holidays("JP", years=range(2025, 2031))


@dataclass(frozen=True)
class Line:
    """One rule: weekdays and holidays or days of the year, and spans in minutes; no span means closed."""

    weekdays: tuple[int, ...] = ()
    on_holidays: bool = False
    year_days: tuple[tuple[int, int], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    def names(self, day: date) -> bool:
        if self.year_days:
            return (day.month, day.day) in self.year_days
        return day.weekday() in self.weekdays or (self.on_holidays and day in HOLIDAYS)

    def written(self) -> str:
        if self.year_days:
            days = ",".join(f"{MONTHS[month - 1]} {day:02}" for month, day in self.year_days)
        else:
            days = ",".join([DAYS[day] for day in self.weekdays] + ["PH"] * self.on_holidays)
        spans = ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in self.spans)
        return f"{days} {spans or 'off'}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def expression(lines: Sequence[Line]) -> str:
    return "; ".join(line.written() for line in lines)


def is_open(lines: Sequence[Line], closures: Sequence[Closed], at: datetime) -> bool:
    day, minute = at.date(), at.hour * 60 + at.minute
    if any(closed.first <= day and (closed.last is None or day <= closed.last) for closed in closures):
        return False
    return _holds(lines, day, minute) or _holds(lines, day - timedelta(days=1), minute + DAY)


def _holds(lines: Sequence[Line], day: date, minute: int) -> bool:
    for line in reversed(lines):
        if line.names(day):
            return any(start <= minute < end for start, end in line.spans)
    return False


# --- Notices that hypothesis writes ---

_quarters = st.integers(0, 95).map(lambda quarter: quarter * 15)


@st.composite
def _spans(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    start = draw(_quarters)
    first = (start, start + draw(st.integers(1, 80)) * 15)
    if first[1] > DAY - 30 or draw(st.booleans()):
        return (first,)
    second = draw(st.integers(first[1] // 15 + 1, 95)) * 15
    return first, (second, second + draw(st.integers(1, 40)) * 15)


_weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
_year_days = st.sets(
    st.sampled_from([(1, 1), (3, 21), (3, 22), (9, 21), (9, 22), (11, 23), (11, 24), (12, 31)]), min_size=1, max_size=3
).map(lambda days: tuple(sorted(days)))
_line = st.one_of(
    st.builds(Line, weekdays=_weekdays, spans=_spans()),
    st.builds(Line, weekdays=_weekdays, on_holidays=st.just(value=True), spans=_spans()),
    st.builds(Line, on_holidays=st.just(value=True), spans=st.one_of(st.just(()), _spans())),
    st.builds(Line, year_days=_year_days, spans=st.one_of(st.just(()), _spans())),
)
notices = st.lists(_line, min_size=1, max_size=4)

_some_day = st.dates(date(2026, 1, 1), date(2028, 12, 20))
# Most days are alike: holidays, the days around them and the turn of the year are asked more often.
_days = st.one_of(
    _some_day,
    st.tuples(st.sampled_from(sorted(day for day in HOLIDAYS if 2026 <= day.year <= 2028)), st.integers(-1, 1)).map(
        lambda found: found[0] + timedelta(days=found[1])
    ),
)
moments = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=JAPAN),
    _days,
    st.integers(0, DAY - 1),
)


@st.composite
def _closed(draw: st.DrawFn) -> Closed:
    first = draw(_days)
    return Closed(first, draw(st.one_of(st.none(), st.integers(0, 9).map(lambda days: first + timedelta(days=days)))))


closures = st.lists(_closed(), max_size=2)
