"""The one place that knows how SQLite and PostgreSQL differ for those who read: plain SQL in, plain rows out.

Statements are written once, for both: `%s` stands for a value, and no value is ever a piece of a statement.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID, SafeUUID

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Value = str | int | UUID | datetime
Row = tuple[Any, ...]

_ON_SQLITE: Final = connections[DEFAULT_DB_ALIAS].vendor == "sqlite"

# SQLite merges pieces of a UNION that are in order each and stops where enough is found; PostgreSQL reads all of each.
MERGES_PIECES: Final = _ON_SQLITE
_set_number, _set_safety = (vars(UUID)[slot].__set__ for slot in ("int", "is_safe"))
# Ids that one process meets again and again: topics, areas, organizations, whatever is asked for often.
_REMEMBERED_IDS = 4096


def rows(statement: str, values: Sequence[Value] = ()) -> list[Row]:
    """Return all rows of one statement. Ids come as the database writes them: see `uuid`."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        return _rows(connection, statement, values)
    except (OperationalError, InterfaceError):
        if not _lost(connection):
            raise
        return _rows(connection, statement, values)


def row(statement: str, values: Sequence[Value] = ()) -> Row | None:
    """Return the first row of one statement, or None."""
    found = rows(statement, values)
    return found[0] if found else None


def _rows(connection: BaseDatabaseWrapper, statement: str, values: Sequence[Value]) -> list[Row]:
    """Ask the driver itself, since Django's cursor costs more than a small statement; who listens hears of it."""
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    try:
        return _ask_driver(connection.connection, statement, values)
    except Exception:
        with connection.wrap_database_errors:  # it looks whose error it is, which costs as much as a small row
            raise


if _ON_SQLITE:

    def _ask_driver(driver: Any, statement: str, values: Sequence[Value]) -> list[Row]:
        found: list[Row] = driver.execute(_with_question_marks(statement), values).fetchall()
        return found

else:
    from psycopg import Cursor

    def _ask_driver(driver: Any, statement: str, values: Sequence[Value]) -> list[Row]:
        """Values go beside the statement, which may be prepared (`prepare_threshold`), and bytes come as bytes."""
        with Cursor(driver) as cursor:
            return cursor.execute(statement, values, binary=True).fetchall()


@lru_cache(maxsize=512)
def _with_question_marks(statement: str) -> str:
    return statement.replace("%s", "?").replace("%%", "%")


def _lost(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the connection was cut since it was last used, and forget it then."""
    if connection.connection is None or connection.in_atomic_block or connection.is_usable():
        return False
    connection.close()
    return True


def key(content_id: UUID) -> UUID | str:
    """Return an id as a value of a statement."""
    return content_id.hex if _ON_SQLITE else content_id


def moment(at: datetime) -> datetime | str:
    """Return an instant as a value of a statement, to be compared with what is stored."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", timespec="seconds") if _ON_SQLITE else at


def uuid(stored: UUID | str) -> UUID:
    """Return an id out of a row."""
    return stored if isinstance(stored, UUID) else _uuid(stored)


def id_number(stored: UUID | str) -> int:
    """Return an id out of a row as a number: made and compared in a tenth of the time."""
    return stored.int if isinstance(stored, UUID) else int(stored, 16)


def row_number(column: str) -> str:
    """Return the piece of a statement that gives the number of a row where SQLite finds the row by it in less time.

    PostgreSQL's indexes do not hold it, and to look it up costs what it would save.
    """
    return column if _ON_SQLITE else "0"


def joined(column: str) -> str:
    """Return the piece of a statement that gives the values of several rows between commas."""
    return f"group_concat({column}, ',')" if _ON_SQLITE else f"string_agg({column}, ',')"


def statement(text: str, **pieces: str) -> str:
    """Return a statement with its named pieces filled in: SQL that we wrote, never a value."""
    return text.format_map(pieces)


def places(count: int) -> str:
    """Return so many places for values, as `IN` wants them."""
    return ", ".join(["%s"] * count) or "NULL"


@lru_cache(maxsize=_REMEMBERED_IDS)
def _uuid(stored: str) -> UUID:
    """Return an id of 32 digits, put together: to read a text of any spelling costs six times that."""
    made = UUID.__new__(UUID)
    _set_number(made, int(stored, 16))
    _set_safety(made, SafeUUID.unknown)
    return made
