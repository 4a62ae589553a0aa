"""The latest drafts of what a release holds, and the digest over all of them: what is approved."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from wagtail.models import Revision

from catalog.publishable import Entry
from cms.publication import sources
from cms.releases.models import Release
from cms.workflow.digest import digest


@dataclass(frozen=True)
class Draft:
    """One item as it would go live: its latest draft. ``entry`` is None where the source was deleted."""

    content_id: UUID
    entry: Any = None
    revision: Revision | None = None
    digest: str = ""

    @property
    def name(self) -> str:
        """What editors call it."""
        if self.entry is not None:
            return str(self.entry)
        return gettext("(削除されたもの %(content_id)s)") % {"content_id": self.content_id}


def rows_of(content_ids: Iterable[UUID]) -> dict[UUID, Entry]:
    """The rows of entries with these ids, live or not, each with its latest revision."""
    wanted = list(content_ids)
    models: tuple[Any, ...] = sources.ENTRY_MODELS
    return {
        row.content_id: row
        for model in models
        for some in sources.batched(wanted, 500)
        for row in model._default_manager.filter(content_id__in=some).select_related("latest_revision")
    }


def drafts_of(release: Release) -> list[Draft]:
    """Every item's latest draft, by type and then in the order in which they were put in."""
    ids = list(release.items.order_by("pk").values_list("content_id", flat=True))
    rows = rows_of(ids)
    order = {model: number for number, model in enumerate(sources.ENTRY_MODELS)}
    return sorted(
        (_draft(content_id, rows.get(content_id)) for content_id in ids),
        key=lambda draft: order.get(type(draft.entry), -1),
    )


def _draft(content_id: UUID, row: Any) -> Draft:
    if row is None or row.latest_revision is None:
        return Draft(content_id)
    entry = row.latest_revision.as_object()
    return Draft(content_id, entry, row.latest_revision, digest(entry))


def release_digest(drafts: Iterable[Draft], go_live_at: datetime | None) -> str:
    """SHA-256 over each item with the digest of its content, and the hour: what of a release is approved."""
    content = {
        "go_live_at": int(go_live_at.timestamp()) if go_live_at else "",
        "items": sorted([str(draft.content_id), draft.digest] for draft in drafts),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
