"""What stands already is put into its lists."""

from typing import Any

from django.db import migrations

from api.delivery.chunks import CHUNK
from api.delivery.list_keys import keys_of


def list_what_stands(apps: Any, schema_editor: Any) -> None:
    standing, facet, listed = (apps.get_model("delivery", name) for name in ("Standing", "Facet", "Listed"))
    done = 0
    while stands := list(standing.objects.filter(pk__gt=done).order_by("pk")[:CHUNK]):
        done = stands[-1].pk
        facets: dict[Any, dict[str, list[str]]] = {}
        for row in facet.objects.filter(content_id__in={document.content_id for document in stands}):
            names = facets.setdefault((row.content_id, row.channel, row.language), {})
            names.setdefault(row.name, []).append(row.value)
        listed.objects.bulk_create(
            [
                listed(list_key=key, kana_sort=document.kana_sort, content_id=document.content_id, standing=document)
                for document in stands
                for key in keys_of(
                    (document.channel, document.language, document.type),
                    facets.get((document.content_id, document.channel, document.language), {}),
                )
            ],
            batch_size=CHUNK,
        )


class Migration(migrations.Migration):
    dependencies = [("delivery", "0005_listed")]

    operations = [migrations.RunPython(list_what_stands, migrations.RunPython.noop)]
