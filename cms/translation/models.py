"""What the house keeps of translations beside the texts: rules, the Japanese they were made from, and what is to do."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

#: What happens where a translation is missing or older than its Japanese; the texts are what editors read.
LEVELS = [
    ("block", _("公開を止める")),
    ("warn", _("注意を出す")),
    ("mark", _("しるしを付けて公開する")),
]


class Policy(models.Model):
    """How one translated field is treated where it is not the default. Fields without a row have ``policy.DEFAULT``."""

    model = models.CharField(_("種類"), max_length=60)
    field = models.CharField(_("項目"), max_length=60)
    level = models.CharField(_("扱い"), max_length=5, choices=LEVELS)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("訳の扱い")
        verbose_name_plural = _("訳の扱い")
        default_permissions = ()
        permissions: ClassVar = [("set_policy", _("訳の扱いを決める"))]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_policy_per_field", fields=["model", "field"]),
            models.CheckConstraint(
                name="policy_level_is_known", condition=Q(level__in=[level for level, _label in LEVELS])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}.{self.field}"


class KeptJapanese(models.Model):
    """A Japanese text that some translation was made from, by its digest: revisions may be purged, this stays."""

    digest = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest


class Work(models.Model):
    """How far one item's latest draft is translated into one language. Derived: ``work_list`` can write it anew.

    ``texts`` is {key: {"of", "text", "kind", "person", "at"}}: of each translated text the digests of its Japanese
    and of itself, and who last wrote or confirmed it.
    """

    content_id = models.UUIDField()
    language = models.CharField(max_length=10)
    type = models.CharField(max_length=20)
    name = models.CharField(max_length=255)
    missing = models.PositiveSmallIntegerField(default=0)
    stale = models.PositiveSmallIntegerField(default=0)
    draft = models.PositiveSmallIntegerField(default=0)
    checked = models.PositiveSmallIntegerField(default=0)
    texts = models.JSONField(default=dict)
    waiting_since = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_work_per_item_and_language", fields=["content_id", "language"]),
            models.CheckConstraint(
                name="work_waits_while_something_is_to_do",
                condition=Q(waiting_since__isnull=True, missing=0, stale=0, draft=0)
                | (Q(waiting_since__isnull=False) & (Q(missing__gt=0) | Q(stale__gt=0) | Q(draft__gt=0))),
            ),
        ]
        # The counts stand in the index too: the overview adds up every row and reads none.
        indexes: ClassVar = [
            models.Index(
                fields=["language", "waiting_since", "id", "missing", "stale", "draft", "checked"], name="work_by_age"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Delivery(models.Model):
    """A spreadsheet that came back from a translator: its rows as read and judged, and what became of each.

    ``position`` is how many of its items were taken in already, so that two clicks take no item twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    rows = models.JSONField(default=list)
    keep_behind = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
