"""What a publication would change: the documents that a draft would make, beside those that stand. Stores nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.delivery import published
from api.documents.record import Record
from catalog.languages import languages as catalog_languages
from catalog.publishable import Entry
from cms.publication import builders, sources
from cms.publication.builders import kids_service
from cms.publication.builders.service import kids_facts
from pages.models import KidsText


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


def preview(entry: Entry) -> list[DocumentChange]:
    """What would change in every channel and language if this draft went live now."""
    content_id = entry.about if isinstance(entry, KidsText) and entry.about else entry.content_id
    standing = published.bodies(content_id)
    built = {(record.channel, record.language): record for record in _records(entry)}
    if isinstance(entry, KidsText):
        standing = {key: body for key, body in standing.items() if key[0] == "kids"}
    elif entry.document_type == "service":
        standing = {key: body for key, body in standing.items() if key[0] != "kids" or key in built}
    languages: dict[tuple[str, str, tuple[Difference, ...]], list[str]] = {}
    order = {language: number for number, language in enumerate(catalog_languages())}
    for key in sorted(standing.keys() | built.keys()):
        before = standing.get(key)
        after = built[key].body.model_dump(mode="json") if key in built else None
        kind = "new" if before is None else "gone" if after is None else "changed"
        differences = tuple(_differences(before or {}, after or {}))
        if differences:
            languages.setdefault((key[0], kind, differences), []).append(key[1])
    return [
        DocumentChange(channel, tuple(sorted(found, key=lambda code: order.get(code, -1))), kind, differences)
        for (channel, kind, differences), found in languages.items()
    ]


def _records(entry: Entry) -> list[Record]:
    if not isinstance(entry, KidsText):
        return builders.records(entry.document_type, entry)
    if entry.about is None:
        return []
    service = sources.live_rows(sources.SOURCE_MODELS["service"], [entry.about]).get(entry.about)
    if service is None or "kids" not in service.channels:
        return []
    return [kids_service.kids(kids_facts(service), kids_service.words_of(entry))]


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path):
            yield Difference(path, old.get(path), new.get(path))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for inner in value:
            # A contact is named by its id: a moved one has not changed.
            name = inner.get("id", value.index(inner)) if isinstance(inner, dict) else value.index(inner)
            yield from _leaves(inner, f"{path}[{name}]")
    elif value is not None and value != "":
        yield path, value
