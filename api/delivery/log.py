"""The log: its one head, and the next numbers. Whether it still is what it was, `verified` says."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Max

from api.delivery import chain
from api.delivery.chunks import CHUNK, chunks
from api.delivery.models import Change, Head

Key = tuple[UUID, str, str]
"""A document: content_id, channel, language."""


def head() -> tuple[UUID, int, bytes]:
    """Return the end of the log: generation, number and hash of the last change."""
    generation, seq, hash = Head.objects.values_list("generation_id", "seq", "hash").get()
    return generation, seq, bytes(hash)


def lock_head() -> Head:
    """Lock the end of the log until the transaction ends: the last lock of a unit."""
    return Head.objects.select_for_update().get()


def last_numbers(content_ids: Iterable[UUID]) -> Counter[Key]:
    """Return the number of the last change of every document of the given ids; 0 for one that never was."""
    numbers: Counter[Key] = Counter()
    for chunk in chunks(sorted(set(content_ids))):
        rows = Change.objects.filter(content_id__in=chunk).values_list("content_id", "channel", "language")
        for content_id, channel, language, n in rows.annotate(Max("n")):
            numbers[content_id, channel, language] = n
    return numbers


def append(head: Head, entries: Sequence[chain.Entry]) -> list[Change]:
    """Write the entries behind the locked head, move it to the last of them, and return the changes."""
    changes = []
    previous = bytes(head.hash)
    for entry in entries:
        own = chain.link(previous, entry)
        changes.append(Change(**vars(entry), previous_hash=previous, hash=own))
        previous = own
    Change.objects.bulk_create(changes, batch_size=CHUNK)
    Head.objects.filter(pk=head.pk).update(seq=entries[-1].seq, hash=previous)
    return changes
