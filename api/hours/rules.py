"""The rules of an expression, rewritten so that the library gives what people mean.

Two things are put right. A rule that names holidays is followed by a copy of it for the days that the library lacks.
And a night belongs to the day on which it begins: `Mo-Fr 22:00-05:00; PH off` is closed for the whole night of a
holiday, and open until five on its morning, where the library closes the calendar day and leaves the other morning.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from opening_hours import OpeningHours

from api.hours.holidays import JAPAN, following, missing_from, noon

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUTES_OF_A_DAY: Final = 24 * 60

_SPAN = r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)"
_BARE_SPAN = r"\d{1,2}:\d\d-\d{1,2}:\d\d"
_SPANS: Final = re.compile(rf"{_BARE_SPAN}(?:, ?{_BARE_SPAN})*(?![+/\d])")
# What stands between two rules: the second overrules the first, is added to it, or holds where the first is silent.
_BETWEEN: Final = re.compile(r"(; ?|, (?!\d{1,2}:\d\d|\(|sun|dawn|dusk)| ?\|\| ?)", re.IGNORECASE)
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)(?:\[[^\]]*\])?(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?(?: [+-]\d+ days?)?"
_DAYS: Final = re.compile(rf"\b{_DAY}(?:[, ]{_DAY})*(?![A-Za-z])", re.IGNORECASE)
_HOLIDAY: Final = re.compile(r"\bPH\b(?: ([+-]\d+) days?)?", re.IGNORECASE)
_CLOSES: Final = re.compile(r"\b(?:off|closed)$", re.IGNORECASE)
_STATE: Final = re.compile(r"\b(?:off|closed|open|unknown)$", re.IGNORECASE)
# What may hold a digit or a sign beside spans of time, and what is left where a rule is written in some other way.
_HARMLESS: Final = re.compile(r"24/7| [+-]\d+ days?|\[[^\]]*\]", re.IGNORECASE)
_STRANGE: Final = re.compile(r"[:+/(]|sun|dawn|dusk", re.IGNORECASE)


class Rule(NamedTuple):
    """One rule: what joins it to the one before, for which days it holds, and what it says of them."""

    joined: str
    text: str

    @property
    def added(self) -> bool:
        """Whether it leaves what the rules before it say of the same days."""
        return self.joined.startswith(",")


def rules_of(expression: str) -> tuple[Rule, ...]:
    """Return the rules of an expression, in order."""
    first, *rest = _BETWEEN.split(expression)
    return (Rule("", first), *(Rule(joined, text) for joined, text in zip(rest[::2], rest[1::2], strict=True)))


def written(rules: Iterable[Rule]) -> str:
    """Return rules as one expression."""
    return "".join(rule.joined + rule.text for rule in rules)


def with_missing_holidays(rules: Sequence[Rule], year: int) -> Iterator[Rule]:
    """Return the rules, each that names holidays followed by its copy for those that the library lacks."""
    for rule in rules:
        yield rule
        found = _DAYS.search(rule.text)
        if found is None:
            continue
        season, rest = rule.text[: found.start()].strip(), rule.text[found.end() :]
        days = {day for holiday in _HOLIDAY.finditer(found[0]) for day in _missing(holiday, season, year)}
        if days:
            yield Rule(rule.joined or "; ", ",".join(map(_written_day, sorted(days))) + rest)


def _missing(holiday: re.Match[str], season: str, year: int) -> Iterator[date]:
    within = OpeningHours(f"{season} 00:00-24:00".strip(), timezone=JAPAN, country="JP")
    for day in missing_from(year):
        if within.is_open(noon(day)):
            yield following(day, int(holiday[1] or 0))


def _written_day(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def by_night(rules: Sequence[Rule]) -> tuple[str, str] | None:
    """Return two expressions, for the day itself and for its hours after midnight, or None where no rule passes it.

    The second says of each day what is open after the midnight that ends it, so it is asked a day later. None, too,
    where a rule is written in a way that only the library reads: with the sun, an open end, or some hours taken out.
    """
    if not any(_passes_midnight(span) for rule in rules for span in _spans(rule)):
        return None
    if any(_is_strange(rule) for rule in rules):
        return None
    return written(_with_spans(rule, _head) for rule in rules), written(_tails(rules))


def _spans(rule: Rule) -> list[re.Match[str]]:
    found = _SPANS.search(rule.text)
    return list(re.finditer(_SPAN, found[0])) if found else []


def _minutes(span: re.Match[str]) -> tuple[int, int]:
    start, end = int(span[1]) * 60 + int(span[2]), int(span[3]) * 60 + int(span[4])
    return start, end if end > start else end + MINUTES_OF_A_DAY


def _passes_midnight(span: re.Match[str]) -> bool:
    return _minutes(span)[1] > MINUTES_OF_A_DAY


def _is_strange(rule: Rule) -> bool:
    rest = _SPANS.sub("", rule.text)
    some_hours_off = rest != rule.text and _CLOSES.search(rest)
    return bool("|" in rule.joined or some_hours_off or _STRANGE.search(_HARMLESS.sub("", rest)))


def _head(span: re.Match[str]) -> str:
    start = f"{int(span[1]):02}:{span[2]}"
    return f"{start}-24:00" if _passes_midnight(span) else span[0]


def _with_spans(rule: Rule, write: Callable[[re.Match[str]], str]) -> Rule:
    return rule._replace(text=re.sub(_SPAN, write, rule.text))


def _tails(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Return what the rules say of the hours after the midnight that ends a day."""
    for rule in rules:
        found = _SPANS.search(rule.text)
        tails = ",".join(_tail(span) for span in _spans(rule) if _passes_midnight(span))
        if found and tails:
            yield rule._replace(text=rule.text[: found.start()] + tails + rule.text[found.end() :])
        elif _CLOSES.search(rule.text) or not rule.added:
            # It says nothing of the night, so it leaves none of what the rules before it said.
            days = rule.text[: found.start()] if found else _STATE.sub("", rule.text)
            yield rule._replace(text=f"{days.strip() or '24/7'} off")


def _tail(span: re.Match[str]) -> str:
    end = _minutes(span)[1] - MINUTES_OF_A_DAY
    return f"00:00-{end // 60:02}:{end % 60:02}"
