"""The load generator: wrk, with a script that takes one address after the other from a file."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("addresses.lua")
CONNECTIONS = 16
# The load has a processor of its own; whatever answers has the other one.
ANSWERING, ASKING = 0, 1
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Ask:
    """One request: a path with its query and, where a reader has an answer already, its ETag."""

    path: str
    etag: str = ""


@dataclass(frozen=True)
class Rate:
    """What came of one run: answers a second, the 99th percentile in milliseconds, and how many were no success."""

    per_second: float
    p99: float
    failed: int


class NoAnswers(Exception):
    """The load generator could not ask, or nobody answered."""


def drive(port: int, asks: Sequence[Ask], *, seconds: float, folder: Path, first: int = 0) -> Rate:
    """Ask again and again for so many seconds, from the address numbered `first` on. Raises NoAnswers."""
    addresses = folder / "addresses.txt"
    addresses.write_text("".join(f"{ask.path}\t{ask.etag}\n" for ask in asks), encoding="utf-8")
    command = ["taskset", "-c", str(ASKING), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--latency", "-s"]
    command += [str(SCRIPT), f"http://127.0.0.1:{port}", "--", str(addresses), str(first)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", done.stdout)
    if rate is None or p99 is None:
        raise NoAnswers(f"{asks[0].path}: {done.stdout}{done.stderr}")
    failed = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", done.stdout)) + sum(
        map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", done.stdout))
    )
    return Rate(float(rate[1]), float(p99[1]) * _UNITS[p99[2]], failed)
