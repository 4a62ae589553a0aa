"""The report: ratios of one run, with the figures that they come from."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from benchmarks.load import Rate

# Ratio to the constant view: SQLite, PostgreSQL.
TARGETS = {
    "repeated detail": (3.0, 3.0),
    "repeated list": (2.8, 2.8),
    "repeated 304": (3.5, 3.5),
    "first detail": (0.30, 0.18),
    "first list": (0.14, 0.10),
    "search": (0.10, 0.06),
}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """All rounds at one size on one database."""

    database: str
    size: int
    rates: dict[str, list[Rate]]
    memory: float  # MB, with its answers full
    searching: float  # and once it has searched besides

    def per_second(self, name: str) -> float:
        """Return the median of the rounds."""
        return statistics.median(rate.per_second for rate in self.rates[name])

    def p99(self, name: str) -> float:
        """Return the median of the rounds' 99th percentiles, in milliseconds."""
        return statistics.median(rate.p99 for rate in self.rates[name])

    def ratio(self, name: str, to: str = "constant") -> float:
        """Return how many answers there are for one of another kind, in the same run."""
        return self.per_second(name) / self.per_second(to)


def report(measured: Sequence[Measured], *, at: datetime) -> str:
    """Return the report as Markdown."""
    lines = [
        f"# Speed, measured {at:%Y-%m-%d}",
        "",
        "One worker on one processor, its database included. ×C: answers for",
    ]
    lines += ["one of a Django view that answers constant bytes without middleware, in the same run.", ""]
    for one in measured:
        lines += [*_table(one), ""]
    lines += _growth(measured)
    return "\n".join(lines) + "\n"


def _table(one: Measured) -> list[str]:
    column = 0 if one.database == "sqlite" else 1
    lines = [f"## {one.database}, {one.size:,} listings", ""]
    lines += [f"Memory after this (PSS): {one.memory:.0f} MB; after searches too: {one.searching:.0f} MB", ""]
    lines += ["| asked | a second | p99 ms | ×C | wanted | failed |", "| --- | --- | --- | --- | --- | --- |"]
    for name, rates in one.rates.items():
        wanted = TARGETS.get(name)
        cells = [name, f"{one.per_second(name):,.0f}", f"{one.p99(name):.1f}", f"{one.ratio(name):.3g}"]
        cells += [f"{wanted[column]:.2f}" if wanted else "", str(sum(rate.failed for rate in rates))]
        lines.append(f"| {' | '.join(cells)} |")
    lines.append("")
    for name, to, wanted_ratio in (
        ("repeated detail", "nginx detail", 0.33),
        ("repeated list", "nginx list", 0.33),
        ("deep page", "first page", 0.8),
        ("list open now", "list of a kind", 1.0),
        ("repeated detail, 1 published a second", "repeated detail", 0.8),
        ("repeated list, 1 published a second", "repeated list", 0.8),
        ("repeated detail, 10 published a second", "repeated detail", 0.5),
        ("repeated list, 10 published a second", "repeated list", 0.5),
    ):
        if name in one.rates and to in one.rates:
            lines.append(f"- {name} / {to}: {one.ratio(name, to):.2f} (wanted {wanted_ratio})")
    return lines


def _growth(measured: Sequence[Measured]) -> list[str]:
    lines = []
    for database in dict.fromkeys(one.database for one in measured):
        some = sorted((one for one in measured if one.database == database), key=lambda one: one.size)
        if len(some) < 2:
            continue
        small, large = some[0], some[-1]
        lines += [f"## Growth on {database}, {small.size:,} to {large.size:,}", ""]
        lines += ["| asked | share of answers kept | p99 grows by |", "| --- | --- | --- |"]
        for name in small.rates.keys() & large.rates.keys():
            if name in TARGETS or name == "deep page":
                kept, grown = large.ratio(name) / small.ratio(name), large.p99(name) / small.p99(name)
                lines.append(f"| {name} | {kept:.2f} | {grown:.2f} |")
        lines.append("")
    return lines
