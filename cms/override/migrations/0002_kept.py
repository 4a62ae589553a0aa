from django.db import migrations

from cms.workflow import write_once

TABLE = "override_emergencyaction"
FIXED = (
    "id",
    "content_id",
    "action",
    "channels",
    "reason",
    "why",
    "digest",
    "revision_id",
    "live_boundary",
    "proposed_by_id",
    "proposed_at",
)
ONCE = (
    "confirmed_by_id",
    "confirmed_at",
    "author_id",
    "declined_by_id",
    "declined_at",
    "reviewed_by_id",
    "reviewed_at",
    "verdict",
    "verdict_comment",
    "overdue_told_at",
)


class Migration(migrations.Migration):
    dependencies = [("override", "0001_initial")]

    operations = [
        migrations.RunPython(write_once.protect(TABLE, FIXED, once=ONCE), write_once.release(TABLE)),
    ]
