"""The one place that knows how SQLite and PostgreSQL differ for those who read: plain SQL in, plain rows out.

Statements are written once, for both: `%s` stands for a value, and no value is ever a piece of a statement.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

Value = str | int | UUID | datetime
Row = tuple[Any, ...]

# Ids that one process meets again and again: topics, areas, organizations, whatever is asked for often.
_REMEMBERED_IDS = 8192

_INSTANTS = {
    "sqlite": "strftime('%%Y-%%m-%%dT%%H:%%M:%%S+09:00', {0}, '+9 hours')",
    "postgresql": "to_char({0} AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+09:00\"')",
}


def rows(statement: str, values: Sequence[Value] = ()) -> list[Row]:
    """Return all rows of one statement. Ids come as the database writes them: see `uuid`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[Row] = cursor.fetchall()
        return found


def row(statement: str, values: Sequence[Value] = ()) -> Row | None:
    """Return the first row of one statement, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: Row | None = cursor.fetchone()
        return found


def key(content_id: UUID) -> UUID | str:
    """Return an id as a value of a statement."""
    return content_id.hex if connection.vendor == "sqlite" else content_id


def uuid(stored: UUID | str) -> UUID:
    """Return an id out of a row."""
    return stored if isinstance(stored, UUID) else _uuid(stored)


def instant(column: str) -> str:
    """Return the piece of a statement that gives a moment as answers write it: Japanese time, whole seconds."""
    return _INSTANTS[connection.vendor].format(column)


def statement(text: str, **pieces: str) -> str:
    """Return a statement with its named pieces filled in: SQL that we wrote, never a value."""
    return text.format_map(pieces)


def places(count: int) -> str:
    """Return so many places for values, as `IN` wants them."""
    return ", ".join(["%s"] * count)


_uuid = lru_cache(maxsize=_REMEMBERED_IDS)(UUID)
