"""What was changed in many listings at once, and taken back, is kept by the database itself."""

from django.db import migrations

from cms.workflow import write_once

KEPT = {
    "listing_bulkchange": ["id", "kind", "said", "person_id", "at"],
    "listing_bulkchangeitem": [
        "id", "change_id", "content_id", "name", "before", "after", "told", "seen", "written", "was_unpublished",
    ],
    "listing_bulkundo": ["id", "change_id", "person_id", "at"],
    "listing_bulkundoitem": ["id", "undo_id", "item_id", "kept", "written"],
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("listing", "0001_initial")]
    operations = [
        migrations.RunPython(write_once.protect(table, columns), write_once.release(table))
        for table, columns in KEPT.items()
    ]
