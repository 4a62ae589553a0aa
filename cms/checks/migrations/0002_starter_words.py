"""The words with which the editors' lists begin. From here on the lists are theirs: no later start puts any back."""

from typing import Any

from django.db import migrations

from cms.checks.starter_words import starter_words


def load(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("checks", "WordRule")
    model.objects.bulk_create(model(**word) for word in starter_words())


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
