"""An entry as a form that somebody is filling says, saved or not, valid or not."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail.permissions import policy_registry

from catalog.publishable import Entry
from pages.models import Index


def editable(model: type[Entry], pk: int | None, person: Any) -> Entry:
    """The latest draft of an entry, or a new one, for whoever may edit it. Raises PermissionDenied or Http404."""
    row = get_object_or_404(model, pk=pk) if pk is not None else None
    if not _may_write(model, row, person):
        raise PermissionDenied
    return row.get_latest_revision_as_object() if row is not None else model()


def _may_write(model: type[Entry], row: Any, person: Any) -> bool:
    if issubclass(model, Page):
        if row is not None:
            return bool(row.permissions_for_user(person).can_edit())
        index = Index.objects.filter(lists=model.document_type).first()
        return index is not None and bool(index.permissions_for_user(person).can_add_subpage())
    policy = policy_registry.get_by_type(model)
    if row is not None:
        return bool(policy.user_has_permission_for_instance(person, "change", row))
    return bool(policy.user_has_permission(person, "add"))


def filled(entry: Entry, typed: QueryDict, person: Any) -> tuple[Entry, bool]:
    """The entry as typed, never saved, and whether all of it could be read; what could not stays as it was."""
    model: Any = type(entry)
    form = model.get_edit_handler().get_form_class()(typed, instance=entry, for_user=person)
    form.defer_required_fields()
    if form.is_valid():
        form.save(commit=False)
        return entry, True
    for formset in getattr(form, "formsets", {}).values():
        if formset.is_valid():
            formset.save(commit=False)
    return entry, False
