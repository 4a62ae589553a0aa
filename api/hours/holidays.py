"""Japanese holidays that the library for opening hours does not know.

Its list holds the days on which Sunday holidays are made up for, not those Sundays themselves, and lacks the days
around the equinoxes. `jpholiday` follows the law; tests compare it with a second source.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import jpholiday
from opening_hours import OpeningHours

JAPAN: Final = ZoneInfo("Asia/Tokyo")
#: For how many years after a question's own the holidays are put right, and opening times are looked for.
YEARS_AHEAD: Final = 2


@lru_cache(maxsize=256)
def holidays_of(year: int) -> frozenset[date]:
    """Return the holidays of a year by law."""
    return frozenset(day for day, _ in jpholiday.year_holidays(year))


@lru_cache(maxsize=256)
def names_of(year: int) -> dict[date, str]:
    """Return what the holidays of a year are called in Japanese."""
    return dict(jpholiday.year_holidays(year))


@lru_cache(maxsize=256)
def missing_in(year: int) -> tuple[date, ...]:
    """Return the holidays of a year that the library does not know, in order."""
    known = OpeningHours("PH", timezone=JAPAN, country="JP")
    return tuple(day for day in sorted(holidays_of(year)) if not known.is_open(noon(day)))


@lru_cache(maxsize=256)
def missing_from(year: int) -> tuple[date, ...]:
    """Return the holidays that the library does not know, of a year and the next ones."""
    return tuple(day for each in range(year, year + YEARS_AHEAD + 1) for day in missing_in(each))


def noon(day: date) -> datetime:
    """Return the middle of a Japanese day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=JAPAN)


def following(day: date, days: int) -> date:
    """Return a day before or after this one."""
    return day + timedelta(days=days)
