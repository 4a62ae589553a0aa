"""The rows of a table as text, as each database writes and reads them: to compare tables and to refill them."""

from collections.abc import Iterable
from functools import cache

from django.db import connection

#: Each row as one text: PostgreSQL's own form of a row, and on SQLite the list of its values in SQL.
Rows = frozenset[str]


def tables() -> list[str]:
    """Return the tables that hold rows of their own: those inside of SQLite's full text tables follow by themselves."""
    every = connection.introspection.table_names()
    inside = tuple(f"{table}_" for table in every if table.endswith("_fts"))
    return [table for table in every if not inside or not table.startswith(inside)]


def rows(table: str) -> Rows:
    """Return what stands in a table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {_as_text(table)} FROM "{table}"')
        return frozenset(row for (row,) in cursor.fetchall())


def take(table: str, gone: Iterable[str]) -> None:
    """Take these rows out of a table."""
    with connection.cursor() as cursor:
        for row in gone:
            cursor.execute(f'DELETE FROM "{table}" WHERE {_as_text(table)} = %s', [row])


def put(table: str, new: Iterable[str]) -> None:
    """Put these rows into a table: by their keys, so that what asks for no order gets the same one in every process."""
    values = sorted(new, key=lambda row: (len(row.partition(",")[0]), row))
    with connection.cursor() as cursor:
        if values and connection.vendor == "postgresql":
            cursor.execute(f'INSERT INTO "{table}" SELECT (row::"{table}").* FROM unnest(%s::text[]) AS row', [values])
        elif values:
            names = ", ".join(f'"{name}"' for name in _columns(table))
            cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES {", ".join(values)}', None)


def _as_text(table: str) -> str:
    if connection.vendor == "postgresql":
        return f'"{table}"::text'
    return "'(' || " + " || ',' || ".join(f'quote("{name}")' for name in _columns(table)) + " || ')'"


@cache
def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]
