"""What the records of pages and notices share: identity, order, and to which topics and services they point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from pydantic import BaseModel, JsonValue

from api.documents.record import Record, Reference
from catalog.publishable import Entry


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """What holds of a page whatever is said on it: no texts, so that kids' builders may know it."""

    content_id: UUID
    type: str
    slug: str
    order: str
    topics: tuple[UUID, ...]
    related_services: tuple[UUID, ...]


def facts_of(page: Entry, *, order: str) -> PageFacts:
    """The facts of a page, or of a notice. ``order`` sorts the list of its type, by code points."""
    topics: list[Any] = list(page.topics.all()) if hasattr(page, "topics") else []
    topics.sort(key=lambda topic: (topic.position, str(topic.content_id)))
    rows: list[Any] = list(page.related_services.all()) if hasattr(page, "related_services") else []
    prefetch_related_objects(rows, "service")
    services = [row.service for row in rows if row.service is not None]
    return PageFacts(
        content_id=page.content_id,
        type=page.document_type,
        slug=page.public_slug or "",
        order=order,
        topics=tuple(topic.content_id for topic in topics),
        related_services=tuple(dict.fromkeys(service.content_id for service in services)),
    )


def record(
    facts: PageFacts,
    *,
    channel: str,
    language: str,
    title: JsonValue,
    body: Any,
    search: Mapping[str, str] | None = None,
    links: Iterable[UUID] = (),
    facets: Mapping[str, tuple[str, ...]] | None = None,
) -> Record:
    """One record of a page. ``links`` are the targets inside its texts: who lists them finds this page by them too."""
    linked = tuple(dict.fromkeys(links))
    summary: BaseModel = body.shortened()
    return Record(
        content_id=facts.content_id,
        type=facts.type,
        channel=channel,
        language=language,
        slug=facts.slug,
        title=title,
        body=body,
        summary=summary,
        kana_sort=facts.order,
        references=(
            *(Reference("topics", position, topic) for position, topic in enumerate(facts.topics)),
            *(Reference("related_services", position, one) for position, one in enumerate(facts.related_services)),
            *(Reference("links", position, target) for position, target in enumerate(linked)),
        ),
        facets={
            "topic": tuple(str(topic) for topic in facts.topics),
            "service": tuple(str(target) for target in dict.fromkeys((*facts.related_services, *linked))),
            **(facets or {}),
        },
        search=search or {},
    )
