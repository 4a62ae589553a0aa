"""Opening hours that schema.org can say: weekly times and public holidays. Anything else is left out, never bent.

`Mo-Fr 09:00-17:00; PH off` can be said. `Dec 29-Jan 03 off` cannot, since schema.org's days of a year need a year; to
leave only that part out would promise an open desk at New Year. So such an expression gives nothing at all.
"""

import re
from collections.abc import Mapping
from typing import Any

from api.delivery.json_ld.node import Node, node

DAYS = {
    "Mo": "Monday",
    "Tu": "Tuesday",
    "We": "Wednesday",
    "Th": "Thursday",
    "Fr": "Friday",
    "Sa": "Saturday",
    "Su": "Sunday",
}
WEEK = tuple(DAYS)
HOLIDAYS = "PH"
DAY = re.compile(r"(?P<from>Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?P<to>Mo|Tu|We|Th|Fr|Sa|Su))?")
RULE = re.compile(
    r"(?:(?P<days>(?:PH|Mo|Tu|We|Th|Fr|Sa|Su)[A-Za-z,-]*)\s+)?"
    r"(?P<times>off|closed|\d{2}:\d{2}-\d{2}:\d{2}(?:,\s?\d{2}:\d{2}-\d{2}:\d{2})*)"
)
ALL_DAY = ("00:00", "23:59")
CLOSED = ("00:00", "00:00")  # opens and closes at once: how schema.org says that nobody is there

Times = tuple[tuple[str, str], ...]


def specifications(expression: str | None) -> list[Node]:
    """Return what schema.org can say of an expression: all of it or nothing."""
    if not expression:
        return []
    if expression == "24/7":
        return _said(dict.fromkeys((*WEEK, HOLIDAYS), (ALL_DAY,)))
    by_day: dict[str, Times] = {}
    for rule in (piece.strip() for piece in expression.split(";")):
        days, times = _rule(rule)
        # In OSM the later rule wins: one for weekdays after one for holidays would open the desk on holidays again.
        if not days or (HOLIDAYS in by_day and HOLIDAYS not in days):
            return []
        by_day |= dict.fromkeys(days, times)
    return _said(by_day)


def closed(closure: Mapping[str, Any] | None) -> list[Node]:
    """Return that nobody is there from one day to another, both included."""
    if closure is None:
        return []
    opens, closes = CLOSED
    told = node("OpeningHoursSpecification", opens=opens, closes=closes)
    return [told | node(told["@type"], validFrom=closure["from"], validThrough=closure["until"])]


def _rule(rule: str) -> tuple[tuple[str, ...], Times]:
    """Return the days and times of one rule; no days where it says more than schema.org can."""
    match = RULE.fullmatch(rule)
    if match is None:
        return (), ()
    days = _days(match["days"])
    if match["times"] in ("off", "closed"):
        return days, (CLOSED,) if days == (HOLIDAYS,) else ()
    return days, tuple(_time(piece.strip()) for piece in match["times"].split(","))


def _days(text: str | None) -> tuple[str, ...]:
    if text is None:
        return WEEK
    found: list[str] = []
    for piece in text.split(","):
        if piece == HOLIDAYS:
            found.append(HOLIDAYS)
            continue
        match = DAY.fullmatch(piece)
        if match is None:
            return ()
        first, last = WEEK.index(match["from"]), WEEK.index(match["to"] or match["from"])
        found += [WEEK[(first + step) % 7] for step in range((last - first) % 7 + 1)]
    return tuple(found)


def _time(text: str) -> tuple[str, str]:
    """Return one span of hours; what goes on after midnight closes on the next day, as schema.org means it too."""
    opens, closes = text.split("-")
    hour, minute = closes.split(":")
    if closes == "24:00":
        return opens, "23:59"
    return opens, f"{int(hour) % 24:02}:{minute}"


def _said(by_day: Mapping[str, Times]) -> list[Node]:
    days_of: dict[tuple[str, str], list[str]] = {}
    for day, times in by_day.items():
        for span in times:
            days_of.setdefault(span, []).append(f"https://schema.org/{DAYS.get(day, 'PublicHolidays')}")
    return [
        node("OpeningHoursSpecification", dayOfWeek=days, opens=opens, closes=closes)
        for (opens, closes), days in days_of.items()
    ]
