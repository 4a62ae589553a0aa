"""A look at the head of the log disturbs nobody who writes."""

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


def test_a_look_takes_no_lock_from_a_thread_that_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process loses its POSIX locks on a file when it closes any descriptor of it."""
    path = tmp_path / "log.sqlite3"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.executescript(HEAD)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    seen: list[int] = []
    writer.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        look = SqliteLook()
        thread = threading.Thread(target=lambda look=look: seen.append(look().seq))  # type: ignore[misc]
        thread.start()
        thread.join()
    other = subprocess.run([sys.executable, "-c", WRITES, str(path)], capture_output=True, text=True, check=False)
    writer.execute("COMMIT")
    writer.close()
    assert seen == [7, 7]
    assert "database is locked" in other.stderr
