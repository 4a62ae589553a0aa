"""The only receivers of model signals besides authorship. They note; they never build, check or write.

One protects: what a live entry names in a many-to-many field cannot be deleted, as a foreign key would say by PROTECT.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils.translation import gettext
from wagtail.models import Page

from catalog.models import Area, ConceptService, ContactPoint, EmergencyMember, Picture, ServiceSource
from catalog.publishable import Entry
from cms.publication import media
from cms.publication.sources import ENTRY_MODELS
from cms.publication.unit import PublicationRefused, UnitRequired, current, note
from pages.models import ArticleService, FaqService, KidsText

#: What Wagtail writes on a row when only a draft, a lock or a schedule changes.
BOOKKEEPING = frozenset(
    {"latest_revision", "has_unpublished_changes", "locked", "locked_at", "locked_by", "draft_title"}
    | {"latest_revision_created_at", "wagtail_admin_comments"}
)
CHILDREN: dict[type[Model], str] = {
    ContactPoint: "service",
    ServiceSource: "service",
    EmergencyMember: "set",
    FaqService: "page",
    ArticleService: "page",
    ConceptService: "concept",
}

#: The many-to-many fields of entries, by the model that they name.
NAMED_BY: dict[type[Model], list[tuple[type[Entry], str]]] = defaultdict(list)
for _model in ENTRY_MODELS:
    for _field in _model._meta.many_to_many:
        NAMED_BY[_field.related_model].append((_model, _field.name))


def connect() -> None:
    """Connect every receiver. Called once, when the app is ready."""
    for model in ENTRY_MODELS:
        pre_save.connect(before_entry_saved, sender=model, dispatch_uid=f"unit-before-{model.__name__}")
        post_save.connect(entry_saved, sender=model, dispatch_uid=f"unit-after-{model.__name__}")
        post_delete.connect(entry_deleted, sender=model, dispatch_uid=f"unit-deleted-{model.__name__}")
    # Wagtail sometimes saves a page without its type: a move, or an unpublishing of many.
    pre_save.connect(before_page_saved, sender=Page, dispatch_uid="unit-before-Page")
    post_save.connect(page_saved, sender=Page, dispatch_uid="unit-after-Page")
    for child in CHILDREN:
        pre_save.connect(before_child_saved, sender=child, dispatch_uid=f"unit-before-{child.__name__}")
        post_delete.connect(child_changed, sender=child, dispatch_uid=f"unit-deleted-{child.__name__}")
    for named in NAMED_BY:
        pre_delete.connect(protect_named, sender=named, dispatch_uid=f"unit-protects-{named.__name__}")
    pre_delete.connect(protect_picture, sender=Picture, dispatch_uid="unit-protects-Picture")
    pre_save.connect(area_changed, sender=Area, dispatch_uid="unit-before-Area")
    post_delete.connect(area_changed, sender=Area, dispatch_uid="unit-deleted-Area")


def before_entry_saved(sender: type[Entry], instance: Entry, raw: bool, update_fields: Any = None, **_: Any) -> None:
    if raw or (update_fields is not None and set(update_fields) <= BOOKKEEPING):
        return
    rows: Any = sender._default_manager
    before = None if instance._state.adding else rows.filter(pk=instance.pk, live=True).first()
    instance._touches_live = bool(instance.live or before)
    if instance._touches_live and current() is None:
        raise UnitRequired(f"{sender.__name__} {instance.content_id} would change what is live outside a unit.")
    if before is not None:
        _note(before)


def entry_saved(sender: type[Entry], instance: Entry, raw: bool, update_fields: Any = None, **_: Any) -> None:
    if raw or (update_fields is not None and set(update_fields) <= BOOKKEEPING):
        return
    if getattr(instance, "_touches_live", True):
        _note(instance)


def before_page_saved(sender: type[Page], instance: Page, raw: bool, update_fields: Any = None, **_: Any) -> None:
    entry = _entry_of(instance, raw)
    if entry is not None:
        entry.live = instance.live
        before_entry_saved(type(entry), entry, raw, update_fields)
        instance._touches_live = getattr(entry, "_touches_live", False)


def page_saved(sender: type[Page], instance: Page, raw: bool, update_fields: Any = None, **_: Any) -> None:
    entry = _entry_of(instance, raw)
    if entry is not None:
        entry._touches_live = getattr(instance, "_touches_live", True)
        entry_saved(type(entry), entry, raw, update_fields)


def _entry_of(page: Page, raw: bool) -> Entry | None:
    """The entry that a bare row of Wagtail's page table belongs to, if it is one of ours and known already."""
    if raw or page._state.adding:
        return None
    entry = page.specific_class._base_manager.filter(pk=page.pk).first() if page.specific_class else None
    return entry if isinstance(entry, Entry) else None


#: Whoever keeps something about every draft is told here that one was deleted, in the same transaction.
forgetting: list[Callable[[UUID], None]] = []


def entry_deleted(sender: type[Entry], instance: Entry, **_: Any) -> None:
    for forget in forgetting:
        forget(instance.content_id)
    if instance.live or current() is not None:
        _note(instance)


def protect_named(sender: type[Model], instance: Model, **_: Any) -> None:
    """Raises PublicationRefused where a live entry names it: its row would silently lose what was approved."""
    for model, field in NAMED_BY[sender]:
        rows: Any = model._default_manager
        if names := [str(row) for row in rows.filter(live=True, **{field: instance.pk})[:5]]:
            raise PublicationRefused(
                gettext(
                    "「%(instance)s」は、公開中の「%(names)s」で使われているため削除できません。先にそちらから外して、"
                    "承認を受けてください。"
                )
                % {"instance": instance, "names": gettext("」「").join(names)},
                entry=instance,
            )


def protect_picture(sender: type[Model], instance: Picture, **_: Any) -> None:
    """Raises PublicationRefused where readers get a document with it: the next time it could not be built."""
    if media.stands(instance):
        raise PublicationRefused(
            gettext(
                "画像「%(instance)s」は公開中の内容で使われているため削除できません。先にその内容から外して、"
                "承認を受けてください。"
            )
            % {"instance": instance}
        )


def _note(entry: Entry) -> None:
    speaks_for = entry.about if isinstance(entry, KidsText) else None
    note(entry.content_id, type(entry), speaks_for=speaks_for)


def before_child_saved(sender: type[Model], instance: Model, raw: bool = False, **_: Any) -> None:
    """Noted before it is written: outside a unit nothing would take the row back. A moved child leaves a parent."""
    if raw:
        return
    child_changed(sender, instance)
    if not instance._state.adding and (stored := sender._default_manager.filter(pk=instance.pk).first()):
        child_changed(sender, stored)


def child_changed(sender: type[Model], instance: Model, **_: Any) -> None:
    """Note the live parent of a child."""
    field = CHILDREN[sender]
    parent: Any = sender._meta.get_field(field).related_model
    parents = parent._default_manager.filter(pk=getattr(instance, f"{field}_id"), live=True)
    content_ids: list[UUID] = list(parents.values_list("content_id", flat=True))
    for content_id in content_ids:
        note(content_id, parent)


def area_changed(sender: type[Model], instance: Any, raw: bool = False, **_: Any) -> None:
    if not raw:
        note(instance.content_id, sender)
