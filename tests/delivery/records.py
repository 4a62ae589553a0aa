"""Records for tests of the storage."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pydantic import BaseModel

from api.documents.record import Record, Reference, Removal

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


class Text(BaseModel):
    text: str


def id_of(name: str) -> UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


NAIVE = datetime(2026, 11, 24)  # noqa: DTZ001 - what must be refused


def minutes(count: int) -> datetime:
    return NOON + timedelta(minutes=count)


def record(
    name: str = "desk",
    *,
    type: str = "service",
    channel: str = "website",
    language: str = "ja",
    slug: str | None = None,
    title: str = "相談窓口",
    text: str = "本文",
    summary: str = "要約",
    kana_sort: str = "そうだんまどぐち",
    references: tuple[Reference, ...] = (Reference("topic", 0, id_of("topic")),),
    facets: Mapping[str, tuple[str, ...]] = {"kind": ("consultation",)},
    search: Mapping[str, str] = {"name": "相談窓口"},
) -> Record:
    return Record(
        content_id=id_of(name),
        type=type,
        channel=channel,
        language=language,
        slug=slug or name,
        title=title,
        body=Text(text=text),
        summary=Text(text=summary),
        kana_sort=kana_sort,
        references=references,
        facets=facets,
        search=search,
    )


def removal(
    name: str = "desk",
    *,
    type: str = "service",
    channel: str = "website",
    language: str = "ja",
    reason: str = "withdrawn",
    replacement: UUID | None = None,
    urgent: bool = False,
) -> Removal:
    return Removal(
        content_id=id_of(name),
        type=type,
        channel=channel,
        language=language,
        reason=reason,
        replacement=replacement,
        urgent=urgent,
    )
