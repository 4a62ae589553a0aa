import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnerRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("content_id", models.UUIDField(db_index=True)),
                ("recipient", models.EmailField(blank=True, max_length=254, verbose_name="窓口のメールアドレス")),
                ("link_hash", models.CharField(max_length=64, unique=True)),
                ("asked_at", models.DateTimeField(verbose_name="お願いした日時")),
                ("expires_at", models.DateTimeField(verbose_name="リンクの期限")),
                ("mailed_at", models.DateTimeField(null=True, verbose_name="メールを送った日時")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="取り消した日時")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="返事の日時")),
                ("message", models.TextField(blank=True, verbose_name="窓口からのひとこと")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="返事の扱いが終わった日時")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="アドレスを消した日時")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "確認のお願い",
                "verbose_name_plural": "確認のお願い",
                "permissions": [("ask_owner", "窓口に確認をお願いする")],
            },
        ),
        migrations.CreateModel(
            name="OwnerAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_id", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("confirmed", "いまもこのとおり"), ("corrected", "直すところがある")],
                        max_length=10,
                        verbose_name="返事",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("corrections", models.JSONField(default=list)),
                ("revision_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="verification.ownerrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReminderLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("claimed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_id", models.UUIDField()),
                ("review_by", models.DateField()),
                (
                    "stage",
                    models.CharField(
                        choices=[("early", "30日前"), ("soon", "7日前"), ("due", "当日"), ("escalated", "期限切れ")],
                        max_length=10,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="verification.reminderletter",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Handling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                (
                    "decision",
                    models.CharField(
                        choices=[("taken", "下書きに取り入れた"), ("declined", "見送った"), ("read", "読んだ")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handlings",
                        to="verification.owneranswer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "key", "decision"), name="one_decision_for_one_value")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="ownerrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True), ("erased_at__isnull", True), ("revoked_at__isnull", True)
                ),
                fields=("content_id", "recipient"),
                name="one_open_request_per_desk_and_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownerrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"),
                name="request_is_answered_or_revoked_or_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownerrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("asked_at"))), name="request_expires_after_it_is_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownerrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True), models.Q(("message", ""), ("recipient", "")), _connector="OR"
                ),
                name="request_that_is_erased_names_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="owneranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["confirmed", "corrected"])), name="answer_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderletter",
            constraint=models.UniqueConstraint(fields=("person", "day"), name="one_letter_for_a_person_and_day"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("person", "content_id", "review_by", "stage"), name="one_reminder_for_one_stage"
            ),
        ),
    ]
