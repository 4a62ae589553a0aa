"""Drafts that a work on many wrote, and the way back to those before: unless somebody went on from there."""

from collections.abc import Container, Iterable
from typing import Any, Literal

from wagtail.models import Revision, TaskState

from catalog.imports.drafts import noted_once
from catalog.publishable import SnippetEntry
from cms.workflow.models import Approval

#: What became of a draft since it was written.
Since = Literal["untouched", "changed", "live", "in_hand", "locked"]


def since(entry: SnippetEntry, written: int | None, in_hand: Container[int | None] | None = None) -> Since:
    """What became of the revision that was written; only an untouched one may be taken back.

    Whoever asks of many looks once which of them are in hand, and gives it.
    """
    if entry.latest_revision_id != written:
        return "changed"
    if entry.live_revision_id == written:
        return "live"
    if written in (in_hand_of([written]) if in_hand is None else in_hand):
        return "in_hand"
    return "locked" if entry.locked else "untouched"


def in_hand_of(written: Iterable[int | None]) -> set[int]:
    """Those of these revisions that somebody approved, was asked to, or that go live at a set time."""
    revisions = list(written)
    return {
        *Approval.objects.filter(revision__in=revisions).values_list("revision_id", flat=True),
        *TaskState.objects.filter(revision__in=revisions).values_list("revision_id", flat=True),
        *Revision.objects.filter(pk__in=revisions, approved_go_live_at__isnull=False).values_list("pk", flat=True),
    }


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
