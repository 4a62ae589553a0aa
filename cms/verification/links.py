"""The links: 256 random bits, signed, of which only a hash is kept. Guesses end at the signature."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from cms.verification.models import OwnerRequest

_signer = Signer(salt="cms.verification.links", sep=".")
LONGEST = 200


def new() -> str:
    """Return a link's secret, to be shown once and never stored."""
    return _signer.sign(secrets.token_urlsafe(32))


def is_signed(secret: str) -> bool:
    """Whether we made this secret, at whatever time."""
    if len(secret) > LONGEST:
        return False
    try:
        _signer.unsign(secret)
    except BadSignature:
        return False
    return True


def hash_of(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def address(secret: str) -> str:
    """Return the address that the desk opens."""
    return str(settings.WAGTAILADMIN_BASE_URL) + reverse("verify_listing", args=[secret])


def find(secret: str, at: datetime) -> OwnerRequest | None:
    """Return the request of this secret if it is neither revoked nor expired; it may have been answered."""
    if not is_signed(secret):
        return None
    asked = OwnerRequest.objects.filter(link_hash=hash_of(secret), revoked_at__isnull=True, expires_at__gt=at)
    return asked.first()
