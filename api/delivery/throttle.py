"""How often one reader may ask. Nobody's address is kept: what is counted by is a digest (see `client`).

What is never refused, and so carries no RateLimit header: whom to call now, whether the process lives, pictures (a page
has many, and each is asked once), and the browser's own question before a question (OPTIONS).
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple, Protocol

from api.delivery import client
from api.delivery.rules import Policy, rules

NEVER_REFUSED = re.compile(r"/healthz/|/media/|/api/v1/[a-z]+/emergency\Z")
POLICY_NAME = "default"
# Sixteen bytes and an instant each: some ten megabytes at most.
CLIENTS = 50_000
ROUNDING = 1e-6


class Allowance(NamedTuple):
    """What is left to a reader after this request."""

    policy: Policy
    admitted: bool
    remaining: int
    reset: int  # seconds until the whole quota is there again
    retry_after: int = 0

    def headers(self) -> list[tuple[str, str]]:
        """Return the headers of draft-ietf-httpapi-ratelimit-headers-11, and Retry-After where it was refused."""
        policy, admitted, remaining, reset, retry_after = self
        said = [_said(policy), ("RateLimit", f'"{POLICY_NAME}";r={remaining};t={reset}')]
        return said if admitted else [*said, ("Retry-After", str(retry_after))]


@lru_cache
def _said(policy: Policy) -> tuple[str, str]:
    return "RateLimit-Policy", f'"{POLICY_NAME}";q={policy.quota};w={policy.window}'


class Meter(Protocol):
    """Counts requests by reader. One that several machines share would take the place of `Buckets`."""

    def take(self, reader: bytes, policy: Policy, now: float) -> Allowance:
        """Count one request at an instant of a clock that never goes back, and tell what is left."""

    def forget(self) -> None:
        """Know nothing of anybody."""


class Buckets:
    """A bucket for each reader that refills evenly. All that is kept is the instant at which it will be full again."""

    def __init__(self, clients: int = CLIENTS) -> None:
        self._clients = clients
        self._full_at: OrderedDict[bytes, float] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, reader: bytes, policy: Policy, now: float) -> Allowance:
        quota, window = policy
        each = window / quota
        known = self._full_at
        with self._lock:
            full_at = known.get(reader, now)
            full_at = max(full_at, now)
            wait = full_at + each - now - window
            admitted = wait <= ROUNDING
            if admitted:
                known[reader] = full_at = full_at + each
                known.move_to_end(reader)
            for first in known:
                if known[first] <= now or len(known) > self._clients:
                    self._forget_some(now)
                break
        left = full_at - now
        remaining, reset = int((window - left) / each + ROUNDING), ceil(left - ROUNDING)
        return Allowance(policy, admitted, remaining, reset, 0 if admitted else max(1, ceil(wait)))

    def forget(self) -> None:
        with self._lock:
            self._full_at.clear()

    def _forget_some(self, now: float) -> None:
        """Drop those who asked longest ago: where they have their whole quota again, or where there are too many."""
        for _ in range(2):
            reader = next(iter(self._full_at), None)
            if reader is None or (self._full_at[reader] > now and len(self._full_at) <= self._clients):
                return
            del self._full_at[reader]


class Throttle:
    """Asked once for each request of this process."""

    def __init__(self, meter: Meter, clock: Callable[[], float] = time.monotonic) -> None:
        self._meter = meter
        self._clock = clock
        self._digest = client.DailyDigest()
        self._lock = threading.Lock()

    def admit(self, environ: Mapping[str, Any]) -> Allowance | None:
        """Count a request and return what is left, or None where nothing is limited."""
        policy, _, exempt = rules()
        if not policy.quota or _unlimited(environ):
            return None
        address = client.address(environ)
        if exempt and client.exempt(address):
            return None
        if time.time() >= self._digest.ends:
            with self._lock:
                if self._digest.new_day(time.time()):
                    self._meter.forget()
        return self._meter.take(self._digest.of(address), policy, self._clock())


def _unlimited(environ: Mapping[str, Any]) -> bool:
    return environ["REQUEST_METHOD"] == "OPTIONS" or NEVER_REFUSED.match(environ.get("PATH_INFO", "")) is not None


throttle = Throttle(Buckets())
