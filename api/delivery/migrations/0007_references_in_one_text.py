"""What stands holds its references in one text besides their rows."""

from typing import Any

from django.db import migrations, models

from api.delivery.chunks import CHUNK
from api.delivery.reference_text import reference_text


def write_references(apps: Any, schema_editor: Any) -> None:
    standing, reference = (apps.get_model("delivery", name) for name in ("Standing", "Reference"))
    done = 0
    while stands := list(standing.objects.filter(pk__gt=done).order_by("pk")[:CHUNK]):
        done = stands[-1].pk
        pointers: dict[Any, list[Any]] = {}
        for row in reference.objects.filter(content_id__in={document.content_id for document in stands}):
            document = pointers.setdefault((row.content_id, row.channel, row.language), [])
            document.append((row.role, row.position, row.target))
        for document in stands:
            key = document.content_id, document.channel, document.language
            document.points = reference_text(pointers.get(key, ()))
        standing.objects.bulk_update(stands, ["points"], batch_size=100)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0006_list_what_stands")]

    operations = [
        migrations.AddField(model_name="standing", name="points", field=models.TextField(null=True)),
        migrations.RunPython(write_references, migrations.RunPython.noop),
    ]
