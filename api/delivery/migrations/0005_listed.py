"""Filtered lists get an order of their own, and lists by last change an index each."""

import django.db.models.deletion
from django.db import migrations, models

import api.delivery.models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0004_hour_patterns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_key", models.BigIntegerField()),
                ("kana_sort", api.delivery.models.CodePointField()),
                ("content_id", models.UUIDField()),
                (
                    "standing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="delivery.standing"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["list_key", "kana_sort", "content_id", "standing"], name="listed_in_kana_order"
                    )
                ],
            },
        ),
        migrations.RemoveIndex(model_name="standing", name="standing_by_last_change"),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["channel", "type", "language", "updated_seq"], name="standing_by_last_change"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                fields=["channel", "type", "language", "updated_at", "updated_seq"], name="standing_by_last_instant"
            ),
        ),
    ]
