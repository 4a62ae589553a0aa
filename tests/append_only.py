"""After a test with real transactions the database is again as the migrations left it.

Django empties every table then. On SQLite it does so by DELETE, which the append-only log refuses: its triggers are
taken off for that moment. And what migrations have written (the head of the log, roles, Wagtail's root) is put back.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase


@pytest.fixture(autouse=True, scope="session")
def _as_migrated() -> Iterator[None]:
    set_up, flush = TransactionTestCase._fixture_setup.__func__, TransactionTestCase._fixture_teardown
    migrated: list[str] = []

    def remember(cls: type[TransactionTestCase]) -> None:
        if not migrated:
            migrated.append(connection.creation.serialize_db_to_string())
        set_up(cls)

    def flush_and_restore(case: Any) -> None:
        triggers: list[tuple[str, str]] = []
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"', None)
        # What is put back includes what post_migrate would make: Django leaves that out only where a snapshot is kept.
        case.serialized_rollback = True
        connection._test_serialized_contents = migrated[0]
        try:
            flush(case)
        finally:
            del connection._test_serialized_contents
        with connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql, None)
        connection.creation.deserialize_db_from_string(migrated[0])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(remember))
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_and_restore)
        yield
