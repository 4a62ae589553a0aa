"""What readers see and what makes it so: the log, the documents, the audit of what is live, and the live rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from wagtail.fields import RichTextField, StreamField

from api.delivery.models import Change, Head, Standing
from cms.publication.sources import ENTRY_MODELS, REFERENCE_MODELS
from cms.publication.triggers import BOOKKEEPING, CHILDREN
from cms.workflow.models import LiveDigest
from pages import blocks, rich_text

Snapshot = dict[str, Any]

#: Apps whose tables hold what a snapshot shows.
_APPS = ("catalog_", "pages_", "wagtailcore_page", "delivery_", "workflow_livedigest")
_WRITES = ("INSERT", "UPDATE", "DELETE")

#: Columns of a live row that hold no content. Publishing the same text again touches these alone; a page's place in
#: the tree is the editors' own order.
_NO_CONTENT = BOOKKEEPING | {"live_revision", "last_published_at", "path", "depth", "numchild", "url_path"}


def snapshot() -> Snapshot:
    """Everything live, comparable with ==."""
    return {
        "log": list(Change.objects.order_by("seq").values_list("seq", "content_id", "op", "hash")),
        "head": list(Head.objects.values_list("generation", "seq", "hash")),
        "documents": sorted(Standing.objects.values_list("content_id", "channel", "language", "version__sha256")),
        "audit": list(LiveDigest.objects.order_by("pk").values_list("content_id", "digest", "door")),
        "live": [rows for model in ENTRY_MODELS for rows in _live(model)],
        "reference data": [list(model._default_manager.order_by("pk").values_list()) for model in REFERENCE_MODELS],
    }


def _live(model: type[Model]) -> Iterator[list[Any]]:
    """The live rows, what they name and their children; of a child the content, as publishing writes new rows of it."""
    live = model._default_manager.filter(live=True).order_by("pk")
    columns = [field for field in model._meta.concrete_fields if field.name not in _NO_CONTENT]
    rows = live.values_list(*(field.attname for field in columns))
    yield [tuple(map(_written, columns, row)) for row in rows]
    for field in model._meta.many_to_many:
        yield sorted(live.values_list("pk", field.name), key=str)
    for child, parent in CHILDREN.items():
        if child._meta.get_field(parent).related_model is model:
            rows = child._default_manager.filter(**{f"{parent}__live": True}).order_by(
                f"{parent}_id", "sort_order", "pk"
            )
            content = [f.attname for f in child._meta.concrete_fields if not f.primary_key and f.name != "sort_order"]
            yield list(rows.values_list(*content))


def _written(column: Any, value: Any) -> Any:
    """What a person wrote: the editor's own marks in a rich text are no content."""
    if isinstance(column, RichTextField):
        return rich_text.written(value)
    return blocks.as_text(value) if isinstance(column, StreamField) else value


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """Which parts differ."""
    return [name for name in before if before[name] != after[name]]


class Watch:
    """Notes whether any statement wrote to a table that a snapshot shows: if none did, none needs to be taken."""

    def __init__(self) -> None:
        self.wrote = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITES) and any(f'"{app}' in sql for app in _APPS):
            self.wrote = True
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[Watch]:
    """Whatever happens inside is noted, and kept."""
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch


@contextmanager
def undone() -> Iterator[Watch]:
    """Whatever happens inside is noted and taken back. Inside, a unit is an outermost transaction as in real life.

    Django lets a durable transaction stand inside one that a test case opened, and this is one; a transaction that
    Wagtail opens around a unit is still found.
    """
    around = transaction.atomic()
    around._from_testcase = True
    with around, watched() as watch:
        try:
            yield watch
        finally:
            transaction.set_rollback(True)
