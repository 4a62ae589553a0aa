"""What runs before a unit commits: check, build, compare, store. The only caller of the store's put()."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext

from api.delivery import store
from api.delivery.models import Change
from api.documents.record import Record, Removal
from api.search import index
from cms.publication import builders, gates, media, sources
from cms.publication.unit import Leaving, PublicationRefused, Unit
from cms.workflow import door

logger = logging.getLogger(__name__)


def flush(unit: Unit) -> None:
    """Make the documents say what is live now. Raises PublicationRefused; then nothing of the unit remains.

    The order is that of every unit: identities locked by id, entries checked, documents built once, the head last.
    """
    if not unit.entries:
        return
    models = _models_of(unit)
    store.lock({content_id: sources.DOCUMENT_TYPES[model] for content_id, model in models.items()})
    causes = _check(unit)
    puts: dict[UUID | None, list[Record]] = defaultdict(list)
    removals: dict[UUID | None, list[Removal]] = defaultdict(list)
    rows = _live_rows(models)
    standing = _standing(models)
    contacts = gates.contacts_before(unit.entries.values())
    for content_id in sorted(models):
        cause = causes[unit.sources[content_id]]
        records = _build(sources.DOCUMENT_TYPES[models[content_id]], rows.get(content_id))
        puts[cause] += records
        kept = {(record.channel, record.language) for record in records}
        removals[cause] += [
            _removal(unit, content_id, models[content_id], channel, language)
            for channel, language in standing[content_id]
            if (channel, language) not in kept
        ]
    erasing = {content_id: unit.erasing[content_id] for content_id in sorted(unit.erasing.keys() & models.keys())}
    media.bring(
        (record for built in puts.values() for record in built),
        models,
        erasing=set().union(*(store.files_to_erase(key, channels=some) for key, some in erasing.items())),
        at=unit.at,
    )
    changes: list[Change] = []
    for cause, gone in removals.items():
        changes += store.tombstone(gone, at=unit.at, cause_id=cause)
    for cause, built in puts.items():
        try:
            changes += store.put(built, at=unit.at, cause_id=cause)
        except store.SlugTaken as taken:
            owner = next(record.content_id for record in built if record.slug == taken.slug)
            raise PublicationRefused(
                gettext(
                    "「公開URLの名前」の %(slug)s は、前に別のものに使われました。同じ名前は二度と使えません。"
                    "別の名前にしてください。"
                )
                % {"slug": taken.slug},
                entry=rows[owner],
            ) from taken
    for content_id, channels in erasing.items():
        cause = causes[unit.sources[content_id]]
        store.redact(content_id, channels=channels, at=unit.at, cause_id=cause)
    index.follow(changes, (record for built in puts.values() for record in built))
    gates.check_emergency(models.values())
    gates.check_last_contact(contacts, models)


def _models_of(unit: Unit) -> dict[UUID, type[Model]]:
    """The sources to build. A source that a kids' text speaks for is looked up; one that never was is left out."""
    models: dict[UUID, type[Model]] = {}
    for source_id in unit.sources:
        model = unit.entries[source_id] if source_id in unit.entries else sources.model_of(source_id)
        if model is not None and model in sources.DOCUMENT_TYPES:
            models[source_id] = model
    return models


def _check(unit: Unit) -> dict[UUID, UUID | None]:
    """Ask the door for every noted entry. Returns the id of its audit row, which the changes name as their cause."""
    causes: dict[UUID, UUID | None] = dict.fromkeys(unit.entries)
    for model in sources.ENTRY_MODELS:
        noted = [content_id for content_id, of in unit.entries.items() if of is model]
        rows = sources.live_rows(model, noted)
        for content_id in noted:
            row = rows.get(content_id)
            if row is None:
                causes[content_id] = door.release(
                    content_id, model, at=unit.at, door=unit.door, person=unit.person, agreed=content_id in unit.leaving
                )
                continue
            if problems := row.problems():
                raise PublicationRefused(*problems, entry=row)
            causes[content_id] = door.admit(
                row,
                at=unit.at,
                door=unit.door,
                person=unit.person,
                agreed=unit.agreed,
                gate=gates.require_alone,
            )
    return causes


def _live_rows(models: Mapping[UUID, type[Model]]) -> dict[UUID, Any]:
    ids: dict[type[Model], list[UUID]] = defaultdict(list)
    for content_id, model in models.items():
        ids[model].append(content_id)
    rows: dict[UUID, Any] = {}
    for model, some in ids.items():
        rows |= sources.live_rows(model, some)
    return rows


def _standing(content_ids: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    keys: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for content_id, channel, language in sorted(store.standing(list(content_ids))):
        keys[content_id].append((channel, language))
    return keys


def _build(document_type: str, source: Any | None) -> list[Record]:
    if source is None:
        return []
    try:
        return builders.records(document_type, source)
    except PublicationRefused:
        raise
    except Exception as error:
        logger.exception("The builder of %s %s failed", document_type, source.content_id)
        raise PublicationRefused(
            gettext(
                "公開用のデータを作れなかったため、公開していません。下書きは保存されています。管理者に次の記録を伝え"
                "てください: %(document_type)s %(content_id)s %(name)s"
            )
            % {"document_type": document_type, "content_id": source.content_id, "name": type(error).__name__},
            entry=source,
        ) from error


def _removal(unit: Unit, content_id: UUID, model: type[Model], channel: str, language: str) -> Removal:
    leaving = unit.leaving.get(content_id) or unit.leaving.get(unit.sources[content_id]) or Leaving("unpublished")
    return Removal(
        content_id=content_id,
        type=sources.DOCUMENT_TYPES[model],
        channel=channel,
        language=language,
        reason=leaving.reason,
        replacement=leaving.replacement,
        urgent=leaving.urgent,
    )
