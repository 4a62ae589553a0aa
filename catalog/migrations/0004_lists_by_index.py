"""Indexes by which the first screen counts listings, and by which what comes and goes is found."""

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_concepts"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contactpoint",
            index=models.Index(
                condition=models.Q(("closure_from__isnull", False)), fields=["closure_from"], name="contact_by_closure"
            ),
        ),
        migrations.AddIndex(
            model_name="contactpoint",
            index=models.Index(
                condition=models.Q(("closure_until__isnull", False)),
                fields=["closure_until"],
                name="contact_by_opening",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                fields=["live", "has_unpublished_changes", "first_published_at", "verified_on"], name="service_by_state"
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                django.db.models.functions.text.Length("unverified_note"),
                condition=models.Q(("live", True)),
                name="service_unverified",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(condition=models.Q(("live", True)), fields=["review_by"], name="service_by_review"),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                condition=models.Q(("expire_at__isnull", False), ("live", True)),
                fields=["expire_at"],
                name="service_by_expiry",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                condition=models.Q(("closure_from__isnull", False)), fields=["closure_from"], name="service_by_closure"
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                condition=models.Q(("closure_until__isnull", False)),
                fields=["closure_until"],
                name="service_by_opening",
            ),
        ),
    ]
