"""The only writer of what readers see. Its verbs run inside the publication's own transaction.

Order of a unit: `lock` its sources, compare, lock the head last, write the rows. Numbers are taken under the head's
lock, which is held to commit: so the sequence is the order of commits, and no reader ever finds a gap that fills later.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from api.delivery import chain, public_files
from api.delivery.chunks import CHUNK, chunks
from api.delivery.derived import derive, erase
from api.delivery.envelope import envelope
from api.delivery.log import Key, append, head, last_numbers, lock_head
from api.delivery.models import (
    Change,
    Facet,
    Generation,
    Head,
    Identity,
    Reference,
    SearchText,
    Slug,
    Standing,
    Version,
)
from api.delivery.reference_text import reference_text
from api.delivery.verified import verify_chain
from api.documents.picture import files_named
from api.documents.record import Record, Removal

__all__ = [
    "files_to_erase",
    "head",
    "lock",
    "mark_demo",
    "new_generation",
    "put",
    "redact",
    "standing",
    "tombstone",
    "verify_chain",
]


class OutsideTransaction(Exception):
    """A verb of the store was called outside `transaction.atomic()`: what it wrote would not stand or fall together."""


class SlugTaken(Exception):
    """The slug belongs, now or earlier, to another id of this type."""

    def __init__(self, type: str, slug: str) -> None:
        super().__init__(f"{type} {slug}")
        self.type = type
        self.slug = slug


class TypeChanged(Exception):
    """An id keeps its type for good."""

    def __init__(self, content_id: UUID, was: str, given: str) -> None:
        super().__init__(f"{content_id} is of type {was}, not {given}")
        self.content_id = content_id


class GivenTwice(Exception):
    """One call names the same document twice, so nobody can tell which is meant."""


def lock(content_ids: Mapping[UUID, str]) -> None:
    """Lock the given ids (with their types) until the transaction ends; a new id is recorded. Raises TypeChanged.

    New rows are inserted in the order of ids before any is locked in the same order, so two units never wait for
    each other.
    """
    _require_transaction()
    ordered = sorted(content_ids)
    known: dict[UUID, str] = {}
    for chunk in chunks(ordered):
        known.update(Identity.objects.filter(content_id__in=chunk).values_list("content_id", "type"))
    missing = [Identity(content_id=key, type=content_ids[key]) for key in ordered if key not in known]
    Identity.objects.bulk_create(missing, ignore_conflicts=True, batch_size=CHUNK)
    for chunk in chunks(ordered):
        rows = Identity.objects.filter(content_id__in=chunk).order_by("content_id").select_for_update()
        for content_id, was in rows.values_list("content_id", "type"):
            if was != content_ids[content_id]:
                raise TypeChanged(content_id, was, content_ids[content_id])


def put(records: Sequence[Record], *, at: datetime, cause_id: UUID | None) -> list[Change]:
    """Make the records stand and return their changes; a record that stands already makes none.

    Files that they name are public already (`public_files.bring`).
    Raises SlugTaken, TypeChanged, GivenTwice, OutsideTransaction, public_files.FileMissing.
    """
    _require_transaction()
    at = _cut(at)
    _require_distinct(_key(record) for record in records)
    lock(_types(records))
    digests = {_key(record): record.sha256() for record in records}
    stands = _standing([record.content_id for record in records])
    fresh = [record for record in records if stands.get(_key(record), (None,))[0] != digests[_key(record)]]
    if not fresh:
        return []
    files = {_key(record): record.files() for record in fresh}
    _lock_files(files, at)
    end = lock_head()
    _claim_slugs(fresh)
    numbers = last_numbers(record.content_id for record in fresh)
    versions = Version.objects.bulk_create(
        [
            Version(
                content_id=record.content_id,
                type=record.type,
                channel=record.channel,
                language=record.language,
                n=numbers[_key(record)] + 1,
                body=record.body_bytes(),
                summary=record.summary_bytes(),
                sha256=digests[_key(record)],
            )
            for record in fresh
        ],
        batch_size=CHUNK,
    )
    changes = append(
        end,
        [
            chain.Entry(
                seq=seq,
                at=at,
                content_id=record.content_id,
                type=record.type,
                channel=record.channel,
                language=record.language,
                op=Change.Op.PUT.value,
                n=numbers[_key(record)] + 1,
                sha256=digests[_key(record)],
                cause_id=cause_id,
            )
            for seq, record in enumerate(fresh, end.seq + 1)
        ],
    )
    Standing.objects.bulk_create(
        [
            Standing(
                content_id=record.content_id,
                type=record.type,
                channel=record.channel,
                language=record.language,
                version=version,
                n=version.n,
                slug=record.slug,
                stub=record.stub_bytes(),
                points=reference_text(record.references),
                kana_sort=record.kana_sort,
                published_at=at,
                updated_at=at,
                updated_seq=change.seq,
                envelope=envelope(
                    content_id=record.content_id,
                    type=record.type,
                    slug=record.slug,
                    version=version.n,
                    language=record.language,
                    published_at=stands.get(_key(record), (None, at))[1],
                    updated_at=at,
                ),
                summary=version.summary,
            )
            for record, version, change in zip(fresh, versions, changes, strict=True)
        ],
        update_conflicts=True,  # published_at stays that of the first put since the document came in
        unique_fields=["content_id", "channel", "language"],
        update_fields=[
            "version",
            "n",
            "slug",
            "stub",
            "points",
            "kana_sort",
            "updated_at",
            "updated_seq",
            "envelope",
            "summary",
        ],
        batch_size=CHUNK,
    )
    derive(fresh)
    public_files.use(files, at=at)
    return changes


def tombstone(removals: Sequence[Removal], *, at: datetime, cause_id: UUID | None) -> list[Change]:
    """Take documents out of their channels and return the changes that tell of it; what does not stand makes none.

    Raises TypeChanged, GivenTwice, OutsideTransaction.
    """
    _require_transaction()
    at = _cut(at)
    _require_distinct(_key(removal) for removal in removals)
    lock(_types(removals))
    stands = standing([removal.content_id for removal in removals])
    leaving = [removal for removal in removals if _key(removal) in stands]
    if not leaving:
        return []
    files: dict[Key, set[str]] = {_key(removal): set() for removal in leaving}
    _lock_files(files, at)
    end = lock_head()
    numbers = last_numbers(removal.content_id for removal in leaving)
    changes = append(
        end,
        [
            chain.Entry(
                seq=seq,
                at=at,
                content_id=removal.content_id,
                type=removal.type,
                channel=removal.channel,
                language=removal.language,
                op=Change.Op.TOMBSTONE.value,
                n=numbers[_key(removal)] + 1,
                reason=removal.reason,
                replacement=removal.replacement,
                urgent=removal.urgent,
                cause_id=cause_id,
            )
            for seq, removal in enumerate(leaving, end.seq + 1)
        ],
    )
    for model in (Standing, Reference, Facet, SearchText):
        erase(model, {_key(removal) for removal in leaving})
    public_files.use(files, at=at)
    return changes


def redact(
    content_id: UUID, *, at: datetime, cause_id: UUID | None, channels: Collection[str] | None = None
) -> list[Change]:
    """Erase the texts of all versions that do not stand, in these channels or in all, and keep their digests.

    Returns the changes that tell of it.
    What stands is left: it is corrected by `put` or taken out by `tombstone` first, in the same unit. Files that only
    the erased texts named are served no longer from the moment of the commit. A unit that has written before has locked
    them all by then (`files_to_erase`).
    Raises Identity.DoesNotExist for an id that was never used, OutsideTransaction.
    """
    _require_transaction()
    at = _cut(at)
    type = Identity.objects.select_for_update().get(content_id=content_id).type
    erased = _texts(content_id, channels)
    erased = erased.exclude(pk__in=Standing.objects.filter(content_id=content_id).values("version_id"))
    documents = sorted(set(erased.values_list("content_id", "channel", "language")))
    if not documents:
        return []
    named = _files_in(erased)
    public_files.lock(named, at=at)
    end = lock_head()
    public_files.expel(named)
    erased.update(body=b"", summary=b"")
    numbers = last_numbers([content_id])
    return append(
        end,
        [
            chain.Entry(
                seq=seq,
                at=at,
                content_id=content_id,
                type=type,
                channel=document[1],
                language=document[2],
                op=Change.Op.REDACT.value,
                n=numbers[document] + 1,
                cause_id=cause_id,
            )
            for seq, document in enumerate(documents, end.seq + 1)
        ],
    )


def files_to_erase(content_id: UUID, *, channels: Collection[str] | None = None) -> set[str]:
    """Return the files that any text of this id names, standing or not: to be locked before the unit's first write.

    `redact` needs them when the head is held already, and nobody may wait for a file then.
    """
    return _files_in(_texts(content_id, channels))


def _texts(content_id: UUID, channels: Collection[str] | None) -> QuerySet[Version]:
    versions = Version.objects.filter(content_id=content_id).exclude(body=b"", summary=b"")
    return versions if channels is None else versions.filter(channel__in=channels)


def _files_in(versions: QuerySet[Version]) -> set[str]:
    named: set[str] = set()
    for body, summary in versions.values_list("body", "summary").iterator(chunk_size=CHUNK):
        named |= files_named(bytes(body)) | files_named(bytes(summary))
    return named


def new_generation(at: datetime) -> Generation:
    """Begin another life of the log (after a restore) and return it: numbers and chain go on, readers start over."""
    _require_transaction()
    end = lock_head()
    generation = Generation.objects.create(id=uuid.uuid4(), started_at=_cut(at), demo=end.generation.demo)
    Head.objects.filter(pk=end.pk).update(generation=generation)
    return generation


def mark_demo() -> None:
    """Say, for good, that this log holds sample data nobody checked. Every answer tells it from then on."""
    _require_transaction()
    end = lock_head()
    Generation.objects.filter(pk=end.generation_id).update(demo=True)


def standing(content_ids: Iterable[UUID]) -> dict[Key, bytes]:
    """Return the digests of what stands of the given ids, by document."""
    return {document: digest for document, (digest, _) in _standing(content_ids).items()}


def _standing(content_ids: Iterable[UUID]) -> dict[Key, tuple[bytes, datetime]]:
    """Return the digest of what stands of the given ids, and since when it has without a break, by document."""
    found: dict[Key, tuple[bytes, datetime]] = {}
    for chunk in chunks(sorted(set(content_ids))):
        rows = Standing.objects.filter(content_id__in=chunk)
        for content_id, channel, language, digest, published_at in rows.values_list(
            "content_id", "channel", "language", "version__sha256", "published_at"
        ):
            found[content_id, channel, language] = bytes(digest), published_at
    return found


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction


def _require_distinct(keys: Iterable[Key]) -> None:
    for key, count in Counter(keys).items():
        if count > 1:
            raise GivenTwice(key)


def _key(document: Record | Removal) -> Key:
    return document.content_id, document.channel, document.language


def _lock_files(files: dict[Key, set[str]], at: datetime) -> None:
    """Lock every file that comes or may go; a unit that writes more than once has locked them all before."""
    named = set().union(*files.values())
    public_files.lock(named | public_files.named_by(key[0] for key in files), at=at)


def _types(documents: Sequence[Record | Removal]) -> dict[UUID, str]:
    types: dict[UUID, str] = {}
    for document in documents:
        if types.setdefault(document.content_id, document.type) != document.type:
            raise TypeChanged(document.content_id, types[document.content_id], document.type)
    return types


def _cut(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone.")
    return at.replace(microsecond=0)


def _claim_slugs(records: Sequence[Record]) -> None:
    """Give each slug to its id for good; the head is locked, so nobody else claims meanwhile."""
    owners: dict[tuple[str, str], UUID] = {}
    for chunk in chunks(sorted({record.slug for record in records})):
        for type, slug, content_id in Slug.objects.filter(slug__in=chunk).values_list("type", "slug", "content_id"):
            owners[type, slug] = content_id
    claimed = []
    for record in records:
        name = record.type, record.slug
        if name not in owners:
            owners[name] = record.content_id
            claimed.append(Slug(type=record.type, slug=record.slug, content_id=record.content_id))
        elif owners[name] != record.content_id:
            raise SlugTaken(*name)
    Slug.objects.bulk_create(claimed, batch_size=CHUNK)
