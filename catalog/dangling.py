"""A draft outlives what it names: where that was deleted since, the place is empty, and says so when it is submitted.

The database protects what rows name, not what stored drafts name, and modelcluster cannot open such a draft at all.
"""

from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations


def without_dangling(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """The stored draft of a model with the protected references taken out that lead nowhere. Changes nothing stored."""
    (found,) = _led_somewhere(model, [data])
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in data:
            found[name] = _led_somewhere(relation.related_model, data[name])
    return found


def _led_somewhere(model: type[models.Model], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """These rows without such references; one query for each field that names something."""
    found = [dict(row) for row in rows]
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.remote_field.on_delete is not models.PROTECT:
            continue
        if named := {row[field.name] for row in found if row.get(field.name) is not None}:
            there = set(field.related_model._default_manager.filter(pk__in=named).values_list("pk", flat=True))
            for row in found:
                row |= {field.name: None} if row.get(field.name) in named - there else {}
    return found
