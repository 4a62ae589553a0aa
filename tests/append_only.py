"""After a test with real transactions the database is again as the migrations left it.

Django empties every table then and makes anew what it finds in a snapshot, which takes longer than most tests. Here
only the tables that are not as they were get their rows back. The append-only log refuses DELETE: its triggers are off
for that moment.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from tests.rows import Rows, put, rows, tables


@pytest.fixture(autouse=True, scope="session")
def _as_migrated() -> Iterator[None]:
    set_up = TransactionTestCase._fixture_setup.__func__
    migrated: dict[str, Rows] = {}

    def remember(cls: type[TransactionTestCase]) -> None:
        if not migrated:
            migrated.update((table, rows(table)) for table in tables())
        set_up(cls)

    def restore(case: Any) -> None:
        changed = {table: then for table, then in migrated.items() if rows(table) != then}
        with transaction.atomic(), _without_triggers(changed):
            with connection.cursor() as cursor:
                for table in changed:
                    cursor.execute(f'DELETE FROM "{table}"')
            for table, then in changed.items():
                put(table, then)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(remember))
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield


@contextmanager
def _without_triggers(tables: Iterable[str]) -> Iterator[None]:
    """Take the triggers off these tables, and on PostgreSQL the checks of foreign keys, until the rows stand again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for name, sql, table in cursor.fetchall() if table in tables]
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"', None)
        yield
        for _, sql in triggers:
            cursor.execute(sql, None)
