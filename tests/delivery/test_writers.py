"""The proof of the sequence: many writers, each with a process and a connection of its own, and readers that poll."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.delivery.conftest import Processes, StorageProcess

WRITERS = 16
ATTEMPTS = 14  # units of each writer, a tenth of them rolled back
NAMES = [f"desk-{number}" for number in range(10)]


class Faults(NamedTuple):
    """What a reader who remembers only the last number got wrong."""

    missed: int
    twice: int
    never_committed: int
    out_of_order: int

    @classmethod
    def between(cls, committed: Sequence[int], seen: Sequence[int]) -> "Faults":
        return cls(
            missed=len(set(committed) - set(seen)),
            twice=sum(count - 1 for count in Counter(seen).values()),
            never_committed=len(set(seen) - set(committed)),
            out_of_order=sum(later <= earlier for earlier, later in pairwise(seen)),
        )


NONE = Faults(0, 0, 0, 0)


@pytest.fixture(scope="module")
def pool(postgres_storage: Callable[[], str], processes: Processes) -> list[StorageProcess]:
    return processes(postgres_storage(), WRITERS + 2)


class Outcome(NamedTuple):
    committed: list[int]
    abandoned: int
    readers: list[Any]


def run(pool: list[StorageProcess], stop: Path, suffix: str = "", *, attempts: int, **arguments: Any) -> Outcome:
    """Let all write and two read at the same time; return what was committed and what was read."""
    readers, writers = pool[:2], pool[2:]
    for reader, pause in zip(readers, (0.001, 0.02), strict=True):
        reader.start(f"read{suffix}", stop=str(stop), pause=pause)
    for seed, writer in enumerate(writers):
        writer.start(f"write{suffix}", seed=seed, attempts=attempts, rollbacks=0.1, **arguments)
    results = [writer.result() for writer in writers]
    stop.touch()
    return Outcome(
        committed=[seq for result in results for seq in result["committed"]],
        abandoned=sum(result["abandoned"] for result in results),
        readers=[reader.result() for reader in readers],
    )


def test_with_sixteen_writers_nothing_is_missed_nothing_comes_twice_and_the_copy_equals_the_database(
    pool: list[StorageProcess], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = run(pool, tmp_path / "stop", attempts=ATTEMPTS, names=NAMES)
    database = pool[0].do("dump")
    with capsys.disabled():
        print(
            f"\n{WRITERS} writers: {WRITERS * ATTEMPTS - outcome.abandoned} units committed, "
            f"{outcome.abandoned} rolled back, {len(outcome.committed)} changes; seen by two readers: "
            + ", ".join(str(len(reader["seen"])) for reader in outcome.readers)
        )
    assert outcome.abandoned > WRITERS * ATTEMPTS * 0.05
    assert database["log"] == list(range(1, len(outcome.committed) + 1))
    assert database["verified"] == len(outcome.committed)
    for reader in outcome.readers:
        assert Faults.between(outcome.committed, reader["seen"]) == NONE
        assert reader["copy"] == database["stands"]
        assert not reader["idle"], "a change that changes nothing: records were compared without their locks"


def test_the_same_reader_misses_changes_where_the_number_comes_from_a_sequence(
    pool: list[StorageProcess], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pool[0].do("create_serial_log")
    faults = NONE
    for attempt in range(5):
        outcome = run(pool, tmp_path / f"stop-{attempt}", "_serial", attempts=60)
        faults = Faults.between(outcome.committed, outcome.readers[0]["seen"])
        with capsys.disabled():
            print(f"\ncontrol, a number taken without a lock: {len(outcome.committed)} changes, {faults.missed} missed")
        if faults.missed:
            break
    assert faults.missed


def test_a_writer_that_is_killed_leaves_nothing_half_and_stops_nobody(
    postgres_storage: Callable[[], str], processes: Processes, tmp_path: Path
) -> None:
    reader, *writers = processes(postgres_storage(), 4)
    reader.start("read", stop=str(tmp_path / "stop"), pause=0.002)
    *victims, survivor = writers
    for seed, victim in enumerate(victims):
        victim.start("write", seed=seed, attempts=100_000, names=NAMES, rollbacks=0)
    for victim in victims:
        time.sleep(0.5)
        victim.kill()
    survivor.start("write", seed=9, attempts=20, names=NAMES, rollbacks=0)
    committed = survivor.result()["committed"]
    (tmp_path / "stop").touch()
    seen = reader.result()
    database = reader.do("dump")
    assert database["log"] == list(range(1, database["verified"] + 1)) == seen["seen"]
    assert seen["copy"] == database["stands"]
    assert set(committed) < set(database["log"])


def test_on_sqlite_a_reader_is_answered_while_a_writer_holds_the_lock(
    sqlite_storage: str, processes: Processes, tmp_path: Path
) -> None:
    reader, writer, second = processes(sqlite_storage, 3)
    held, release = tmp_path / "held", tmp_path / "release"
    writer.start("hold", name="desk-1", held=str(held), release=str(release))
    while not held.exists():
        time.sleep(0.005)
    second.start("hold", name="desk-2", held=str(tmp_path / "held too"), release=str(release))
    began = time.monotonic()
    assert reader.do("dump") == {"log": [], "stands": {}, "verified": 0}
    assert time.monotonic() - began < 10  # the other writer would wait for 20
    assert not (tmp_path / "held too").exists()
    release.touch()
    assert [writer.result(), second.result()] == [{"committed": [1]}, {"committed": [2]}]
    assert reader.do("dump")["verified"] == 2


def test_no_verb_that_writes_runs_outside_a_transaction(sqlite_storage: str, processes: Processes) -> None:
    (process,) = processes(sqlite_storage, 1)
    raised = process.do("write_outside_a_transaction")
    assert raised == dict.fromkeys(
        ["lock", "put", "tombstone", "redact", "new_generation", "mark_demo"], "OutsideTransaction"
    )
