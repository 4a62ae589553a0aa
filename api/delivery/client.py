"""Who asks: an address for a moment, and a digest that says only whether it is the same reader as before, today.

The key of the digests is random, known to this process alone, never written down, and another one each Japanese day.
Without it a digest leads back to nobody, and what one day counted cannot be joined with the next.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from api.delivery.rules import rules

JAPAN_AHEAD_SECONDS = 9 * 60 * 60
DAY_SECONDS = 24 * 60 * 60
DIGEST_BYTES = 16
DIGESTS_AT_HAND = 10_000
LONGEST_ADDRESS = 100
HOME_BYTES = 8  # a /64: what one household or phone gets of IPv6; it may use any address in there
# 192.0.2.7:5678, [2001:db8::1]:5678 and, without a port, [2001:db8::1].
_WITH_PORT = re.compile(r"([0-9.]+):[0-9]+|\[([0-9A-Fa-f:.%]+)\](?::[0-9]+)?", re.ASCII)


def address(environ: Mapping[str, Any]) -> str:
    """Return the address that a request came from, as the outermost of our own proxies saw it.

    X-Forwarded-For is read only as deep as we have proxies (TRUSTED_PROXIES); anybody can write what is further left.
    Some gateways write the port too, another one for each connection: it is no part of who asks.
    """
    proxies = rules().proxies
    if proxies:
        seen = [piece.strip() for piece in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(seen) >= proxies and seen[-proxies]:
            return _without_port(seen[-proxies])
    seen_by_us: str = environ.get("REMOTE_ADDR", "")
    return seen_by_us


def _without_port(text: str) -> str:
    found = _WITH_PORT.fullmatch(text)
    return (found[1] or found[2]) if found else text


def exempt(text: str) -> bool:
    """Return whether an address is on the list of our own servers (RATE_LIMIT_EXEMPT)."""
    exempted = rules().exempt
    if not exempted:
        return False
    found = _parsed(text)
    return found is not None and any(found in network for network in exempted)


class DailyDigest:
    """Turns addresses into digests under the key of the day.

    Digests made before are at hand by Python's own hash of the address (SipHash under a key of this process), since
    taking an address apart costs more than all else in a request. So no address is kept for this either.
    """

    def __init__(self) -> None:
        self._day = -1
        self._key = b""
        self.ends = 0.0  # when the day of this key is over, in Unix seconds
        self._at_hand: dict[int, bytes] = {}

    def new_day(self, at: float) -> bool:
        """Return whether another Japanese day has begun at an instant (Unix seconds); then the key is another one."""
        day = int(at + JAPAN_AHEAD_SECONDS) // DAY_SECONDS
        if day == self._day:
            return False
        self._day, self._key = day, secrets.token_bytes(32)
        self._at_hand = {}
        self.ends = float((day + 1) * DAY_SECONDS - JAPAN_AHEAD_SECONDS)
        return True

    def of(self, text: str) -> bytes:
        """Return the digest of an address. Texts that are no address are one reader each."""
        mark = hash(text)
        digest = self._at_hand.get(mark)
        if digest is None:
            digest = hashlib.blake2b(_household(text), key=self._key, digest_size=DIGEST_BYTES).digest()
            if len(self._at_hand) >= DIGESTS_AT_HAND:
                self._at_hand = {}
            self._at_hand[mark] = digest
        return digest


def _household(text: str) -> bytes:
    """Return what an address is counted as: IPv4 as it is, of IPv6 the first /64."""
    found = _parsed(text)
    if found is None:
        return text[:LONGEST_ADDRESS].encode()
    return found.packed if isinstance(found, IPv4Address) else found.packed[:HOME_BYTES]


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text[:LONGEST_ADDRESS])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
