"""The newest draft of many services at once, as it is stored: a directory is read without opening each of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_noop
from wagtail.models import Revision, WorkflowState

from catalog.models import Service
from cms.releases.models import ReleaseItem
from cms.spreadsheets.columns import RELATIONS

_BATCH = 500  # SQLite limits the parameters of one statement
_IN_HAND = gettext_noop("承認の手続きに入っています。終わってから、もう一度取り込んでください。")
_SCHEDULED = gettext_noop("公開する日時が決まっています。公開されてから、もう一度取り込んでください。")
_LOCKED = gettext_noop("ロックされています。ロックを外してもらってから、もう一度取り込んでください。")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A service's row and the stored content of its newest draft. `person` saved that draft."""

    service: Service
    content: dict[str, Any]
    revision: int | None
    person: int | None
    #: Why nobody may write over it now, in Japanese; "" where nothing stands in the way.
    held: str = ""

    @property
    def unpublished(self) -> bool:
        """Whether the draft holds something that is not live."""
        return not self.service.live or self.service.has_unpublished_changes

    def parts(self, part: str) -> list[dict[str, Any]]:
        """The contacts or sources, in their order."""
        rows = self.content.get(RELATIONS[part]) or []
        return sorted(rows, key=lambda row: row.get("sort_order") or 0)


def drafts(services: QuerySet[Service]) -> Iterator[Draft]:
    """The newest draft of each, in the order of the query, some hundred at a time."""
    ids = iter(list(services.values_list("pk", flat=True)))
    while batch := list(islice(ids, _BATCH)):
        yield from _of(batch)


def drafts_by_id(content_ids: Iterable[UUID]) -> dict[UUID, Draft]:
    """The newest drafts of these, by content id; those that are gone are left out."""
    found: dict[UUID, Draft] = {}
    ids = iter(set(content_ids))
    while batch := list(islice(ids, _BATCH)):
        pks = list(Service.objects.filter(content_id__in=batch).values_list("pk", flat=True))
        found |= {draft.service.content_id: draft for draft in _of(pks)}
    return found


def _of(pks: list[int]) -> Iterator[Draft]:
    services = Service.objects.in_bulk(pks)
    revisions = Revision.objects.in_bulk(
        [one.latest_revision_id for one in services.values() if one.latest_revision_id]
    )
    held = _held(services.values())
    for pk in pks:
        if (service := services.get(pk)) is None:
            continue
        revision = revisions.get(service.latest_revision_id)
        yield Draft(
            service=service,
            content=dict(revision.content) if revision else service.serializable_data(),
            revision=revision.pk if revision else None,
            person=revision.user_id if revision else None,
            held=held.get(pk, ""),
        )


def _held(services: Iterable[Service]) -> dict[int, str]:
    """What an editor's own form would not let through either, or an approver is looking at: by the service's key."""
    by_id = {service.content_id: service.pk for service in services}
    of_services = {
        "base_content_type": ContentType.objects.get_for_model(Service),
        "object_id__in": [str(pk) for pk in by_id.values()],
    }
    waiting = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, **of_services)
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False, **of_services)
    held = {int(pk): _IN_HAND for pk in waiting.values_list("object_id", flat=True)}
    held |= {int(pk): _SCHEDULED for pk in scheduled.values_list("object_id", flat=True)}
    for item in ReleaseItem.objects.filter(open=True, content_id__in=by_id).select_related("release"):
        held[by_id[item.content_id]] = gettext(
            "一括公開「%(name)s」に入っています。先にそこから外して、もう一度取り込んでください。"
        ) % {"name": item.release.name}
    return held | {service.pk: _LOCKED for service in services if service.locked}
