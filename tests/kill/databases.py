"""Copies of a database, on both kinds: made from a template, thrown away, and given back unchanged."""

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


class SQLiteCopies:
    """Files in a folder. A database whose connections are closed is one file: SQLite empties the log then."""

    title = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copy(self, source: str, name: str) -> str:
        """Make a database like ``source`` and return how to `use` it."""
        if Path(f"{source}-wal").exists():
            raise RuntimeError(f"{source} is still open somewhere.")
        target = str(self._folder / f"{name}.sqlite3")
        self.drop(target)
        shutil.copyfile(source, target)
        return target

    def first(self, source: str) -> str:
        """As `copy`, of a database that other processes may still have open."""
        target = str(self._folder / "furnished.sqlite3")
        with closing(sqlite3.connect(source)) as opened:
            opened.execute("VACUUM INTO ?", [target])
        return target

    def use(self, database: str) -> None:
        """Connect this process to it, from the next statement on."""
        _use(database)

    def renew(self, source: str, used: str | None, *, unchanged: bool) -> str:
        """A database as ``source`` is. ``unchanged`` says that every row of the used one is."""
        return self.copy(source, "used")

    def settle(self, database: str) -> None:
        """Wait until a killed process has left it: at once, since its locks went with it."""

    def drop(self, database: str) -> None:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{database}{end}").unlink(missing_ok=True)


class PostgreSQLCopies:
    """Databases of one server, made with CREATE DATABASE … TEMPLATE."""

    title = "PostgreSQL"

    def __init__(self, settings: dict[str, Any]) -> None:
        self._admin = psycopg.connect(
            host=settings["HOST"],
            port=settings["PORT"] or None,
            user=settings["USER"],
            password=settings["PASSWORD"] or None,
            dbname="postgres",
            autocommit=True,
        )
        self._prefix = f"kill_{self._admin.info.backend_pid}_"
        self._numbers: dict[str, int | None] = {}

    def first(self, source: str) -> str:
        """As `copy`; connections to ``source`` that are just being closed are waited for."""
        self.settle(source)
        return self.copy(source, "furnished")

    def copy(self, source: str, name: str) -> str:
        target = self._prefix + name
        self.drop(target)
        self._admin.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        return target

    def use(self, database: str) -> None:
        _use(database)

    def renew(self, source: str, used: str | None, *, unchanged: bool) -> str:
        """As on SQLite; a copy takes a tenth of a second here, so an unchanged one is taken again.

        Its sequences, which are no part of a transaction, are set back, so that the next run gives the same numbers.
        """
        if used is None or not unchanged:
            used = self.copy(source, "used")
            self.use(used)
            self._numbers = self._sequences()
        else:
            self.use(used)
            for name, value in self._sequences().items():
                if value != (before := self._numbers[name]):
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT setval(%s, %s, %s)", [name, before or 1, before is not None])
        connection.close()
        return used

    def _sequences(self) -> dict[str, int | None]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'")
            return dict(cursor.fetchall())

    def settle(self, database: str) -> None:
        """The server ends a killed client's transaction when it notices; wait for that."""
        alive = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        end = time.monotonic() + 60
        while self._admin.execute(alive, [database]).fetchone() != (0,):
            if time.monotonic() > end:
                raise TimeoutError(f"{database} is still in use.")
            time.sleep(0.002)

    def drop(self, database: str) -> None:
        self._admin.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


Copies = SQLiteCopies | PostgreSQLCopies


def copies(folder: Path) -> Copies:
    """Copies of the kind that this process's settings name."""
    if connection.vendor == "sqlite":
        return SQLiteCopies(folder)
    return PostgreSQLCopies(connection.settings_dict)
