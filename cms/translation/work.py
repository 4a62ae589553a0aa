"""The list of what is to do: one small row for each item and language, kept by every save of a draft."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from catalog.languages import JAPANESE, translations
from catalog.publishable import Entry
from catalog.translated import Translated, text_digest
from cms.translation.models import KeptJapanese, Work
from cms.translation.texts import MODELS, OPTIONAL, rows_of
from cms.workflow.authorship import Drafts

_TO_DO = ("missing", "stale", "draft")
_WRITTEN = ("name", "missing", "stale", "draft", "checked", "texts", "waiting_since")


def follow(drafts: Drafts) -> None:
    """Keep what the list says of these drafts, and the Japanese that their translations were made from."""
    now = timezone.now()
    write((entry, revision.user_id, now) for revision, entry in drafts if type(entry) in MODELS.values())


def write(noted: Iterable[tuple[Entry, int | None, datetime]]) -> None:
    """The same, for drafts that were read: who wrote them and when. Four statements at most; two if nothing changed."""
    noted = list(noted)
    keep_japanese(entry for entry, _person, _at in noted)
    of = [entry.content_id for entry, _person, _at in noted]
    stored = {(row.content_id, row.language): row for row in Work.objects.filter(content_id__in=of)}
    changed = []
    for entry, person, at in noted:
        for language in translations():
            row = stored.get((entry.content_id, language)) or Work(
                content_id=entry.content_id, language=language, type=entry.document_type
            )
            before = [getattr(row, name) for name in _WRITTEN] if row.pk else None
            _measure(row, entry, person=person, at=at)
            if before != [getattr(row, name) for name in _WRITTEN]:
                changed.append(row)
    if changed:
        Work.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["content_id", "language"], update_fields=_WRITTEN
        )


def _measure(row: Work, entry: Entry, *, person: int | None, at: datetime) -> None:
    row.name = str(entry)[:255]
    counts: dict[str, int] = dict.fromkeys((*_TO_DO, "checked"), 0)
    texts: dict[str, Any] = {}
    for source, key, _label in rows_of(entry):
        for name in source.translated_fields:
            state: str = source.translation_state(name, row.language)
            if state != "missing" or (name not in OPTIONAL and source.text_in(name, JAPANESE)):
                counts[state] += 1
            if state != "missing":
                texts[key + name] = _told(source, name, row, key + name, person=person, at=at)
    for state, count in counts.items():
        setattr(row, state, count)
    waits = any(counts[state] for state in _TO_DO)
    row.waiting_since = (row.waiting_since or at) if waits else None
    row.texts = texts


def _told(source: Translated, name: str, row: Work, key: str, *, person: int | None, at: datetime) -> dict[str, Any]:
    """Who last wrote or confirmed a text, and when; as before where neither it nor its record changed."""
    record = source.translations.get(name, {}).get(row.language) or {"of": "", "state": "draft"}
    now = {"of": record["of"][:16], "text": text_digest(source.text_in(name, row.language))[:16]}
    before = row.texts.get(key)
    kind: str = record["state"]
    if before is not None and before["text"] == now["text"]:
        if before["of"] == now["of"] and kind == ("draft" if before["kind"] == "draft" else "checked"):
            return dict(before)
        if before["of"] != now["of"] and kind == "checked":
            kind = "unchanged"
    return {**now, "kind": kind, "person": person, "at": at.isoformat()}


def keep_japanese(entries: Iterable[Entry]) -> None:
    """Keep the Japanese that translations were made from, as long as it stands here: later nobody could show it."""
    texts = {digest: japanese for entry in entries for digest, japanese in _made_from(entry)}
    if texts:  # in one order: two who keep the same ones at once would else wait for each other
        KeptJapanese.objects.bulk_create(
            [KeptJapanese(digest=digest, text=text) for digest, text in sorted(texts.items())], ignore_conflicts=True
        )


def _made_from(entry: Entry) -> Iterator[tuple[str, str]]:
    """The Japanese texts that have a translation of now, with their digests."""
    for source, _key, _label in rows_of(entry):
        for name in source.translated_fields:
            japanese = source.text_in(name, JAPANESE)
            if japanese and _has_translation_of_now(source, name, digest := text_digest(japanese)):
                yield digest, japanese


def _has_translation_of_now(source: Translated, name: str, digest: str) -> bool:
    """Of a text without a record nobody knows the Japanese: it may be this one."""
    records = source.translations.get(name, {})
    return any(
        source.text_in(name, language) and records.get(language, {"of": digest})["of"] == digest
        for language in translations()
    )


def forget(content_id: UUID) -> None:
    """An item that was deleted is no work."""
    Work.objects.filter(content_id=content_id).delete()


def write_anew() -> int:
    """Write the whole list from the latest drafts; who wrote what is kept where it still holds. Returns the items."""
    there: set[UUID] = set()
    for model in MODELS.values():
        rows: Any = model._default_manager
        for pk in list(rows.values_list("pk", flat=True)):
            with transaction.atomic():
                entry = rows.get(pk=pk).get_latest_revision_as_object()
                latest = entry.latest_revision
                write([(entry, latest.user_id, latest.created_at) if latest else (entry, None, timezone.now())])
            there.add(entry.content_id)
    gone = set(Work.objects.values_list("content_id", flat=True).distinct()) - there
    for content_id in gone:
        forget(content_id)
    return len(there)
