"""Asking a desk: a new link for one recipient, the old one revoked; and taking a link back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog.models import Service
from cms.verification import letters, links
from cms.verification.models import OwnerRequest

RIGHT = "verification.ask_owner"


@dataclass(frozen=True)
class Asked:
    """A request and its address, which is known now and never again."""

    request: OwnerRequest
    name: str
    address: str
    mailed: bool


@transaction.atomic
def ask(service: Service, recipient: str, *, person: Any, at: datetime, by_mail: bool) -> Asked:
    """Make the one live link of this desk and recipient. An open one for the same recipient stops working."""
    still_open = OwnerRequest.objects.select_for_update().filter(
        content_id=service.content_id, recipient=recipient, answered_at__isnull=True, revoked_at__isnull=True
    )
    for before in still_open:
        _revoke(before, person, at)
    secret = links.new()
    asked = OwnerRequest.objects.create(
        content_id=service.content_id,
        recipient=recipient,
        link_hash=links.hash_of(secret),
        asked_by=person,
        asked_at=at,
        expires_at=at + timedelta(days=settings.VERIFICATION_LINK_DAYS),
    )
    address = links.address(secret)
    by_mail = by_mail and bool(recipient) and letters.can_be_sent()
    if by_mail:
        letters.to_the_desk(asked, name=str(service), address=address)
    return Asked(asked, str(service), address, by_mail)


def awaited() -> QuerySet[OwnerRequest, UUID]:
    """The ids of the desks that were asked and may still answer."""
    still_open = OwnerRequest.objects.filter(answered_at=None, revoked_at=None, expires_at__gt=timezone.now())
    return still_open.values_list("content_id", flat=True)


@transaction.atomic
def revoke(pk: UUID, *, person: Any, at: datetime) -> bool:
    """Take a link back; False where it was answered or revoked before."""
    asked = OwnerRequest.objects.select_for_update().get(pk=pk)
    if asked.answered_at is not None or asked.revoked_at is not None:
        return False
    _revoke(asked, person, at)
    return True


def _revoke(asked: OwnerRequest, person: Any, at: datetime) -> None:
    asked.revoked_at, asked.revoked_by = at, person
    asked.save(update_fields=["revoked_at", "revoked_by"])


def last_recipients(content_ids: list[UUID]) -> dict[UUID, str]:
    """Whom each desk was asked through the last time, as far as that is still known."""
    known = OwnerRequest.objects.filter(content_id__in=content_ids).exclude(recipient="")
    return dict(known.order_by("asked_at", "pk").values_list("content_id", "recipient"))
