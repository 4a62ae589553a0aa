"""How readers are counted, as the settings say it: read once, since each look into Django's settings costs a tenth of
an answer from memory.
"""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from typing import Any, NamedTuple

from django.conf import settings
from django.core.signals import setting_changed


class Policy(NamedTuple):
    """So many requests in so many seconds."""

    quota: int
    window: int


class Rules(NamedTuple):
    """How often a reader may ask, behind how many proxies of ours, and who is not counted."""

    policy: Policy
    proxies: int
    exempt: tuple[IPv4Network | IPv6Network, ...]


@lru_cache
def rules() -> Rules:
    """Return what holds for as long as this process lives."""
    policy = Policy(settings.RATE_LIMIT_REQUESTS, settings.RATE_LIMIT_SECONDS)
    return Rules(policy, settings.TRUSTED_PROXIES, tuple(settings.RATE_LIMIT_EXEMPT))


def _read_again(**_: Any) -> None:
    rules.cache_clear()


setting_changed.connect(_read_again)  # only tests change settings
