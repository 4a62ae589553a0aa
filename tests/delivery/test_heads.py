"""A look at the head of the log disturbs nobody who writes."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from api.delivery.heads import SqliteLook

HEAD = """
CREATE TABLE delivery_generation (id TEXT, demo INTEGER);
CREATE TABLE delivery_head (generation_id TEXT, seq INTEGER, hash BLOB);
INSERT INTO delivery_generation VALUES ('00000000000000000000000000000001', 0);
INSERT INTO delivery_head VALUES ('00000000000000000000000000000001', 7, x'00');
"""
WRITES = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)
other.execute("BEGIN IMMEDIATE")
"""


MOVES = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as other:
    other.execute("UPDATE delivery_head SET seq = seq + 1")
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log of its own at 7, which nobody has open."""
    path = tmp_path / "log.sqlite3"
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA journal_mode = WAL")
    made.executescript(HEAD)
    made.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    return path


def looked(look: SqliteLook) -> int:
    head = look()
    assert head is not None
    return head.seq


def test_a_look_sees_each_commit_of_another_process_at_once(log: Path) -> None:
    look = SqliteLook()
    for number in range(7, 10):
        assert (looked(look), looked(look)) == (number, number)
        subprocess.run([sys.executable, "-c", MOVES, str(log)], check=True)


def test_a_look_asks_nothing_where_nothing_was_committed(log: Path) -> None:
    look, asked = SqliteLook(), list[str]()
    looked(look)
    look._own.connection.set_trace_callback(asked.append)
    looked(look)
    assert asked == []
    subprocess.run([sys.executable, "-c", MOVES, str(log)], check=True)
    looked(look)
    assert len(asked) == 1


def test_threads_that_come_and_go_open_and_close_one_index(log: Path) -> None:
    def opened() -> list[str]:
        return sorted(os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if _is_link(name))

    looked(SqliteLook())
    before = opened()
    for _ in range(3):
        thread = threading.Thread(target=lambda: looked(SqliteLook()))
        thread.start()
        thread.join()
    mapped = [name for name in opened() if name.endswith("log.sqlite3-shm")]
    assert mapped == [name for name in before if name.endswith("log.sqlite3-shm")]


def _is_link(name: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{name}")


def test_a_look_takes_no_lock_from_a_thread_that_writes(log: Path) -> None:
    """A process loses its POSIX locks on a file when it closes any descriptor of it."""
    writer = sqlite3.connect(log, isolation_level=None)
    seen: list[int] = []
    writer.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        look = SqliteLook()
        thread = threading.Thread(target=lambda look=look: seen.append(look().seq))  # type: ignore[misc]
        thread.start()
        thread.join()
    other = subprocess.run([sys.executable, "-c", WRITES, str(log)], capture_output=True, text=True, check=False)
    writer.execute("COMMIT")
    writer.close()
    assert seen == [7, 7]
    assert "database is locked" in other.stderr
