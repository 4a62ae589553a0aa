"""What has been done in an emergency and not been looked at since: what everybody is shown, and who is told when."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from cms.override import letters
from cms.override.models import EmergencyAction


def deadline(action: EmergencyAction) -> datetime | None:
    """Until when a third person has to look at it; None where it was not carried out."""
    return action.confirmed_at + timedelta(hours=settings.EMERGENCY_REVIEW_HOURS) if action.confirmed_at else None


def proposed() -> QuerySet[EmergencyAction, Any]:
    """What waits for a second person, oldest first."""
    rows = EmergencyAction.objects.filter(confirmed_at__isnull=True, declined_at__isnull=True)
    return rows.select_related("proposed_by").order_by("proposed_at")


def unreviewed() -> QuerySet[EmergencyAction, Any]:
    """What was carried out and nobody has looked at since, oldest first."""
    rows = EmergencyAction.objects.filter(confirmed_at__isnull=False, reviewed_at__isnull=True)
    return rows.select_related("proposed_by", "confirmed_by").order_by("confirmed_at")


def overdue(at: datetime) -> QuerySet[EmergencyAction, Any]:
    """Those of them whose time is over."""
    return unreviewed().filter(confirmed_at__lte=at - timedelta(hours=settings.EMERGENCY_REVIEW_HOURS))


def tell(at: datetime) -> None:
    """Write once to those who may look at it. A chore of the worker."""
    for action in overdue(at).filter(overdue_told_at__isnull=True):
        told = EmergencyAction.objects.filter(pk=action.pk, overdue_told_at__isnull=True).update(overdue_told_at=at)
        if told:
            letters.overdue(action)
