"""Keeping what stands in every latest draft, so that the same number or text elsewhere is found by index."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from catalog.publishable import Entry
from cms.checks import links
from cms.checks.known import marks_of
from cms.checks.models import Trace
from cms.checks.read_entry import read_words
from cms.checks.reading import Reading
from cms.workflow.authorship import Drafts


def follow(drafts: Drafts) -> None:
    """Drafts were saved: keep their marks and note their links. Called by the one receiver of saved revisions."""
    read = [(entry, read_words(entry)) for _revision, entry in drafts]
    keep(read)
    links.queue(reading for _entry, reading in read)


def keep(read: Iterable[tuple[Entry, Reading]]) -> None:
    """Make the traces of entries what their readings hold; writes only what differs."""
    wanted = {entry.content_id: (entry, set(marks_of(reading))) for entry, reading in read}
    standing: dict[UUID, dict[str, str]] = defaultdict(dict)
    there = Trace.objects.filter(content_id__in=wanted)
    for content_id, mark, name in there.values_list("content_id", "mark", "name"):
        standing[content_id][mark] = name
    changed = [
        (entry, marks)
        for content_id, (entry, marks) in wanted.items()
        if standing[content_id] != dict.fromkeys(marks, str(entry)[:200])
    ]
    if not changed:
        return
    with transaction.atomic():
        Trace.objects.filter(content_id__in=[entry.content_id for entry, _marks in changed]).delete()
        Trace.objects.bulk_create(
            Trace(content_id=entry.content_id, model=entry._meta.label_lower, name=str(entry)[:200], mark=mark)
            for entry, marks in changed
            for mark in sorted(marks)
        )


def forget(content_id: UUID) -> None:
    """What was deleted stands nowhere."""
    Trace.objects.filter(content_id=content_id).delete()
