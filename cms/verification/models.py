"""What desks were asked, what they said, what editors did with it, and which reminders went out."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.workflow.models import AppendOnly

#: What a desk can answer; the texts are what editors read.
ANSWERS = [("confirmed", _("いまもこのとおり")), ("corrected", _("直すところがある"))]
DECISIONS = [("taken", _("下書きに取り入れた")), ("declined", _("見送った")), ("read", _("読んだ"))]
#: How far ahead a reminder is of the day: the numbers of days are settings, these are their names.
STAGES = [("early", _("30日前")), ("soon", _("7日前")), ("due", _("当日")), ("escalated", _("期限切れ"))]


class OwnerRequest(models.Model):
    """A link by which one person at a desk says once whether its listing is still true.

    Only the SHA-256 of the link is kept. Address and message are erased some time after it closed (``retention``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_id = models.UUIDField(db_index=True)
    recipient = models.EmailField(_("窓口のメールアドレス"), blank=True)
    link_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("お願いした日時"))
    expires_at = models.DateTimeField(_("リンクの期限"))
    mailed_at = models.DateTimeField(_("メールを送った日時"), null=True)
    revoked_at = models.DateTimeField(_("取り消した日時"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("返事の日時"), null=True)
    message = models.TextField(_("窓口からのひとこと"), blank=True)
    settled_at = models.DateTimeField(_("返事の扱いが終わった日時"), null=True)
    erased_at = models.DateTimeField(_("アドレスを消した日時"), null=True)

    class Meta:
        verbose_name = _("確認のお願い")
        verbose_name_plural = _("確認のお願い")
        permissions: ClassVar = [("ask_owner", _("窓口に確認をお願いする"))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_request_per_desk_and_recipient",
                fields=["content_id", "recipient"],
                condition=Q(answered_at__isnull=True, revoked_at__isnull=True, erased_at__isnull=True),
            ),
            models.CheckConstraint(
                name="request_is_answered_or_revoked_or_open",
                condition=Q(answered_at__isnull=True) | Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(name="request_expires_after_it_is_asked", condition=Q(expires_at__gt=F("asked_at"))),
            models.CheckConstraint(
                name="request_that_is_erased_names_nobody",
                condition=Q(erased_at__isnull=True) | Q(recipient="", message=""),
            ),
        ]

    def is_open(self, at: datetime) -> bool:
        """Whether an answer can still be given."""
        return self.answered_at is None and self.revoked_at is None and at < self.expires_at


class OwnerAnswer(AppendOnly):
    """What a desk said: to which live content (``digest``), and value by value what it should be.

    ``corrections`` is a list of {"key", "label", "before", "after"}; a confirmation has one, the day of the check.
    """

    request = models.OneToOneField(OwnerRequest, on_delete=models.PROTECT, related_name="answer")
    content_id = models.UUIDField(db_index=True)
    kind = models.CharField(_("返事"), max_length=10, choices=ANSWERS)
    digest = models.CharField(max_length=64)
    corrections = models.JSONField(default=list)
    revision_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="answer_is_known", condition=Q(kind__in=["confirmed", "corrected"])),
        ]


class Handling(AppendOnly):
    """What an editor did with one value of an answer, or with its message (``key`` "message")."""

    answer = models.ForeignKey(OwnerAnswer, on_delete=models.PROTECT, related_name="handlings")
    key = models.CharField(max_length=80)
    decision = models.CharField(max_length=10, choices=DECISIONS)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_decision_for_one_value", fields=["answer", "key", "decision"]),
        ]


class Reminder(AppendOnly):
    """One person was told once that one review day comes near, or has passed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content_id = models.UUIDField()
    review_by = models.DateField()
    stage = models.CharField(max_length=10, choices=STAGES)
    letter = models.ForeignKey("ReminderLetter", on_delete=models.CASCADE, related_name="reminders")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_reminder_for_one_stage", fields=["person", "content_id", "review_by", "stage"]
            ),
        ]


class ReminderLetter(models.Model):
    """The one letter that a person gets on a day. ``sent_at`` stays empty until the mail server has taken it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_letter_for_a_person_and_day", fields=["person", "day"]),
        ]
