"""What is kept of people: a desk's address and message, until some days after the request closed; then they go."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from cms.verification.models import OwnerRequest


def erase(at: datetime) -> int:
    """Erase addresses and messages of requests that closed long enough ago. Returns how many. Idempotent.

    An answer that nobody has dealt with yet keeps its message for as long again, so that it can still be read.
    """
    until = at - timedelta(days=settings.VERIFICATION_ADDRESS_DAYS)
    unread_until = at - timedelta(days=2 * settings.VERIFICATION_ADDRESS_DAYS)
    closed = (
        Q(revoked_at__lte=until)
        | Q(answered_at__isnull=True, expires_at__lte=until)
        | Q(settled_at__isnull=False, answered_at__lte=until)
        | Q(answered_at__lte=unread_until)
    )
    rows = OwnerRequest.objects.filter(closed, erased_at__isnull=True)
    return rows.update(recipient="", message="", erased_at=at)
