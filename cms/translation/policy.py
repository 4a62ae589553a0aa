"""What happens where a translation is missing or older than its Japanese: decided for each field, kept as a setting."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, cast

from django.db import transaction
from wagtail.log_actions import log

from catalog.translated import Translated
from cms.translation.models import LEVELS, Policy

Level = Literal["block", "warn", "mark"]

#: Readers get the Japanese, or the older translation, and are told so. That is honest, and it keeps nothing waiting.
DEFAULT: Level = "mark"


def level(model: type[Translated], field: str) -> Level:
    """How a missing or stale translation of this field is treated. One query; see ``levels`` for many."""
    found = Policy.objects.filter(model=model._meta.label_lower, field=field).values_list("level", flat=True).first()
    return cast("Level", found) if found else DEFAULT


def levels(model: type[Translated]) -> dict[str, Level]:
    """The same for every translated field of a type, in one query."""
    chosen = dict(Policy.objects.filter(model=model._meta.label_lower).values_list("field", "level"))
    return {field: cast("Level", chosen.get(field, DEFAULT)) for field in model.translated_fields}


def decide(chosen: Mapping[tuple[type[Translated], str], str], *, person: Any, at: datetime) -> int:
    """Set the levels of these fields; returns how many changed. Raises ValueError for a field or level unknown."""
    known = {key for key, _label in LEVELS}
    for (model, field), wanted in chosen.items():
        if field not in model.translated_fields or wanted not in known:
            raise ValueError(f"{model._meta.label_lower}.{field}: {wanted}")
    changed = 0
    with transaction.atomic():
        for (model, field), wanted in chosen.items():
            if level(model, field) != wanted:
                changed += 1
                row, _ = Policy.objects.update_or_create(
                    model=model._meta.label_lower,
                    field=field,
                    defaults={"level": wanted, "changed_by": person, "changed_at": at},
                )
                log(instance=row, action="wagtail.edit", user=person, data={"level": wanted})
    return changed
