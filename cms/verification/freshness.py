"""How fresh listings are: whose last check is too long ago, and whose day of review has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import IntegerField, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext

from catalog.models import Service
from catalog.publishable import Entry
from cms.publication.sources import ENTRY_MODELS
from cms.verification.drafts import months_after


def today() -> date:
    """The day in Japan."""
    return timezone.localdate()


def oldest_good(day: date) -> date:
    """A listing that was checked before this day is overdue."""
    return months_after(day, -settings.VERIFICATION_MONTHS)


def is_overdue(service: Service, day: date) -> bool:
    """Whether a live listing was never checked, or too long ago."""
    return service.live and (service.verified_on is None or service.verified_on < oldest_good(day))


def mark(service: Service) -> str:
    """What the list of listings says of one: 確認の期限切れ, or nothing."""
    return gettext("確認の期限切れ") if is_overdue(service, today()) else ""


def overdue(day: date | None = None) -> QuerySet[Service]:
    """Live listings whose check is overdue, longest first; those never checked before all others."""
    return Service.objects.filter(is_overdue_at(day or today())).order_by("verified_on", "kana", "pk")


def is_overdue_at(day: date) -> Q:
    """The same as a condition on rows."""
    return Q(live=True) & (Q(verified_on__isnull=True) | Q(verified_on__lt=oldest_good(day)))


def to_review(until: date) -> list[Entry]:
    """Live entries of every type whose day of review is this one or before, by day."""
    found: list[Entry] = []
    for model in ENTRY_MODELS:
        found += model.objects.filter(live=True, review_by__lte=until).select_related("steward")
    return sorted(found, key=lambda entry: (entry.review_by or until, str(entry)))


@dataclass(frozen=True)
class Due:
    """One live entry whose day of review is near or past, without its texts."""

    model: type[Entry]
    pk: int
    day: date


def due(until: date, *, steward: Any) -> list[Due]:
    """What of all types this steward is to review until this day, the soonest first. One query, no wide rows."""
    rows = [
        QuerySet[Any](model)  # as it is: the managers of translated models select columns in an order of their own
        .filter(live=True, review_by__lte=until, steward=steward)
        .order_by()
        .annotate(numbered=Value(number, output_field=IntegerField()))
        .values_list("numbered", "pk", "review_by")
        for number, model in enumerate(ENTRY_MODELS)
    ]
    found = rows[0].union(*rows[1:], all=True)
    return sorted((Due(ENTRY_MODELS[number], pk, day) for number, pk, day in found), key=lambda one: (one.day, one.pk))


def entries(found: Iterable[Due]) -> list[Entry]:
    """These entries themselves, in their order."""
    found = list(found)
    by_model = {
        model: model.objects.in_bulk([one.pk for one in found if one.model is model])
        for model in dict.fromkeys(one.model for one in found)
    }
    return [entry for one in found if (entry := by_model[one.model].get(one.pk)) is not None]
