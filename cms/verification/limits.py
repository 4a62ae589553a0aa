"""How often links may be opened: each by itself, all together, and what is no link apart from them."""

import time

from django.conf import settings

from api.delivery.rules import Policy
from api.delivery.throttle import Buckets
from cms.verification import links

#: Counted in each process by itself, as the API's limit is. No address is looked at.
_buckets = Buckets(clients=10_000)


def wait_for(secret: str) -> int:
    """Count one opening; return 0, or the seconds after which to come again.

    Whoever tries made-up links uses up a budget of their own and shuts out no desk.
    """
    now = time.monotonic()
    if not links.is_signed(secret):
        return _buckets.take(b"made-up", Policy(*settings.VERIFICATION_RATE_MADE_UP), now).retry_after
    link = _buckets.take(links.hash_of(secret).encode(), Policy(*settings.VERIFICATION_RATE_LINK), now)
    return link.retry_after or _buckets.take(b"all", Policy(*settings.VERIFICATION_RATE_ALL), now).retry_after


def forget() -> None:
    """Know of no openings; for tests."""
    _buckets.forget()
