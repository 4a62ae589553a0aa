"""The log: its one head, the next numbers, and whether it still is what it was."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Max, Q

from api.delivery import chain
from api.delivery.chunks import CHUNK, chunks
from api.delivery.envelope import envelope
from api.delivery.models import Change, Head, Standing

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


def verify_chain() -> int:
    """Read the whole log and return the number of its changes; writers may go on meanwhile.

    Raises chain.ChainBroken where the log, its head, or what stands is not as it was written.
    """
    _, end, end_hash = head()
    seq, previous = 0, chain.GENESIS
    said: dict[Key, bytes] = {}
    for change in Change.objects.filter(seq__lte=end).order_by("seq").iterator(chunk_size=2000):
        seq += 1
        chain.check(
            _entry(change),
            expected_seq=seq,
            expected_previous=previous,
            previous_hash=bytes(change.previous_hash),
            own_hash=bytes(change.hash),
        )
        previous = bytes(change.hash)
        document = change.content_id, change.channel, change.language
        if change.op == Change.Op.PUT:
            said[document] = bytes(change.sha256 or b"")
        elif change.op == Change.Op.TOMBSTONE:
            said.pop(document, None)
    if (seq, previous) != (end, end_hash):
        raise chain.ChainBroken(end, "is where the head points, and the log ends otherwise")
    _compare_with_what_stands(said, end)
    _compare_what_lists_show(end)
    return seq


def _compare_with_what_stands(said: dict[Key, bytes], end: int) -> None:
    rows = Standing.objects.values_list("content_id", "channel", "language", "version__sha256")
    stands = {(content_id, channel, language): bytes(digest) for content_id, channel, language, digest in rows}
    # Read after the rows: whatever a writer did to them since `end` has its change here.
    since = set(Change.objects.filter(seq__gt=end).values_list("content_id", "channel", "language"))
    for document in sorted((said.keys() | stands.keys()) - since):
        if said.get(document) != stands.get(document):
            content_id, channel, language = document
            raise chain.ChainBroken(end, f"is the last, and {content_id} in {channel}, {language} stands otherwise")


def _compare_what_lists_show(end: int) -> None:
    """Look whether lists show the version that stands: its row repeats what the version and its own columns say."""
    repeats = ExpressionWrapper(Q(summary=F("version__summary")), output_field=BooleanField())
    columns = ("content_id", "type", "channel", "language", "slug", "n", "published_at", "updated_at", "envelope")
    rows = Standing.objects.annotate(repeats=repeats).values_list(*columns, "repeats").iterator(chunk_size=CHUNK)
    for content_id, kind, channel, language, slug, n, published_at, updated_at, said, right in rows:
        written = envelope(
            content_id=content_id,
            type=kind,
            slug=slug,
            version=n,
            language=language,
            published_at=published_at,
            updated_at=updated_at,
        )
        if not right or bytes(said) != written:
            raise chain.ChainBroken(end, f"is the last, and lists show {content_id} in {channel}, {language} otherwise")


def _entry(change: Change) -> chain.Entry:
    return chain.Entry(
        seq=change.seq,
        at=change.at,
        content_id=change.content_id,
        type=change.type,
        channel=change.channel,
        language=change.language,
        op=change.op,
        n=change.n,
        sha256=None if change.sha256 is None else bytes(change.sha256),
        reason=change.reason,
        replacement=change.replacement,
        urgent=change.urgent,
        cause_id=change.cause_id,
    )
