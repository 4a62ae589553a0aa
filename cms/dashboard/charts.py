"""Plots as shapes: where each bar and each point stands. Pure; the templates draw them, and a table says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

#: The plane of lines, in its own units.
WIDTH, HEIGHT = 600, 160
#: How lines are told apart without colours.
DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 2", "1 3")


@dataclass(frozen=True)
class Bar:
    """One bar: what it is, how many, and how long it is (of 100)."""

    label: str
    count: int
    length: float


@dataclass(frozen=True)
class Line:
    """One line: what it is, its points as SVG writes them, and how it is dashed."""

    label: str
    points: str
    dash: str
    number: int


@dataclass(frozen=True)
class Lines:
    """Several lines over the same days, and the table of the same numbers: a day and the count of each."""

    lines: Sequence[Line]
    labels: Sequence[str]
    rows: Sequence[tuple[date, Sequence[int | None]]]
    top: int


def bars(counts: Mapping[str, int], labels: Mapping[str, str]) -> list[Bar]:
    """A bar for each count, as long as it is beside the largest."""
    largest = max(counts.values(), default=0) or 1
    return [Bar(labels.get(key, key), count, round(100 * count / largest, 1)) for key, count in counts.items()]


def lines(by_day: Mapping[date, Mapping[str, int]], labels: Mapping[str, str]) -> Lines | None:
    """A line for each key, over the days that were counted; None before there are two of them."""
    days = sorted(by_day)
    if len(days) < 2:
        return None
    top = max((count for counts in by_day.values() for count in counts.values()), default=0) or 1
    span = (days[-1] - days[0]).days
    drawn = []
    for number, (key, label) in enumerate(labels.items()):
        points = [
            f"{WIDTH * (day - days[0]).days / span:.1f},{HEIGHT - HEIGHT * by_day[day][key] / top:.1f}"
            for day in days
            if key in by_day[day]
        ]
        if points:
            drawn.append(Line(label, " ".join(points), DASHES[number % len(DASHES)], number % len(DASHES)))
    rows = [(day, [by_day[day].get(key) for key in labels]) for day in reversed(days)]
    return Lines(drawn, [*labels.values()], rows, top)
