"""A draft outlives what it names: where that was deleted since, the place is empty, and says so when it is submitted.

The database protects what rows name, not what stored drafts name, and modelcluster cannot open such a draft at all.
"""

from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations


def without_dangling(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """The stored draft of a model with the protected references taken out that lead nowhere. Changes nothing stored."""
    found = {**data, **dict.fromkeys(_dangling(model, data))}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in data:
            found[name] = [{**child, **dict.fromkeys(_dangling(relation.related_model, child))} for child in data[name]]
    return found


def _dangling(model: type[models.Model], data: dict[str, Any]) -> list[str]:
    protected = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.PROTECT
    ]
    return [
        field.name
        for field in protected
        if data.get(field.name) is not None
        and not field.related_model._default_manager.filter(pk=data[field.name]).exists()
    ]
