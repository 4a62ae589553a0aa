"""The newest draft of many services at once, as it is stored: a directory is read without opening each of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Revision

from catalog.models import Service
from cms.spreadsheets.columns import RELATIONS

_BATCH = 500  # SQLite limits the parameters of one statement


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A service's row and the stored content of its newest draft. `person` saved that draft."""

    service: Service
    content: dict[str, Any]
    revision: int | None
    person: int | None

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
    for pk in pks:
        if (service := services.get(pk)) is None:
            continue
        revision = revisions.get(service.latest_revision_id)
        yield Draft(
            service=service,
            content=dict(revision.content) if revision else service.serializable_data(),
            revision=revision.pk if revision else None,
            person=revision.user_id if revision else None,
        )
