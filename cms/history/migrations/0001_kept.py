"""The editors' record of who wrote, who approved and what went live is append-only by the database itself."""

from django.db import migrations

from cms.workflow import write_once

TABLES = {
    "workflow_authorship": ("id", "content_id", "digest", "revision_id", "person_id", "origin", "at"),
    # A deleted draft takes its revisions along: the approval stays and forgets which one it was.
    "workflow_approval": ("id", "content_id", "digest", "step", "person_id", "comment", "at"),
    "workflow_livedigest": (
        "id",
        "cause_id",
        "content_id",
        "digest",
        "door",
        "person_id",
        "authorship_boundary",
        "approval_boundary",
        "at",
    ),
}
FORGOTTEN = {"workflow_approval": ("revision_id",)}


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [
        migrations.RunPython(
            write_once.protect(table, columns, forgotten=FORGOTTEN.get(table, ())), write_once.release(table)
        )
        for table, columns in TABLES.items()
    ]
