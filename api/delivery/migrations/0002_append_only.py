"""The log is append-only and versions are immutable by the database itself, whoever writes; and the log has a beginning.

SQLite drops triggers when a later migration rebuilds a table: such a migration runs `create_triggers` again.
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.db import migrations

FIXED = ("id", "content_id", "type", "channel", "language", "n", "sha256")

SQLITE = [
    f"""CREATE TRIGGER delivery_{table}_{operation} BEFORE {operation} ON delivery_{table} {when}
        BEGIN SELECT RAISE(ABORT, 'delivery_{table}: {operation} refused, {rule}'); END"""
    for table, operation, when, rule in [
        ("change", "update", "", "the log is append-only"),
        ("change", "delete", "", "the log is append-only"),
        ("version", "delete", "", "versions are kept"),
        (
            "version",
            "update",
            "WHEN NOT (length(NEW.body) = 0 AND length(NEW.summary) = 0 AND "
            + " AND ".join(f"NEW.{column} IS OLD.{column}" for column in FIXED)
            + ")",
            "versions are immutable",
        ),
    ]
]

POSTGRESQL = [
    """CREATE FUNCTION delivery_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         RAISE EXCEPTION '%: % refused, %', TG_TABLE_NAME, TG_OP, TG_ARGV[0]
           USING ERRCODE = 'integrity_constraint_violation';
       END $$""",
    """CREATE TRIGGER delivery_change_append_only BEFORE UPDATE OR DELETE ON delivery_change
       FOR EACH ROW EXECUTE FUNCTION delivery_refuse('the log is append-only')""",
    """CREATE TRIGGER delivery_version_delete BEFORE DELETE ON delivery_version
       FOR EACH ROW EXECUTE FUNCTION delivery_refuse('versions are kept')""",
    f"""CREATE TRIGGER delivery_version_update BEFORE UPDATE ON delivery_version FOR EACH ROW
        WHEN (NOT (length(NEW.body) = 0 AND length(NEW.summary) = 0
          AND ({", ".join(f"NEW.{column}" for column in FIXED)})
            IS NOT DISTINCT FROM ({", ".join(f"OLD.{column}" for column in FIXED)})))
        EXECUTE FUNCTION delivery_refuse('versions are immutable')""",
]


def create_triggers(apps: Any, schema_editor: Any) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_triggers(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION delivery_refuse CASCADE", params=None)
        return
    for trigger in ("change_update", "change_delete", "version_update", "version_delete"):
        schema_editor.execute(f"DROP TRIGGER delivery_{trigger}", params=None)


def begin(apps: Any, schema_editor: Any) -> None:
    generation = apps.get_model("delivery", "Generation").objects.create(id=uuid.uuid4(), started_at=datetime.now(UTC))
    apps.get_model("delivery", "Head").objects.create(generation=generation, seq=0, hash=bytes(32))


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [
        migrations.RunPython(create_triggers, drop_triggers),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
