"""The kinds of events that the house records, and where each is kept. One list; nothing here is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop
from wagtail.models import TaskState

from catalog.publishable import Entry
from cms.override.models import EmergencyAction
from cms.publication.models import Withdrawal
from cms.releases.models import ReleaseApproval, ReleaseEvent
from cms.workflow.models import Approval, Authorship, LiveDigest


@dataclass(frozen=True)
class Kind:
    """One kind of event: its rows, and the columns that say when, who and about what (``about`` is None for none)."""

    key: str
    label: str
    rows: Callable[[], "QuerySet[Any, Any]"]
    at: str = "at"
    person: str = "person"
    about: str | None = "content_id"

    def of_entry(self, rows: "QuerySet[Any, Any]", content_id: UUID) -> "QuerySet[Any, Any]":
        """Those about one entry."""
        if self.about is None:
            return rows.none()
        return rows.filter(**{self.about: str(content_id) if "__" in self.about else content_id})

    def of_type(self, rows: "QuerySet[Any, Any]", model: type[Entry]) -> "QuerySet[Any, Any]":
        """Those about entries of one type that are still there."""
        if self.about is None:
            return rows.none()
        if "__" in self.about:
            return rows.filter(revision__content_type=ContentType.objects.get_for_model(model))
        return rows.filter(**{f"{self.about}__in": model._default_manager.values("content_id")})

    def content_id_of(self, row: Any) -> UUID | None:
        """About which entry a row is."""
        if self.about is None:
            return None
        if "__" in self.about:
            return UUID(row.revision.content["content_id"]) if row.revision else None
        found: UUID | None = getattr(row, self.about)
        return found


def _saved() -> "QuerySet[Any, Any]":
    """Saves, those of one revision by one person as one: autosave rewrites it every few seconds."""
    later = Authorship.objects.filter(
        content_id=OuterRef("content_id"),
        revision_id=OuterRef("revision_id"),
        person=OuterRef("person"),
        pk__gt=OuterRef("pk"),
    )
    return Authorship.objects.filter(~Exists(later)).select_related("person")


def _sent_back() -> "QuerySet[Any, Any]":
    rows = TaskState.objects.filter(status=TaskState.STATUS_REJECTED, finished_at__isnull=False)
    return rows.select_related("finished_by", "revision", "task")


def _withdrawals(who: str) -> Callable[[], "QuerySet[Any, Any]"]:
    return lambda: Withdrawal.objects.filter(**{f"{who}_at__isnull": False}).select_related(f"{who}_by")


def _emergencies(who: str) -> Callable[[], "QuerySet[Any, Any]"]:
    return lambda: EmergencyAction.objects.filter(**{f"{who}_at__isnull": False}).select_related(f"{who}_by")


#: Of what happened at one instant, the first of these stands on top.
KINDS: tuple[Kind, ...] = (
    Kind("left", gettext_noop("公開を終えた"), lambda: LiveDigest.objects.filter(digest="").select_related("person")),
    Kind("live", gettext_noop("公開した"), lambda: LiveDigest.objects.filter(~Q(digest="")).select_related("person")),
    Kind("approved", gettext_noop("承認した"), lambda: Approval.objects.select_related("person")),
    Kind(
        "sent_back", gettext_noop("差し戻した"), _sent_back, at="finished_at", person="finished_by",
        about="revision__content__content_id",
    ),
    Kind("saved", gettext_noop("書いた"), _saved),
    *(
        Kind(f"withdrawal_{who}", label, _withdrawals(who), at=f"{who}_at", person=f"{who}_by")
        for who, label in (
            ("confirmed", gettext_noop("取り下げ: 確かめた")), ("declined", gettext_noop("取り下げ: やめた")),
            ("proposed", gettext_noop("取り下げ: 申し出た")),
        )
    ),
    *(
        Kind(f"emergency_{who}", label, _emergencies(who), at=f"{who}_at", person=f"{who}_by")
        for who, label in (
            ("reviewed", gettext_noop("緊急: 事後に確かめた")), ("confirmed", gettext_noop("緊急: 2人目が行った")),
            ("declined", gettext_noop("緊急: 取りやめた")), ("proposed", gettext_noop("緊急: 申し出た")),
        )
    ),
    Kind("release", gettext_noop("一括公開"), lambda: ReleaseEvent.objects.select_related("person", "release")),
    Kind(
        "release_approved", gettext_noop("一括公開の承認"),
        lambda: ReleaseApproval.objects.select_related("person", "release"), about=None,
    ),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}
