"""Open or closed to the minute, against a slow reading of the same notice; and what the library alone gets wrong."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from api.hours.evaluation import OutOfSight, days, holding, opening
from api.hours.holidays import JAPAN
from api.hours.pattern import Closed, Pattern, read, written
from tests.hours import reference
from tests.hours.reference import Line

MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


def is_open(hours: str | None, text: str) -> bool | None:
    return opening([Pattern.of(hours)], at(text)).open


@given(reference.notices, reference.closures, reference.moments)
@settings(max_examples=150, deadline=None)
def test_a_desk_is_open_when_its_notice_says_so(lines: list[Line], closed: list[Closed], moment: datetime) -> None:
    pattern = Pattern.of(reference.expression(lines), closed)
    # Beside the moment itself, the hours around it: most mistakes sit at an edge.
    for minutes in (0, *range(-720, 1440, 95)):
        then = moment + minutes * MINUTE
        assert holding(pattern, then)[0] is reference.is_open(lines, closed, then), (pattern.text, then)


@given(reference.notices, reference.closures, reference.moments)
@settings(max_examples=60, deadline=None)
def test_the_next_change_is_the_first_minute_that_is_other(
    lines: list[Line], closed: list[Closed], moment: datetime
) -> None:
    pattern = Pattern.of(reference.expression(lines), closed)
    now, until = holding(pattern, moment)
    then = moment
    while reference.is_open(lines, closed, then) is now and then - moment < timedelta(days=2):
        then += MINUTE
    if then - moment < timedelta(days=2):
        assert until == then
    else:
        assert until is None or until >= then


@given(st.lists(st.tuples(reference.notices, reference.closures), min_size=1, max_size=3), reference.moments)
@settings(max_examples=60, deadline=None)
def test_a_service_is_open_while_any_of_its_contacts_is(
    contacts: list[tuple[list[Line], list[Closed]]], moment: datetime
) -> None:
    patterns = [Pattern.of(reference.expression(lines), closed) for lines, closed in contacts]
    found = opening(patterns, moment)
    assert found.open is any(reference.is_open(lines, closed, moment) for lines, closed in contacts)
    assert read(written(patterns)) == tuple(sorted(set(patterns), key=lambda pattern: pattern.text))
    if found.open:
        assert found.next_opens_at is None
        assert found.closes_at == found.until
    else:
        assert found.closes_at is None
        assert found.next_opens_at == found.until
    if found.until is not None:
        before, after = found.until - MINUTE, found.until
        assert [opening(patterns, then).open for then in (before, after)] == [found.open, not found.open]


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        # Days around the equinoxes, and a Sunday: the library knows none of them.
        ("Mo-Fr 09:00-17:00; PH off", "2026-09-22T10:00", False),
        ("Mo-Fr 09:00-17:00; PH off", "2027-03-22T10:00", False),
        ("Mo-Su 09:00-17:00; PH off", "2026-05-03T10:00", False),
        ("Mo-Fr 17:00-22:00; Sa,Su,PH 09:00-21:00", "2026-09-22T10:00", True),
        ("Mo-Su 09:00-17:00; PH +1 day off", "2026-09-23T10:00", False),
        ("Mo-Su 09:00-17:00; 2027 PH off", "2026-09-22T10:00", True),
        ("Mo-Su 09:00-17:00; 2027 PH off", "2027-03-22T10:00", False),
        ("Mo-Su 09:00-17:00; Sep PH off", "2027-03-22T10:00", True),
        ("Mo-Fr 10:00-12:00, PH 20:00-21:00", "2026-09-22T20:30", True),
        # A night belongs to the day on which it begins.
        ("Mo-Fr 22:00-05:00; PH off", "2026-11-24T02:00", False),
        ("Mo-Fr 22:00-05:00; PH off", "2026-11-03T02:00", True),
        ("Mo-Fr 22:00-05:00; PH off", "2026-11-03T23:00", False),
        ("Mo-Fr 22:00-05:00; PH off", "2026-09-23T02:00", False),
        ("Mo-Su 20:00-05:00; Dec 31 off", "2027-01-01T02:00", False),
        ("Mo-Su 20:00-05:00; Dec 31 off", "2026-12-31T02:00", True),
        ("Mo-Su 16:00-21:00; Nov 10 08:00-32:00", "2026-11-11T07:59", True),
        ("Mo-Su 16:00-21:00; Nov 10 08:00-32:00", "2026-11-11T08:00", False),
        ("Mo-Fr 22:00-05:00; Sa 10:00-12:00", "2026-11-28T04:00", True),
        ("Mo-Fr 20:00-26:00, Sa 10:00-12:00", "2026-11-28T01:59", True),
        # Written without a night, a day is a day.
        ("Mo 22:00-24:00; Tu-Fr 00:00-05:00,22:00-24:00; Sa 00:00-05:00; PH off", "2026-11-24T02:00", True),
        # What only the library reads is left to it.
        ("Mo-Fr 20:00-02:00; Tu 00:00-01:00 off", "2026-11-24T00:30", False),
        ("Sa[2,4] 10:00-12:00", "2026-11-28T11:00", True),
        ("Mo[-1] 10:00-12:00", "2026-11-23T11:00", False),
        ("2026 Dec 29-2027 Jan 03 off", "2026-12-30T11:00", False),
        ("24/7", "2026-11-25T03:00", True),
        # Unknown is neither.
        (None, "2026-11-25T12:00", None),
        ("Mo-Fr 10:00-12:00; Sa unknown", "2026-11-28T11:00", None),
        ("no hours at all", "2026-11-25T12:00", None),
    ],
)
def test_cases_by_hand(hours: str | None, moment: str, expected: bool | None) -> None:
    assert is_open(hours, moment) is expected


def test_the_library_alone_says_otherwise() -> None:
    """As soon as this fails, a newer library has learnt it, and our cure may go."""
    for hours, moment in [
        ("Mo-Fr 09:00-17:00; PH off", "2026-09-22T10:00"),
        ("Mo-Fr 22:00-05:00; PH off", "2026-11-24T02:00"),
        ("Mo-Fr 22:00-05:00; PH off", "2026-11-03T02:00"),
    ]:
        alone = OpeningHours(hours, timezone=JAPAN, country="JP").is_open(at(moment))
        assert alone is not is_open(hours, moment)


def test_unknown_hours_of_one_contact_leave_a_closed_service_unknown() -> None:
    known, unknown = Pattern.of("Mo-Fr 09:00-17:00"), Pattern.of(None)
    evening = opening([known, unknown], at("2026-11-25T20:00"))
    assert (evening.open, evening.next_opens_at) == (None, at("2026-11-26T09:00"))
    assert opening([known, unknown], at("2026-11-25T10:00")).open is True


def test_a_closure_closes_also_where_hours_are_unknown_and_ends_after_its_last_day() -> None:
    pattern = Pattern.of(None, [(date(2026, 12, 29), date(2027, 1, 3))])
    assert opening([pattern], at("2026-12-28T23:59")).open is None
    closed = opening([pattern], at("2026-12-29T00:00"))
    assert (closed.open, closed.until, closed.next_opens_at) == (False, at("2027-01-04T00:00"), None)
    assert opening([pattern], at("2027-01-04T00:00")).open is None


def test_what_is_closed_until_further_notice_opens_at_no_known_time() -> None:
    pattern = Pattern.of("24/7", [(date(2026, 12, 1), None)])
    assert opening([pattern], at("2026-11-30T12:00")).closes_at == at("2026-12-01T00:00")
    closed = opening([pattern], at("2026-12-01T00:00"))
    assert (closed.open, closed.until, closed.next_opens_at) == (False, None, None)


def test_seconds_change_nothing_and_other_time_zones_mean_the_same_moment() -> None:
    pattern = Pattern.of("Mo-Fr 09:00-17:00")
    assert holding(pattern, at("2026-11-25T16:59:59.999999"))[0] is True
    assert holding(pattern, at("2026-11-25T17:00:00"))[0] is False
    assert holding(pattern, datetime.fromisoformat("2026-11-25T00:00:00+00:00"))[0] is True


@pytest.mark.parametrize("year", [1, 1999, 2098, 9999])
def test_years_whose_holidays_nobody_knows_are_refused(year: int) -> None:
    with pytest.raises(OutOfSight):
        holding(Pattern.of("24/7"), datetime(year, 6, 1, tzinfo=JAPAN))


def test_days_are_shown_with_their_spans() -> None:
    shown = list(days(Pattern.of("Mo-Fr 22:00-02:00"), date(2026, 11, 27), 3))
    opened = [
        [(start.strftime("%H:%M"), end.strftime("%d %H:%M")) for start, end, open in day if open] for _, day in shown
    ]
    assert opened == [[("00:00", "27 02:00"), ("22:00", "28 00:00")], [("00:00", "28 02:00")], []]
