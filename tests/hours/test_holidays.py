"""Japanese holidays from two sources that know nothing of each other, in this year and the next two."""

from datetime import date, datetime, timedelta

import jpholiday
import pytest
from holidays import country_holidays

from api.hours.evaluation import holding
from api.hours.holidays import JAPAN, holidays_of, missing_in, noon
from api.hours.pattern import Pattern

THIS_YEAR = datetime.now(JAPAN).year
YEARS = sorted({2026, 2027, 2028, *range(THIS_YEAR, THIS_YEAR + 3)})


@pytest.mark.parametrize("year", YEARS)
def test_both_sources_name_the_same_days(year: int) -> None:
    assert sorted(country_holidays("JP", years=year)) == [day for day, _ in jpholiday.year_holidays(year)]


@pytest.mark.parametrize("year", YEARS)
def test_desks_that_close_on_holidays_close_on_exactly_those_days(year: int) -> None:
    closed_on_holidays, open_on_holidays = Pattern.of("Mo-Su 00:00-24:00; PH off"), Pattern.of("PH 00:00-24:00")
    expected = country_holidays("JP", years=year)
    day = date(year, 1, 1)
    while day.year == year:
        assert holding(closed_on_holidays, noon(day))[0] is (day not in expected), day
        assert holding(open_on_holidays, noon(day))[0] is (day in expected), day
        day += timedelta(days=1)


def test_the_days_that_started_it() -> None:
    assert date(2026, 9, 22) in missing_in(2026)
    assert date(2027, 3, 22) in missing_in(2027)
    assert set(missing_in(2026)) < holidays_of(2026)
