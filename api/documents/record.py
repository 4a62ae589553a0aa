"""The record: everything that is stored and compared for one document, and its removal. Pure: no Django, no clock."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from pydantic import BaseModel, JsonValue

from api.documents.picture import files_named

REASONS: Final = ("withdrawn", "unpublished", "merged", "expired", "deleted", "wrong", "harm")


def canonical_json(value: Any) -> bytes:
    """Return the one spelling of a JSON value: sorted keys, UTF-8, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


class Reference(NamedTuple):
    """What a document points to: resolved to a stub when an answer is made, never copied as text."""

    role: str
    position: int
    id: UUID


@dataclass(frozen=True, kw_only=True)
class Record:
    """One source as it stands for one channel and language. Two records are the same when `canonical()` is."""

    content_id: UUID
    type: str
    channel: str
    language: str
    slug: str
    title: JsonValue
    body: BaseModel
    summary: BaseModel
    kana_sort: str
    references: tuple[Reference, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    search: Mapping[str, str] = field(default_factory=dict)

    def body_bytes(self) -> bytes:
        """Return the stored body."""
        return canonical_json(self.body.model_dump(mode="json"))

    def summary_bytes(self) -> bytes:
        """Return the stored entry for lists."""
        return canonical_json(self.summary.model_dump(mode="json"))

    def stub_bytes(self) -> bytes:
        """Return what others show of this document when they refer to it."""
        return canonical_json({"id": str(self.content_id), "type": self.type, "slug": self.slug, "title": self.title})

    def files(self) -> set[str]:
        """Return the names of the public files that readers of this document are sent to."""
        return files_named(self.body_bytes()) | files_named(self.summary_bytes())

    def canonical(self) -> bytes:
        """Return the compared bytes. The order of references and facet values as given by the builder plays no part."""
        return canonical_json(
            {
                "body": orjson.Fragment(self.body_bytes()),
                "summary": orjson.Fragment(self.summary_bytes()),
                "stub": orjson.Fragment(self.stub_bytes()),
                "kana_sort": self.kana_sort,
                "references": [[role, position, str(target)] for role, position, target in sorted(self.references)],
                "facets": {name: sorted(set(values)) for name, values in self.facets.items() if values},
                "search": dict(self.search),
            }
        )

    def sha256(self) -> bytes:
        """Return the digest by which versions are compared, 32 bytes."""
        return hashlib.sha256(self.canonical()).digest()


@dataclass(frozen=True, kw_only=True)
class Removal:
    """A document that leaves a channel. Raises ValueError for a reason that is not one of REASONS."""

    content_id: UUID
    type: str
    channel: str
    language: str
    reason: str
    replacement: UUID | None = None
    urgent: bool = False

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"{self.reason!r} is no reason for a removal: use one of {', '.join(REASONS)}.")
