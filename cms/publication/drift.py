"""Drift: a difference between what is live on the editing side and what stands as documents. None is healthy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db.models import Model

from api.delivery import log, published, store
from catalog.publishable import Entry
from cms.publication import builders, sources
from cms.publication.unit import Leaving, PublicationRefused, unit
from cms.workflow import door
from cms.workflow.digest import digest


@dataclass(frozen=True)
class Drift:
    """One difference. ``kind``: missing, extra or different documents, or live content that nobody approved."""

    content_id: UUID
    document_type: str
    kind: str
    channel: str = ""
    language: str = ""


@dataclass(frozen=True)
class Mended:
    """What reconcile did about one item, or why it did not."""

    content_id: UUID
    document_type: str
    changes: int
    refused: str = ""


def drift() -> Iterator[Drift]:
    """Every difference, in a steady order. Reads only."""
    return chain.from_iterable(batches(200))


def batches(size: int = 20) -> Iterator[list[Drift]]:
    """The same in pieces: the differences among so many items at a time, for whoever has little time at once."""
    for document_type, model in sources.SOURCE_MODELS.items():
        for some in sources.batched(_live_ids(model), size):
            rows = sources.live_rows(model, some)
            standing = store.standing(some)
            found = (_of_source(document_type, rows[content_id], standing) for content_id in some if content_id in rows)
            yield [*chain.from_iterable(found)]
    for model in sources.ENTRY_MODELS:
        for some in sources.batched(_live_ids(model), size):
            yield [*_unapproved(sources.live_rows(model, some))]
    live = {content_id for model in sources.SOURCE_MODELS.values() for content_id in _live_ids(model)}
    extra = sorted(store.standing(published.content_ids() - live))
    yield [Drift(content_id, "", "extra", channel, language) for content_id, channel, language in extra]


def _live_ids(model: type[Model]) -> list[UUID]:
    rows = model._default_manager.all()
    if issubclass(model, Entry):
        rows = rows.filter(live=True)
    return sorted(rows.values_list("content_id", flat=True))


def _of_source(document_type: str, source: object, standing: dict[tuple[UUID, str, str], bytes]) -> Iterator[Drift]:
    content_id: UUID = source.content_id  # type: ignore[attr-defined]
    built = {(record.channel, record.language): record.sha256() for record in builders.records(document_type, source)}
    stored = {key[1:]: sha for key, sha in standing.items() if key[0] == content_id}
    for channel, language in sorted(built.keys() | stored.keys()):
        ours, theirs = built.get((channel, language)), stored.get((channel, language))
        if ours != theirs:
            kind = "missing" if theirs is None else "extra" if ours is None else "different"
            yield Drift(content_id, document_type, kind, channel, language)


def _unapproved(rows: dict[UUID, Entry]) -> Iterator[Drift]:
    for content_id, row in sorted(rows.items()):
        last = door.live_digest(content_id)
        if last is None or last.digest != digest(row):
            yield Drift(content_id, row.document_type, "unapproved")


def reconcile(*, at: datetime) -> list[Mended]:
    """Make the documents say what is live, item by item, and tell what was done. Idempotent.

    Live content that nobody approved is told and left: readers keep what stands.
    """
    mended = []
    for content_id in sorted({found.content_id for found in drift()}):
        entry = sources.entry_of(content_id)
        model = sources.model_of(content_id) or (type(entry) if entry else None)
        name = sources.DOCUMENT_TYPES.get(model, "") if model else ""
        before = log.head()[1]
        try:
            with unit(door="reconcile", at=at) as inside:
                if model is None or not sources.live_rows(model, [content_id]):
                    inside.leaving[content_id] = Leaving("deleted" if model is None else "unpublished")
                inside.note(content_id, model or sources.SOURCE_MODELS[published.type_of(content_id)])
            mended.append(Mended(content_id, name, log.head()[1] - before))
        except PublicationRefused as refusal:
            mended.append(Mended(content_id, name, 0, refused=str(refusal)))
    return mended
