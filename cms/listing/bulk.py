"""Changing many listings at once: what would change, the drafts, and the way back. Nothing that is live changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import Revision

from catalog.models import Service
from cms.listing.kinds import Kind, nothing
from cms.listing.models import BulkChange, BulkChangeItem, BulkUndo, BulkUndoItem
from cms.releases.models import ReleaseItem
from cms.workflow import put_back

SAME = gettext_noop("もうそうなっています。")
_GONE = gettext_noop("この間に削除されました。")
_CHANGED = gettext_noop("確かめたあとに、ほかの人がこの窓口を変えました。もう一度行ってください。")
_LOCKED = gettext_noop("ロックされています。外してもらってから行ってください。")
_NOTHING_LEFT = gettext_noop("前の版が残っていないため、戻せません。編集画面で直してください。")
_IN_HAND = gettext_noop("承認の手続きに入っています。終わってから行ってください。")
#: What became of a draft since it was written, and what is said of it.
_KEPT = {
    "changed": gettext_noop("このあとに内容が変わったため、残しました。"),
    "live": gettext_noop("変えた内容が公開されているため、残しました。"),
    "in_hand": gettext_noop("変えた内容が承認の手続きに入っているため、残しました。"),
    "locked": gettext_noop("ロックされているため、残しました。"),
}


@dataclass
class Planned:
    """One listing: what would change in its draft, or why it is left alone (`told`)."""

    service: Service
    draft: Service
    before: str
    after: str
    told: str
    warning: str

    @property
    def seen(self) -> str:
        """The listing and the draft on which the comparison was made."""
        return f"{self.service.pk}:{self.service.latest_revision_id or ''}"


def plan(services: Iterable[Service], kind: Kind, chosen: Mapping[str, Any], person: Any) -> list[Planned]:
    """What the change would do to each of these, in their order. Nothing is written."""
    services = list(services)
    held = _held([service.content_id for service in services])
    return [_planned(service, kind, chosen, person, held) for service in services]


def _held(content_ids: list[UUID]) -> dict[UUID, str]:
    """Which of these are in an open release, and what that is called."""
    rows = ReleaseItem.objects.filter(open=True, content_id__in=content_ids).select_related("release")
    return {row.content_id: row.release.name for row in rows}


def _planned(service: Service, kind: Kind, chosen: Mapping[str, Any], person: Any, held: Mapping[UUID, str]) -> Planned:
    draft = service.get_latest_revision_as_object()
    before = kind.shown(draft)
    told = _obstacle(service, person, held)
    kind.apply(draft, chosen)
    after = kind.shown(draft)
    if not told and before == after:
        told = gettext(SAME)
    warning = gettext("空になります。公開するには1つ以上要ります。") if not told and after == nothing() else ""
    return Planned(service, draft, before, after, told, warning)


def _obstacle(service: Service, person: Any, held: Mapping[UUID, str]) -> str:
    """Why this listing is left alone, "" if nothing stands in the way."""
    if service.content_id in held:
        return gettext("一括公開「%(release)s」に入っています。先にそこから外してください。") % {
            "release": held[service.content_id]
        }
    lock = service.get_lock()
    if service.locked or (lock is not None and lock.for_user(person)):
        return gettext(_LOCKED)
    if service.workflow_in_progress:
        return gettext(_IN_HAND)
    latest = service.latest_revision
    unpublished = not service.live or service.has_unpublished_changes
    if unpublished and latest is not None and latest.user_id not in {None, person.pk}:
        return gettext("ほかの人の公開前の下書きがあります。その人に頼むか、1つずつ開いて変えてください。")
    return ""


@transaction.atomic
def change(seen: Mapping[int, int | None], kind: Kind, chosen: Mapping[str, Any], person: Any) -> BulkChange:
    """Make the drafts, all in one transaction. `seen` names each listing and the draft that the person was shown."""
    with override("ja"):  # what is kept is in Japanese, whatever language the person reads
        done = BulkChange(kind=kind.key, said=kind.said(chosen)[:300], person=person, at=timezone.now())
        done.save()
        rows = Service.objects.select_for_update().order_by("pk").in_bulk(list(seen))
        for planned in plan((rows[pk] for pk in seen if pk in rows), kind, chosen, person):
            if not planned.told and planned.service.latest_revision_id != seen[planned.service.pk]:
                planned.told = _CHANGED
            _write(done, planned, person)
    return done


def _write(done: BulkChange, planned: Planned, person: Any) -> None:
    service = planned.service
    item = BulkChangeItem(change=done, content_id=service.content_id, name=str(planned.draft)[:255], told=planned.told)
    item.before, item.after = planned.before, planned.before if planned.told else planned.after
    if not planned.told:
        item.was_unpublished = service.has_unpublished_changes
        item.seen = service.latest_revision_id
        if item.seen is None:  # there must be something to go back to
            item.seen = service.save_revision(changed=False, clean=False).pk
        item.written = put_back.save(planned.draft, person).pk
    item.save()


@transaction.atomic
def undo(done: BulkChange, person: Any) -> BulkUndo:
    """Put each draft back to the one before, unless somebody went on since. Raises IntegrityError where it was done."""
    back = BulkUndo(change=done, person=person, at=timezone.now())
    back.save()
    for item in done.items.filter(written__isnull=False):
        kept, written = _put_back(item, person)
        BulkUndoItem(undo=back, item=item, kept=kept, written=written).save()
    return back


def _put_back(item: BulkChangeItem, person: Any) -> tuple[str, int | None]:
    service = Service.objects.select_for_update().filter(content_id=item.content_id).first()
    if service is None:
        return _GONE, None
    if (since := put_back.since(service, item.written)) != "untouched":
        return _KEPT[since], None
    before = Revision.objects.filter(pk=item.seen).first()
    if before is None:
        return _NOTHING_LEFT, None
    return "", put_back.put_back(service, before, person, was_unpublished=item.was_unpublished).pk
