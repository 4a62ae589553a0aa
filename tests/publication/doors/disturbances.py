"""What may happen between the moment in which a page is shown and the moment in which its button is pressed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from catalog.publishable import Entry
from tests.publication.doors.scene import reword
from tests.publication.doors.snapshot import Snapshot, snapshot, undone


def _a_later_draft(entry: Entry) -> None:
    """Its writer saves a new draft."""
    draft = _latest(entry)
    reword(draft, "later-than-the-page")
    draft.save_revision(user=_writer(draft), clean=False)


def _autosave(entry: Entry) -> None:
    """Autosave rewrites the latest revision, as it does while its writer types on."""
    draft = _latest(entry)
    reword(draft, "rewritten-by-autosave")
    draft.save_revision(user=_writer(draft), overwrite_revision=draft.latest_revision, clean=False)


def _a_rewritten_revision(entry: Entry) -> None:
    """The latest revision itself is rewritten behind everybody's back."""
    draft = _latest(entry)
    reword(draft, "rewritten-in-place")
    revision = draft.latest_revision
    revision.content = draft.serializable_data()
    revision.save()


DISTURBANCES: dict[str, Callable[[Entry], None]] = {
    "a later draft": _a_later_draft,
    "autosave": _autosave,
    "a rewritten revision": _a_rewritten_revision,
}


@contextmanager
def disturbed(disturb: Callable[[Entry], None], entry: Entry) -> Iterator[Snapshot]:
    """It happens; gives what is live after it. All is taken back."""
    with undone():
        disturb(entry)
        yield snapshot()


def _latest(entry: Entry) -> Entry:
    return type(entry)._default_manager.get(pk=entry.pk).latest_revision.as_object()  # type: ignore[no-any-return]


def _writer(draft: Entry) -> object:
    return draft.latest_revision.user
