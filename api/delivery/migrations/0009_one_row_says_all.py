"""What stands holds what a list says of it, finished, in its own row.

Written in pieces, each a transaction of its own: readers go on meanwhile. Run again, it writes the same.
"""

from datetime import timedelta, timezone
from typing import Any

import orjson
from django.db import migrations

from api.delivery.chunks import CHUNK

JAPAN = timezone(timedelta(hours=9))


def write_rows(apps: Any, schema_editor: Any) -> None:
    standing = apps.get_model("delivery", "Standing")
    rows = standing.objects.select_related("version").defer("version__body", "stub").order_by("pk")
    done = 0
    while stands := list(rows.filter(pk__gt=done)[:CHUNK]):
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
    atomic = False
    dependencies = [("delivery", "0008_room_for_lists")]

    operations = [migrations.RunPython(write_rows, migrations.RunPython.noop)]
