"""Taking out: proposed by one person, confirmed by another."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

#: Why something leaves; the texts are what editors read. Expiry and plain unpublication have no form of their own.
REASONS = [
    ("withdrawn", _("取り下げる（終了した、など）")),
    ("merged", _("ほかのものにまとめる")),
    ("wrong", _("内容がまちがっている")),
    ("harm", _("利用者に害がある")),
]


class Withdrawal(models.Model):
    """One item leaves some channels. It holds for what stood when it was proposed (``digest``), nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_id = models.UUIDField(db_index=True)
    channels = models.JSONField(_("取り下げる公開先"))
    reason = models.CharField(_("理由"), max_length=12, choices=REASONS)
    note = models.TextField(_("説明"), blank=True)
    replacement = models.UUIDField(_("かわりのもの"), null=True, blank=True)
    urgent = models.BooleanField(_("急ぎ（連携団体に24時間以内に消してもらう）"), default=False)
    erase = models.BooleanField(_("公開した文も記録から消す"), default=False)
    digest = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("取り下げ")
        verbose_name_plural = ngettext_lazy("取り下げ", "取り下げ", 2)
        permissions: ClassVar = [
            ("propose_withdrawal", _("取り下げを申し出る")),
            ("confirm_withdrawal", _("取り下げを確かめる")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="withdrawal_takes_two_people",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="withdrawal_is_confirmed_or_declined_or_open",
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_open_withdrawal_per_item",
                fields=["content_id"],
                condition=Q(confirmed_at__isnull=True, declined_at__isnull=True),
            ),
        ]
