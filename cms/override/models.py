"""The record of emergencies: who asked, who confirmed, who looked at it afterwards. Each column is written once."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ACTIONS = [("live", _("緊急に公開する")), ("out", _("緊急に停止する"))]
#: Why something leaves at once; the texts are what editors read, the keys what readers are told.
REASONS = [("harm", _("利用者に害がある")), ("wrong", _("内容がまちがっている"))]
VERDICTS = [("right", _("必要な緊急の手続きだった")), ("wrong", _("必要ではなかった・直すことがある"))]


def _person() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class EmergencyAction(models.Model):
    """Two people take one item live, or out, at once; a third looks at it afterwards.

    It holds for one ``digest``: of the draft that is to go live, or of what stands and is to leave. ``live_boundary``
    is the last LiveDigest of the item when it was proposed: once anything went live or left since, it counts no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_id = models.UUIDField(db_index=True)
    action = models.CharField(_("すること"), max_length=4, choices=ACTIONS)
    channels = models.JSONField(_("停止する公開先"), default=list)
    reason = models.CharField(_("停止の理由"), max_length=12, choices=REASONS, blank=True)
    why = models.TextField(_("なぜ待てないか"))
    digest = models.CharField(max_length=64)
    revision_id = models.BigIntegerField(null=True)
    live_boundary = models.BigIntegerField(default=0)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = _person()
    confirmed_at = models.DateTimeField(null=True)
    #: Which of the two wrote part of what went live, if one did.
    author = _person()
    declined_by = _person()
    declined_at = models.DateTimeField(null=True)
    reviewed_by = _person()
    reviewed_at = models.DateTimeField(null=True)
    verdict = models.CharField(_("事後の確認"), max_length=5, choices=VERDICTS, null=True)
    verdict_comment = models.TextField(_("わかったこと"), null=True)
    overdue_told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("緊急の公開・停止")
        verbose_name_plural = _("緊急の公開・停止")
        permissions: ClassVar = [
            ("take_emergency_action", _("緊急の公開・停止をする")),
            ("review_emergency_action", _("緊急の公開・停止をあとから確かめる")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_emergency_takes_two_people",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="an_emergency_is_reviewed_by_a_third",
                condition=Q(reviewed_by__isnull=True)
                | (
                    Q(confirmed_by__isnull=False)
                    & ~Q(reviewed_by=F("proposed_by"))
                    & ~Q(reviewed_by=F("confirmed_by"))
                    & Q(verdict__in=["right", "wrong"], verdict_comment__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="an_emergency_is_confirmed_or_declined_or_open",
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True),
            ),
            models.CheckConstraint(
                name="an_emergency_names_who_and_when",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_emergency_goes_live_or_out",
                condition=Q(action="live", reason="") | Q(action="out", reason__in=["harm", "wrong"]),
            ),
            models.CheckConstraint(name="an_emergency_has_a_reason", condition=~Q(why="")),
            models.UniqueConstraint(
                name="one_open_emergency_per_item",
                fields=["content_id"],
                condition=Q(confirmed_at__isnull=True, declined_at__isnull=True),
            ),
        ]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An emergency is kept for ever.")
