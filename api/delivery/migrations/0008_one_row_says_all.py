"""What stands holds what a list says of it, finished, in its own row."""

from datetime import timedelta, timezone
from typing import Any

import orjson
from django.db import migrations, models

from api.delivery.chunks import CHUNK

JAPAN = timezone(timedelta(hours=9))


def write_rows(apps: Any, schema_editor: Any) -> None:
    standing = apps.get_model("delivery", "Standing")
    done = 0
    while stands := list(standing.objects.filter(pk__gt=done).select_related("version").order_by("pk")[:CHUNK]):
        done = stands[-1].pk
        for document in stands:
            document.envelope = orjson.dumps(
                {
                    "id": str(document.content_id),
                    "type": document.type,
                    "slug": document.slug,
                    "version": document.n,
                    "language": document.language,
                    "published_at": document.published_at.astimezone(JAPAN).isoformat(timespec="seconds"),
                    "updated_at": document.updated_at.astimezone(JAPAN).isoformat(timespec="seconds"),
                }
            )[1:-1]
            document.summary = bytes(document.version.summary)
        standing.objects.bulk_update(stands, ["envelope", "summary"], batch_size=100)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0007_references_in_one_text")]

    operations = [
        migrations.AddField(model_name="standing", name="envelope", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="standing", name="summary", field=models.BinaryField(null=True)),
        migrations.RunPython(write_rows, migrations.RunPython.noop),
        migrations.AlterField(model_name="standing", name="envelope", field=models.BinaryField()),
        migrations.AlterField(model_name="standing", name="summary", field=models.BinaryField()),
    ]
