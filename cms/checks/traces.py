"""Keeping what stands in every latest draft, so that the same number or text elsewhere is found by index."""

from uuid import UUID

from django.db import transaction
from wagtail.models import Revision

from catalog.publishable import Entry
from cms.checks import links
from cms.checks.known import marks_of
from cms.checks.models import Trace
from cms.checks.read_entry import read_words
from cms.checks.reading import Reading


def follow(revision: Revision, entry: Entry) -> None:
    """A draft was saved: keep its marks and note its links. Called by the one receiver of saved revisions."""
    del revision
    reading = read_words(entry)
    keep(entry, reading)
    links.queue([reading])


def keep(entry: Entry, reading: Reading) -> None:
    """Make the traces of an entry what its reading holds; writes only what differs."""
    wanted, name = set(marks_of(reading)), str(entry)[:200]
    standing = dict(Trace.objects.filter(content_id=entry.content_id).values_list("mark", "name"))
    if standing == dict.fromkeys(wanted, name):
        return
    with transaction.atomic():
        Trace.objects.filter(content_id=entry.content_id).delete()
        Trace.objects.bulk_create(
            Trace(content_id=entry.content_id, model=entry._meta.label_lower, name=name, mark=mark)
            for mark in sorted(wanted)
        )


def forget(content_id: UUID) -> None:
    """What was deleted stands nowhere."""
    Trace.objects.filter(content_id=content_id).delete()
