"""Putting a release together, and giving it up. Each function is one transaction, with the release's row locked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from wagtail.models import Revision

from cms.releases import conflicts, letters
from cms.releases.drafts import drafts_of, rows_of
from cms.releases.hold import release_of
from cms.releases.models import OPEN, Release, ReleaseEvent, ReleaseItem
from cms.workflow.refusal import PublicationRefused

COMPOSE = "releases.compose_release"

#: More cannot be looked through on one page, nor by one person.
MOST_ITEMS = 100

#: What of the making of a release is somebody's work that others have to approve.
COMPOSING = ("added", "removed", "changed")


def open_releases() -> "QuerySet[Release]":
    """What is not live yet and not given up: the next to go live first, then the newest."""
    return Release.objects.filter(state__in=OPEN).order_by("go_live_at", "-created_at")


def stopped() -> "QuerySet[Release]":
    """Releases that should be live and are not, since something in them is broken or not approved."""
    return open_releases().exclude(failure="")


def composers(release: Release) -> set[int]:
    """Who chose what is in it and when it goes live: none of them approves it."""
    events = release.events.filter(what__in=COMPOSING, person__isnull=False)
    return set(events.values_list("person_id", flat=True))


@transaction.atomic
def create(*, name: str, note: str, go_live_at: datetime | None, person: Any, at: datetime) -> Release:
    """Begin a release. Raises PermissionDenied, PublicationRefused where the name is taken."""
    _require(person)
    release = Release(name=name, note=note, go_live_at=go_live_at, created_by=person, created_at=at)
    _save(release)
    record(release, "created", person=person, at=at)
    if go_live_at:
        record(release, "changed", person=person, at=at)
    return release


@transaction.atomic
def change(
    release_id: UUID, *, name: str, note: str, go_live_at: datetime | None, person: Any, at: datetime
) -> Release:
    """Another name, note or hour. Raises PermissionDenied, PublicationRefused."""
    _require(person)
    release = being_composed(release_id)
    moved = release.go_live_at != go_live_at
    release.name, release.note, release.go_live_at = name, note, go_live_at
    if moved:
        release.failure, release.failed_at = "", None
        record(release, "changed", person=person, at=at)
    _save(release)
    return release


@transaction.atomic
def add(release_id: UUID, content_ids: Iterable[UUID], *, person: Any, at: datetime) -> int:
    """Put sources in; how many are new. Raises PermissionDenied, PublicationRefused where one is held elsewhere."""
    _require(person)
    release = being_composed(release_id)
    here = set(release.items.values_list("content_id", flat=True))
    rows = {content_id: row for content_id, row in rows_of(content_ids).items() if content_id not in here}
    if len(here) + len(rows) > MOST_ITEMS:
        raise PublicationRefused(
            gettext("一括公開に入れられるのは%(most)s件までです。いくつかに分けてください。") % {"most": MOST_ITEMS}
        )
    for content_id, row in rows.items():
        if row.latest_revision is None:
            raise PublicationRefused(
                gettext("「%(row)s」には下書きがないため、一括公開に入れられません。先に一度保存してください。")
                % {"row": row}
            )
        if (other := release_of(content_id)) is not None:
            raise PublicationRefused(_held(row, other))
        try:
            with transaction.atomic():
                ReleaseItem.objects.create(release=release, content_id=content_id, added_by=person, added_at=at)
        except IntegrityError as error:  # somebody else was quicker
            raise PublicationRefused(_held(row, release_of(content_id) or release)) from error
        record(release, "added", person=person, at=at, content_id=content_id, item=row.latest_revision.object_str)
    return len(rows)


def _held(row: Any, release: Release) -> str:
    return gettext("「%(row)s」は、もう一括公開「%(release)s」に入っています。先にそこから外してください。") % {
        "row": row,
        "release": release,
    }


@transaction.atomic
def remove(release_id: UUID, content_id: UUID, *, person: Any, at: datetime) -> None:
    """Let a source go. Raises PermissionDenied, PublicationRefused."""
    _require(person)
    _let_go(being_composed(release_id), content_id, "removed", person=person, at=at)


@transaction.atomic
def take_out(content_id: UUID, *, person: Any, why: str, at: datetime) -> None:
    """Let a source go from whatever release holds it, for two people in an emergency; whoever calls has asked them.

    Nothing happens where none holds it. What was approved of the release holds no more.
    """
    if (held_by := release_of(content_id)) is not None:
        _let_go(locked(held_by.pk), content_id, "taken_out", person=person, at=at, text=why)


def _let_go(release: Release, content_id: UUID, what: str, *, person: Any, at: datetime, text: str = "") -> None:
    row = rows_of([content_id]).get(content_id)
    gone, _ = release.items.filter(content_id=content_id).delete()
    if gone:
        record(release, what, person=person, at=at, content_id=content_id, item=str(row or ""), text=text)


@transaction.atomic
def free(release_id: UUID, content_id: UUID, *, person: Any, at: datetime) -> None:
    """End the ways on which an item was to go live alone: its workflow, and an hour that was approved for it.

    Raises PermissionDenied, PublicationRefused.
    """
    _require(person)
    release = being_composed(release_id)
    row: Any = rows_of([content_id]).get(content_id)
    if row is None or not release.items.filter(content_id=content_id).exists():
        return
    if (state := row.current_workflow_state) is not None:
        state.cancel(user=person)
    Revision.objects.for_instance(row).filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    record(release, "freed", person=person, at=at, content_id=content_id, item=str(row))


@transaction.atomic
def submit(release_id: UUID, *, person: Any, at: datetime) -> None:
    """Send it to those who approve. Raises PermissionDenied, and PublicationRefused where something is in the way."""
    _require(person)
    release = being_composed(release_id)
    drafts = drafts_of(release)
    if not drafts:
        raise PublicationRefused(gettext("一括公開に何も入っていません。公開するものを入れてから出してください。"))
    if found := conflicts.blocking(release, drafts, at=at):
        raise PublicationRefused(*found)
    release.state, release.submitted_by, release.submitted_at = "submitted", person, at
    release.failure, release.failed_at = "", None
    release.save()
    record(release, "submitted", person=person, at=at)
    letters.step_begins(release, drafts)


@transaction.atomic
def take_back(release_id: UUID, *, person: Any, at: datetime) -> None:
    """Back to where items can be put in and taken out. Raises PermissionDenied, PublicationRefused."""
    _require(person)
    release = locked(release_id)
    if release.state != "submitted":
        raise PublicationRefused(gettext("この一括公開は、確認に出されていません。"))
    back_to_draft(release)
    record(release, "taken_back", person=person, at=at)


def back_to_draft(release: Release) -> None:
    """It waits for nobody any more and does not go live at its hour."""
    release.state, release.failure, release.failed_at = "draft", "", None
    release.save()


@transaction.atomic
def give_up(release_id: UUID, *, person: Any, at: datetime) -> None:
    """Let everything in it go for good; drafts stay as they are. Raises PermissionDenied, PublicationRefused."""
    _require(person)
    release = locked(release_id)
    release.state, release.closed_at, release.failure, release.failed_at = "given_up", at, "", None
    release.save()
    release.items.update(open=False)
    record(release, "given_up", person=person, at=at)


def locked(release_id: UUID) -> Release:
    """The open release, its row locked until the end of the transaction. Raises PublicationRefused where it is over."""
    release = Release.objects.select_for_update().get(pk=release_id)
    if not release.is_open:
        raise PublicationRefused(
            gettext("一括公開「%(release)s」は、もう%(state)sです。")
            % {"release": release, "state": release.get_state_display()}
        )
    return release


def being_composed(release_id: UUID) -> Release:
    """The same, where it is not with those who approve. Raises PublicationRefused."""
    release = locked(release_id)
    if release.state != "draft":
        raise PublicationRefused(
            gettext("確認に出したあとは変えられません。変えるときは、先に「準備中に戻す」を押してください。")
        )
    return release


def record(release: Release, what: str, *, person: Any, at: datetime, **more: Any) -> None:
    """One line of the release's history."""
    if "item" in more:
        more["item"] = more["item"][:255]
    ReleaseEvent(release=release, what=what, person=person, at=at, **more).save()


def _require(person: Any) -> None:
    if not person.has_perm(COMPOSE):
        raise PermissionDenied


def _save(release: Release) -> None:
    try:
        with transaction.atomic():
            release.save()
    except IntegrityError as error:
        raise PublicationRefused(
            gettext("「%(name)s」という一括公開がもうあります。ちがう名前にしてください。") % {"name": release.name}
        ) from error
