"""What a publication would change: the documents that a draft would make, beside those that stand. Stores nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from api.delivery import published
from api.documents.record import Record
from catalog.languages import languages as catalog_languages
from catalog.publishable import CHANNELS, Entry
from cms.publication import builders, sources
from pages.models import KidsText

#: What follows from other values of a document: they say it already.
FOLLOWS = {"opening"}


@dataclass(frozen=True)
class Difference:
    """One value of a document that would change; None where it was not, or would not be."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class DocumentChange:
    """What would change in one channel, for all languages in which the very same changes."""

    channel: str
    languages: tuple[str, ...]
    kind: str
    differences: tuple[Difference, ...]


def preview(entry: Entry, together: Mapping[UUID, Entry] | None = None) -> list[DocumentChange]:
    """What would change in every channel and language if this draft went live now, ``together`` with these drafts."""
    standing = {key: content for content_id in _speaks_for(entry) for key, content in _standing(content_id, entry)}
    built = {
        (record.content_id, record.channel, record.language): _content(record)
        for record in _records(entry, together or {})
    }
    targets = (target for content in (*standing.values(), *built.values()) for target in content.targets())
    named = names(targets, together)
    languages: dict[tuple[UUID, str, str, tuple[Difference, ...]], list[str]] = {}
    order = {language: number for number, language in enumerate(catalog_languages())}
    for key in sorted(standing.keys() | built.keys()):
        before, after = standing.get(key), built.get(key)
        kind = "new" if before is None else "gone" if after is None else "changed"
        differences = tuple(_differences(_told(before, named), _told(after, named)))
        if differences:
            languages.setdefault((*key[:2], kind, differences), []).append(key[2])
    changes = [
        DocumentChange(channel, tuple(sorted(found, key=lambda code: order.get(code, -1))), kind, differences)
        for (_, channel, kind, differences), found in languages.items()
    ]
    channels = [channel for channel, _ in CHANNELS]
    return sorted(changes, key=lambda change: (channels.index(change.channel), order.get(change.languages[0], -1)))


@dataclass(frozen=True)
class _Content:
    """What one document says, and to whom it points, by role and in order."""

    body: dict[str, Any]
    references: dict[str, list[UUID]]

    def targets(self) -> Iterator[UUID]:
        for targets in self.references.values():
            yield from targets


def _speaks_for(entry: Entry) -> list[UUID]:
    """Whose documents an entry makes: a kids' text those of its source, and of the one that it leaves alone now."""
    if not isinstance(entry, KidsText):
        return [entry.content_id]
    live = sources.live_rows(KidsText, [entry.content_id]).get(entry.content_id)
    return list({about for about in (entry.about, live and live.about) if about is not None})


def _standing(content_id: UUID, entry: Entry) -> Iterator[tuple[tuple[UUID, str, str], _Content]]:
    references = published.references(content_id)
    for (channel, language), body in published.bodies(content_id).items():
        if channel == "kids" or not isinstance(entry, KidsText):
            yield (content_id, channel, language), _Content(body, references.get((channel, language), {}))


def _content(record: Record) -> _Content:
    references: dict[str, list[UUID]] = {}
    for role, _, target in sorted(record.references):
        references.setdefault(role, []).append(target)
    return _Content(record.body.model_dump(mode="json"), references)


def _records(entry: Entry, together: Mapping[UUID, Entry]) -> list[Record]:
    if not isinstance(entry, KidsText):
        return builders.records(entry.document_type, entry)
    if entry.about is None:
        return []
    # The words are shown whether or not their source is live yet: once approved, nobody is asked again.
    model = sources.model_of(entry.about)
    if model is None:
        return []
    source = together.get(entry.about) or model._default_manager.get(content_id=entry.about)
    return [builders.kids_record(sources.DOCUMENT_TYPES[model], source, entry)]


def names(targets: Iterable[UUID], together: Mapping[UUID, Entry] | None = None) -> dict[UUID, str]:
    """What sources are called, for editors; those in ``together`` as their drafts say."""
    wanted = set(targets)
    called = {
        row.content_id: str(row)  # type: ignore[attr-defined]
        for model in sources.SOURCE_MODELS.values()
        for row in model._default_manager.filter(content_id__in=wanted)
    }
    return called | {content_id: str(draft) for content_id, draft in (together or {}).items() if content_id in wanted}


def _told(content: _Content | None, names: Mapping[UUID, str]) -> dict[str, Any]:
    """A document's content for comparing: whom it points to by name, since a reader sees no ids."""
    if content is None:
        return {}
    pointed = {
        role: gettext("、").join(names.get(target, str(target)) for target in targets)
        for role, targets in content.references.items()
    }
    return {**content.body, **pointed}


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path):
            yield Difference(path, old.get(path), new.get(path))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in FOLLOWS:
                continue
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for inner in value:
            # A contact is named by its id: a moved one has not changed.
            name = inner.get("id", value.index(inner)) if isinstance(inner, dict) else value.index(inner)
            yield from _leaves(inner, f"{path}[{name}]")
    elif value is not None and value != "":
        yield path, value
