"""Rows of the audit are kept by the database itself, whoever writes: statements for migrations.

SQLite drops triggers when a later migration rebuilds a table; tests/history asks that every one of them is there.
"""

from collections.abc import Iterable, Iterator
from typing import Any

_SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
_FUNCTION = """CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION '%: % refused, the record is kept', TG_TABLE_NAME, TG_OP
       USING ERRCODE = 'integrity_constraint_violation';
   END $$"""


def protect(table: str, columns: Iterable[str], *, once: Iterable[str] = (), forgotten: Iterable[str] = ()) -> Any:
    """A function for RunPython: no row of ``table`` is deleted or changed.

    Columns in ``once`` may be filled where they are NULL; those in ``forgotten`` may become NULL.
    """
    rules = {**dict.fromkeys(columns, ""), **dict.fromkeys(once, "OLD"), **dict.fromkeys(forgotten, "NEW")}

    def create(apps: Any, schema_editor: Any) -> None:
        for statement in _statements(schema_editor.connection.vendor, table, rules):
            schema_editor.execute(statement, params=None)

    return create


def release(table: str) -> Any:
    """The way back of ``protect``."""

    def drop(apps: Any, schema_editor: Any) -> None:
        of_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for operation in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_{operation}{of_table}", params=None)

    return drop


def _statements(vendor: str, table: str, rules: dict[str, str]) -> Iterator[str]:
    kept = " AND ".join(
        f"({f'{free}.{column} IS NULL OR ' if free else ''}NEW.{column} {_SAME[vendor]} OLD.{column})"
        for column, free in rules.items()
    )
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: refused, the record is kept'); END"
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}"
        yield f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} WHEN NOT ({kept}) {refuse}"
        return
    refuse = "EXECUTE FUNCTION audit_refuse()"
    yield _FUNCTION
    yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}"
    yield f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} FOR EACH ROW WHEN (NOT ({kept})) {refuse}"
