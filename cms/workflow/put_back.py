"""Drafts that a work on many wrote, and the way back to those before: unless somebody went on from there."""

from typing import Any, Literal

from wagtail.models import Revision, TaskState

from catalog.imports.drafts import noted_once
from catalog.publishable import SnippetEntry
from cms.workflow.models import Approval

#: What became of a draft since it was written.
Since = Literal["untouched", "changed", "live", "in_hand", "locked"]


def since(entry: SnippetEntry, written: int | None) -> Since:
    """What became of the revision that was written; only an untouched one may be taken back."""
    if entry.latest_revision_id != written:
        return "changed"
    if entry.live_revision_id == written:
        return "live"
    if _is_in_hand(written):
        return "in_hand"
    return "locked" if entry.locked else "untouched"


def _is_in_hand(written: int | None) -> bool:
    """Whether somebody approved this revision, or was asked to."""
    revision = Revision.objects.filter(pk=written)
    return (
        Approval.objects.filter(revision__in=revision).exists()
        or TaskState.objects.filter(revision__in=revision).exists()
        or revision.filter(approved_go_live_at__isnull=False).exists()
    )


def put_back(entry: SnippetEntry, before: Revision, person: Any, *, was_unpublished: bool) -> Revision:
    """The draft from before, as a newer one: what was written in between stays in the history."""
    revision: Revision = save(before.as_object(), person, previous_revision=before)
    if not was_unpublished:  # it says again what is live
        type(entry)._default_manager.filter(pk=entry.pk).update(has_unpublished_changes=False)
    return revision


def save(entry: Any, person: Any, **how: Any) -> Any:
    """A new revision, as the editor's form makes it: what is not live is saved as a row too, what is live never."""
    if entry.live:
        return entry.save_revision(user=person, clean=False, log_action=True, **how)
    with noted_once(entry):
        entry.save()
        return entry.save_revision(user=person, clean=False, log_action=True, **how)
