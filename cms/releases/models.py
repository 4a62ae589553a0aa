"""Releases: sets of sources that go live together, and the record of who put them together and who said yes."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.workflow.models import AppendOnly
from cms.workflow.steps import STEP_NAMES, STEPS

#: While a release is in one of these, its items are held back.
OPEN = ("draft", "submitted")
STATES = [
    ("draft", _("準備中")),
    ("submitted", _("確認・公開待ち")),
    ("published", _("公開済み")),
    ("given_up", _("とりやめ")),
]

#: What can happen to a release, in the words of its history.
EVENTS = [
    ("created", _("作った")),
    ("changed", _("名前・説明・日時を変えた")),
    ("added", _("入れた")),
    ("removed", _("外した")),
    ("taken_out", _("緊急の手続きで外した")),
    ("freed", _("ひとりで出す手続き・予定を取り消した")),
    ("submitted", _("確認に出した")),
    ("taken_back", _("準備中に戻した")),
    ("approved", _("よいと決めた")),
    ("returned", _("差し戻した")),
    ("failed", _("公開できなかった")),
    ("published", _("公開した")),
    ("given_up", _("とりやめた")),
]


class Release(models.Model):
    """A named set of sources that is checked, approved and goes live in one unit or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名前"), max_length=100)
    note = models.TextField(_("説明"), blank=True)
    go_live_at = models.DateTimeField(_("公開する日時"), null=True, blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=STATES, default="draft")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    #: Why it did not go live when it should have, until it does.
    failure = models.TextField(blank=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("一括公開")
        verbose_name_plural = _("一括公開")
        default_permissions = ()
        permissions: ClassVar = [("compose_release", _("一括公開を組む"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="release_state_is_known", condition=Q(state__in=[state for state, _ in STATES])
            ),
            models.CheckConstraint(name="release_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(
                name="open_releases_have_names_of_their_own", fields=["name"], condition=Q(state__in=OPEN)
            ),
            models.CheckConstraint(
                name="release_is_closed_at_a_time_or_open",
                condition=Q(state__in=OPEN, closed_at__isnull=True) | (~Q(state__in=OPEN) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="submitted_release_names_who_and_when",
                condition=~Q(state__in=["submitted", "published"])
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="release_failure_has_its_time",
                condition=Q(failure="", failed_at__isnull=True) | (~Q(failure="") & Q(failed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it holds its items back."""
        return self.state in OPEN


class ReleaseItem(models.Model):
    """A source in a release. ``open`` says that the release holds it; ``digest`` what of it went live at the end."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="items")
    content_id = models.UUIDField()
    open = models.BooleanField(default=True)
    digest = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(name="item_is_in_a_release_once", fields=["release", "content_id"]),
            models.UniqueConstraint(name="item_is_in_one_open_release", fields=["content_id"], condition=Q(open=True)),
            models.CheckConstraint(name="open_item_has_not_gone_live", condition=Q(open=False) | Q(digest="")),
        ]


class ReleaseApproval(AppendOnly):
    """One step's yes to one release as it was: the digest over its items, their contents and its hour."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField(max_length=64)
    step = models.CharField(max_length=10, choices=STEPS)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                name="release_approval_step_is_known", condition=Q(step__in=[step for step, _ in STEPS])
            ),
        ]


class ReleaseEvent(AppendOnly):
    """What happened to a release, by whom, to which of its items."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=10, choices=EVENTS)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    content_id = models.UUIDField(null=True)
    #: What the item was called then; it may be gone when somebody reads this.
    item = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(name="release_event_is_known", condition=Q(what__in=[what for what, _ in EVENTS])),
        ]

    @property
    def told(self) -> str:
        """What was written beside it, or of a yes the name of its step."""
        return gettext(STEP_NAMES.get(self.text, self.text)) if self.what == "approved" else self.text
