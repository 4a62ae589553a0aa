"""What could be put into a release: sources whose latest draft is not what readers see."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from cms.publication import sources
from cms.releases.models import ReleaseItem

#: So many are shown of each search; whoever looks for another writes more of its name.
SHOWN = 50

#: The types that can be chosen from, by the key in the address.
TYPES: dict[str, Any] = {str(model._meta.model_name): model for model in sources.ENTRY_MODELS}


@dataclass(frozen=True)
class Candidate:
    """One source, what its draft is called, and the open release that holds it already."""

    row: Any
    name: str
    type: str
    held_by: Any = None


def search(words: str, type_: str) -> tuple[list[Candidate], bool]:
    """The newest drafts whose name holds these words, and whether there are more than are shown."""
    models = [TYPES[type_]] if type_ in TYPES else list(TYPES.values())
    rows: list[Any] = []
    for model in models:
        found = model._default_manager.filter(Q(live=False) | Q(has_unpublished_changes=True))
        found = found.filter(latest_revision__isnull=False).select_related("latest_revision")
        if words:
            found = found.filter(latest_revision__object_str__icontains=words)
        rows += found.order_by("-latest_revision__created_at", "-pk")[: SHOWN + 1]
    rows.sort(key=lambda row: row.latest_revision.created_at, reverse=True)
    shown = rows[:SHOWN]
    held = _held({row.content_id for row in shown})
    candidates = [
        Candidate(row, row.latest_revision.object_str, row._meta.verbose_name, held.get(row.content_id))
        for row in shown
    ]
    return candidates, len(rows) > SHOWN


def _held(content_ids: set[UUID]) -> dict[UUID, Any]:
    items = ReleaseItem.objects.filter(content_id__in=content_ids, open=True).select_related("release")
    return {item.content_id: item.release for item in items}
