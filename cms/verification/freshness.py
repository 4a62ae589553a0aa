"""How fresh listings are: whose last check is too long ago, and whose day of review has come."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
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


def to_review(until: date, *, stewards: Iterable[Any] | None = None) -> list[Entry]:
    """Live entries of every type whose day of review is this one or before, by day; of these stewards, or of all."""
    found: list[Entry] = []
    for model in ENTRY_MODELS:
        rows = model.objects.filter(live=True, review_by__lte=until).select_related("steward")
        found += rows if stewards is None else rows.filter(steward__in=list(stewards))
    return sorted(found, key=lambda entry: (entry.review_by or until, str(entry)))
