"""What a release would change, item by item: documents are built as if everything in it were live already."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cms.admin import wording
from cms.publication import compare, sources
from cms.releases.drafts import Draft
from pages.models import KidsText

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """One item and what changes with it, in editors' words; ``failed`` where that cannot be shown."""

    draft: Draft
    documents: list[wording.ToldChange]
    failed: bool = False


def told(drafts: Sequence[Draft]) -> Iterator[Told]:
    """Each item's changes. Where items point at each other, they are called as they will be."""
    together = {draft.content_id: draft.entry for draft in drafts if draft.entry is not None}
    with_kids_text = {entry.about for entry in together.values() if isinstance(entry, KidsText)}
    for draft in drafts:
        if draft.entry is None or draft.entry.problems():
            continue  # said beside the item
        try:
            yield Told(draft, list(_changes(draft, together, in_kids_text=draft.content_id in with_kids_text)))
        except Exception:  # the page must open, so that the item can be mended or taken out
            logger.exception("The preview of %s %s failed", draft.entry.document_type, draft.content_id)
            yield Told(draft, [], failed=True)


def _changes(draft: Draft, together: dict[Any, Any], *, in_kids_text: bool) -> Iterator[wording.ToldChange]:
    live = sources.live_rows(type(draft.entry), [draft.content_id]).get(draft.content_id)
    if (how := wording.beside(draft.entry, live)) is not None:
        yield how
    changes = compare.preview(draft.entry, together)
    # What kids get is shown with the kids' text, whose words it takes.
    shown = [change for change in changes if not (in_kids_text and change.channel == "kids")]
    yield from wording.told(shown, draft.entry, together)
