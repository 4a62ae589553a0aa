"""The sources: which models editors publish, and how a live one is found by its content_id."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Model

from catalog.models import Area, Audience, Concept, EmergencySet, Organization, Service, Topic
from catalog.publishable import Entry
from pages.models import Article, Faq, Index, KidsText, Message, SiteNotice

#: Everything under the workflow.
ENTRY_MODELS: tuple[type[Entry], ...] = (
    Service,
    Organization,
    Topic,
    Audience,
    EmergencySet,
    KidsText,
    Index,
    Faq,
    Article,
    Message,
    SiteNotice,
    Concept,
)

#: What has documents of its own, by document type. A kids' text speaks for another source and has none.
SOURCE_MODELS: dict[str, type[Model]] = {
    "service": Service,
    "organization": Organization,
    "topic": Topic,
    "audience": Audience,
    "emergency": EmergencySet,
    "area": Area,
    "index": Index,
    "faq": Faq,
    "article": Article,
    "message": Message,
    "notice": SiteNotice,
    "concept": Concept,
}

#: The document type of each source model.
DOCUMENT_TYPES: dict[type[Model], str] = {model: name for name, model in SOURCE_MODELS.items()}

#: The written list of exceptions to the workflow: official reference data, loaded by a command (docs/decisions).
REFERENCE_MODELS: tuple[type[Model], ...] = (Area,)


def live_rows(model: type[Model], content_ids: Iterable[UUID]) -> dict[UUID, Any]:
    """The live rows of ``model`` with these ids, as the database has them now; what is not live is missing."""
    rows: Any = model._default_manager.all()
    if issubclass(model, Entry):
        rows = rows.filter(live=True)
    found: dict[UUID, Any] = {}
    for some in batched(content_ids, 500):
        found |= {row.content_id: row for row in rows.filter(content_id__in=some)}
    return found


def batched(ids: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    """Lists of at most ``size`` ids: SQLite limits the parameters of one statement."""
    rest = list(ids)
    for start in range(0, len(rest), size):
        yield rest[start : start + size]


def model_of(content_id: UUID) -> type[Model] | None:
    """Which model has a source with this id, live or not."""
    for model in SOURCE_MODELS.values():
        if model._default_manager.filter(content_id=content_id).exists():
            return model
    return None


def entry_of(content_id: UUID) -> Entry | None:
    """The entry with this id, of whatever type, live or not."""
    for model in ENTRY_MODELS:
        if (row := model._default_manager.filter(content_id=content_id).first()) is not None:
            return row
    return None
