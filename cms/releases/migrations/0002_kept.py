from django.db import migrations

from cms.workflow import write_once

KEPT = {
    "releases_releaseapproval": ("id", "release_id", "digest", "step", "person_id", "comment", "at"),
    "releases_releaseevent": ("id", "release_id", "what", "person_id", "content_id", "item", "text", "digest", "at"),
}


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial")]

    operations = [
        migrations.RunPython(write_once.protect(table, columns), write_once.release(table))
        for table, columns in KEPT.items()
    ]
