"""The only receivers of model signals besides authorship. They note; they never build, check or write."""

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save

from catalog.models import Area, ContactPoint, EmergencyMember, ServiceSource
from catalog.publishable import Entry
from cms.publication.sources import ENTRY_MODELS
from cms.publication.unit import UnitRequired, current, note
from pages.models import KidsText

#: What Wagtail writes on a row when only a draft, a lock or a schedule changes.
BOOKKEEPING = frozenset(
    {"latest_revision", "has_unpublished_changes", "locked", "locked_at", "locked_by", "draft_title"}
)
CHILDREN: dict[type[Model], str] = {ContactPoint: "service", ServiceSource: "service", EmergencyMember: "set"}


def connect() -> None:
    """Connect every receiver. Called once, when the app is ready."""
    for model in ENTRY_MODELS:
        pre_save.connect(before_entry_saved, sender=model, dispatch_uid=f"unit-before-{model.__name__}")
        post_save.connect(entry_saved, sender=model, dispatch_uid=f"unit-after-{model.__name__}")
        post_delete.connect(entry_deleted, sender=model, dispatch_uid=f"unit-deleted-{model.__name__}")
    for child in CHILDREN:
        post_save.connect(child_changed, sender=child, dispatch_uid=f"unit-after-{child.__name__}")
        post_delete.connect(child_changed, sender=child, dispatch_uid=f"unit-deleted-{child.__name__}")
    post_save.connect(area_changed, sender=Area, dispatch_uid="unit-after-Area")
    post_delete.connect(area_changed, sender=Area, dispatch_uid="unit-deleted-Area")


def before_entry_saved(sender: type[Entry], instance: Entry, raw: bool, update_fields: Any = None, **_: Any) -> None:
    if raw or (update_fields is not None and set(update_fields) <= BOOKKEEPING):
        return
    before = None if instance._state.adding else sender._default_manager.filter(pk=instance.pk, live=True).first()
    instance._touches_live = bool(instance.live or before)  # type: ignore[attr-defined]
    if instance._touches_live and current() is None:
        raise UnitRequired(f"{sender.__name__} {instance.content_id} would change what is live outside a unit.")
    if before is not None:
        _note(before)


def entry_saved(sender: type[Entry], instance: Entry, raw: bool, update_fields: Any = None, **_: Any) -> None:
    if raw or (update_fields is not None and set(update_fields) <= BOOKKEEPING):
        return
    if getattr(instance, "_touches_live", True):
        _note(instance)


def entry_deleted(sender: type[Entry], instance: Entry, **_: Any) -> None:
    if instance.live or current() is not None:
        _note(instance)


def _note(entry: Entry) -> None:
    speaks_for = entry.about if isinstance(entry, KidsText) else None
    note(entry.content_id, type(entry), speaks_for=speaks_for)


def child_changed(sender: type[Model], instance: Model, raw: bool = False, **_: Any) -> None:
    field = CHILDREN[sender]
    parent_model = sender._meta.get_field(field).related_model
    live: list[UUID] = list(
        parent_model._default_manager.filter(pk=getattr(instance, f"{field}_id"), live=True).values_list(
            "content_id", flat=True
        )
    )
    for content_id in live:
        note(content_id, parent_model)


def area_changed(sender: type[Model], instance: Any, raw: bool = False, **_: Any) -> None:
    if not raw:
        note(instance.content_id, sender)
