"""Whether the log still is what was written, and what stands, and what lists read, still is what the log says."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from api.delivery import chain, log
from api.delivery.chunks import CHUNK
from api.delivery.envelope import envelope
from api.delivery.list_keys import keys_of
from api.delivery.log import Key
from api.delivery.models import Change, Facet, Listed, Reference, Standing
from api.delivery.reference_text import reference_text

_KEY: Final = ("content_id", "channel", "language")


def verify_chain() -> int:
    """Read the whole log and return the number of its changes; writers may go on meanwhile.

    Raises chain.ChainBroken where the log, its head, or what stands is not as it was written.
    """
    _, end, end_hash = log.head()
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
        document = _key(change)
        if change.op == Change.Op.PUT:
            said[document] = bytes(change.sha256 or b"")
        elif change.op == Change.Op.TOMBSTONE:
            said.pop(document, None)
    if (seq, previous) != (end, end_hash):
        raise chain.ChainBroken(end, "is where the head points, and the log ends otherwise")
    _compare_with_what_stands(said, end)
    _compare_what_lists_show(end)
    _compare_what_lists_hold(end)
    return seq


def _compare_with_what_stands(said: dict[Key, bytes], end: int) -> None:
    rows = Standing.objects.values_list(*_KEY, "version__sha256")
    stands = {(content_id, channel, language): bytes(digest) for content_id, channel, language, digest in rows}
    # Read after the rows: whatever a writer did to them since `end` has its change here.
    since = set(Change.objects.filter(seq__gt=end).values_list(*_KEY))
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


def _compare_what_lists_hold(end: int) -> None:
    """Look whether each document stands in the lists of its facets and in no others, and names whom it points to."""
    wrong: set[Key] = set()
    done = 0
    while stands := list(
        Standing.objects.filter(pk__gt=done).order_by("pk").only(*_KEY, "type", "kana_sort", "points")[:CHUNK]
    ):
        done = stands[-1].pk
        wrong.update(_wrongly_listed(stands))
    # Read after the rows: a writer may have been between two of the questions.
    wrong -= set(Change.objects.filter(seq__gt=end).values_list(*_KEY))
    for content_id, channel, language in sorted(wrong)[:1]:
        raise chain.ChainBroken(end, f"is the last, and lists hold {content_id} in {channel}, {language} otherwise")


def _wrongly_listed(stands: Sequence[Standing]) -> Iterator[Key]:
    ids = {document.content_id for document in stands}
    facets: defaultdict[Key, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for facet in Facet.objects.filter(content_id__in=ids):
        facets[_key(facet)][facet.name].append(facet.value)
    references: defaultdict[Key, list[tuple[str, int, UUID]]] = defaultdict(list)
    for reference in Reference.objects.filter(content_id__in=ids):
        references[_key(reference)].append((reference.role, reference.position, reference.target))
    listed: defaultdict[int, list[tuple[int, str, UUID]]] = defaultdict(list)
    for row in Listed.objects.filter(standing__in=stands):
        listed[row.standing_id].append((row.list_key, row.kana_sort, row.content_id))
    for document in stands:
        key = _key(document)
        keys = keys_of((document.channel, document.language, document.type), facets[key])
        held = [(one, document.kana_sort, document.content_id) for one in keys]
        if sorted(listed[document.pk]) != sorted(held) or document.points != reference_text(references[key]):
            yield key


def _key(row: Change | Standing | Facet | Reference) -> Key:
    return row.content_id, row.channel, row.language


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
