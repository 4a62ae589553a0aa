"""`python -m benchmarks.editing`: the editors' screens in houses of two sizes, asked by turns in one run.

What counts is the ratio of the medians: 20,000 services may cost three times what 200 do, and no more queries.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from benchmarks import ROOT
from benchmarks.__main__ import _database
from benchmarks.turn import ANSWER

MOST = 3.0
WARM_UP = 2


@dataclass
class House:
    """One process with a house of one size, and what its turns took."""

    size: int
    ask: IO[str]
    answers: IO[str]
    turns: list[dict[str, tuple[float, int]]] = field(default_factory=list)

    def take(self, number: int) -> None:
        """Have it take a turn. Raises RuntimeError where it ends instead."""
        self.ask.write(f"{number}\n")
        self.ask.flush()
        self.turns.append(json.loads(self.answer()))

    def answer(self) -> str:
        """What it says next; lines of logs are passed over."""
        for line in self.answers:
            if line.startswith(ANSWER):
                return line.removeprefix(ANSWER)
        raise RuntimeError(f"The house of {self.size} ended.")

    def milliseconds(self, name: str) -> float:
        return statistics.median(turn[name][0] for turn in self.turns[WARM_UP:])

    def queries(self, name: str) -> int:
        return round(statistics.median(turn[name][1] for turn in self.turns[WARM_UP:]))


def main() -> None:
    """Measure on every database that was asked for and write the report."""
    asked = _asked()
    began, tables = os.getloadavg(), []
    for database in asked.databases:
        with ExitStack() as stack:
            houses = [stack.enter_context(_house(database, size, asked.folder)) for size in asked.sizes]
            for number in range(asked.turns + WARM_UP):
                for house in houses:
                    house.take(number)
                print(f"{database}: turn {number + 1}", file=sys.stderr)
            tables.append(_table(database, houses))
    text = "\n".join([*_heading(asked, began), *tables])
    asked.report.write_text(text, encoding="utf-8")
    print(text)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 20_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"])
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "benchmarks", help="where the houses are kept")
    parser.add_argument("--report", type=Path, default=ROOT / "var" / "benchmarks-editing.md")
    return parser.parse_args()


@contextmanager
def _house(database: str, size: int, at: Path) -> Iterator[House]:
    folder = (at / f"editing-{database}-{size}").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with _database(database, folder) as url:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "TOMOSHIBI_STATE_DIR": str(folder / "state"),
            "TOMOSHIBI_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "cms.settings.all",
        }
        subprocess.run([sys.executable, "-m", "benchmarks.house", str(size)], cwd=ROOT, env=environment, check=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.turn"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        house = House(size, process.stdin, process.stdout)
        try:
            house.answer()
            yield house
        finally:
            process.stdin.close()
            process.wait()


def _heading(asked: argparse.Namespace, began: tuple[float, float, float]) -> list[str]:
    ended = os.getloadavg()
    return [
        f"# The editors' screens, measured {datetime.now(UTC):%Y-%m-%d}",
        "",
        f"Medians of {asked.turns} turns after {WARM_UP} to warm up, houses asked by turns. Load of the machine "
        f"({os.cpu_count()} processors): {began[0]:.1f} at the beginning, {ended[0]:.1f} at the end. "
        f"× is the last size to the first; more than {MOST:.0f} is bold.",
        "",
    ]


def _table(database: str, houses: Sequence[House]) -> str:
    small, large = houses[0], houses[-1]
    sizes = [f"ms at {house.size:,}" for house in houses] + ["×"] + [f"queries at {house.size:,}" for house in houses]
    lines = [f"## {database}", "", f"| asked | {' | '.join(sizes)} |", f"| --- |{' --- |' * len(sizes)}"]
    for name in small.turns[0]:
        ratio = large.milliseconds(name) / small.milliseconds(name)
        cells = [f"{house.milliseconds(name):,.0f}" for house in houses]
        cells += [f"**{ratio:.1f}**" if ratio > MOST else f"{ratio:.1f}"]
        cells += [str(house.queries(name)) for house in houses]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", ""])


if __name__ == "__main__":
    main()
