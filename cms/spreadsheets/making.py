"""New drafts, many at once: the same rows that saving them one by one makes, by a few statements for all of them.

Nothing here is live, so no receiver of the publication has anything to note; whoever follows drafts is told of all.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.log_actions import get_active_log_context, registry
from wagtail.models import ReferenceIndex, Revision

from catalog.models import Service
from cms.workflow import authorship


def make(entries: Sequence[Service], person: Any) -> list[Revision]:
    """Save entries that are new and not live, with a draft of each, in a transaction that whoever calls has opened.

    Returns the drafts in the order of the entries. Raises IntegrityError where one of them cannot stand here.
    """
    if any(entry.live for entry in entries):
        raise ValueError("What is live goes through its door.")
    Service.objects.bulk_create(entries)
    for relation in get_all_child_relations(Service):
        _save_children(entries, relation)
    for field in get_all_child_m2m_relations(Service):
        _save_named(entries, field)
    revisions = _revisions(entries, person)
    _log(entries, "wagtail.create", person, revisions)
    for entry in entries:
        ReferenceIndex.create_or_update_for_object(entry)
    return revisions


def log_deleted(entries: Sequence[Service], person: Any) -> None:
    """Note in the audit log that entries are deleted, while they are still there."""
    _log(entries, "wagtail.delete", person)


def _save_children(entries: Sequence[Service], relation: Any) -> None:
    children = []
    for entry in entries:
        for child in getattr(entry, relation.get_accessor_name()).all():
            setattr(child, relation.field.name, entry)  # the key of its row is known only now
            children.append(child)
    relation.related_model._default_manager.bulk_create(children)


def _save_named(entries: Sequence[Service], field: Any) -> None:
    one, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = field.remote_field.through
    links = []
    for entry in entries:
        manager = getattr(entry, field.name)
        manager.set(sorted(manager.all(), key=lambda named: named.pk))  # as the draft would read them back
        links += [rows(**{f"{one}_id": entry.pk, f"{other}_id": named.pk}) for named in manager.all()]
    rows._default_manager.bulk_create(links)


def _revisions(entries: Sequence[Service], person: Any) -> list[Revision]:
    kind, now = ContentType.objects.get_for_model(Service), timezone.now()
    revisions = [
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(entry.pk),
            created_at=now,
            user=person,
            object_str=str(entry),
            content=entry.serializable_data(),
        )
        for entry in entries
    ]
    Revision.objects.bulk_create(revisions)
    for entry, revision in zip(entries, revisions, strict=True):
        entry.latest_revision, entry.has_unpublished_changes = revision, True
    Service.objects.bulk_update(entries, ["latest_revision", "has_unpublished_changes"])
    authorship.note(list(zip(revisions, entries, strict=True)))
    return revisions


def _log(entries: Sequence[Service], action: str, person: Any, revisions: Sequence[Revision] = ()) -> None:
    """The rows that `wagtail.log_actions.log` would write one by one."""
    model = registry.get_log_model_for_model(Service)
    kind, context = ContentType.objects.get_for_model(Service), get_active_log_context()
    of = dict(zip((entry.pk for entry in entries), revisions, strict=False))
    model.objects.bulk_create(
        model(
            content_type=kind,
            object_id=str(entry.pk),
            label=str(entry),
            action=action,
            user=person,
            uuid=context.uuid,
            timestamp=timezone.now(),
            data={},
            revision=of.get(entry.pk),
            content_changed=bool(revisions),
            deleted=not revisions,
        )
        for entry in entries
    )
