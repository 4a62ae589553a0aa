"""How often one reader may ask. Nobody's address is kept: what is counted by is a digest (see `client`).

What is never refused, and so carries no RateLimit header: whom to call now, whether the process lives, pictures (a page
has many, and each is asked once), and the browser's own question before a question (OPTIONS).
"""

import re
import threading
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import ceil
from typing import Any, Protocol

from api.delivery import client
from api.delivery.rules import Policy, rules

NEVER_REFUSED = re.compile(r"/healthz/|/media/|/api/v1/[a-z]+/emergency\Z")
POLICY_NAME = "default"
# Sixteen bytes and an instant each: some ten megabytes at most.
CLIENTS = 50_000
ROUNDING = 1e-6


class Allowance:
    """What is left to a reader after this request, and the headers that say so.

    They are those of draft-ietf-httpapi-ratelimit-headers-11, and Retry-After where it was refused.
    """

    __slots__ = ("admitted", "headers", "remaining", "reset", "retry_after")

    def __init__(self, policy: Policy, *, admitted: bool, remaining: int, reset: int, retry_after: int = 0) -> None:
        self.admitted = admitted
        self.remaining = remaining
        self.reset = reset  # seconds until the whole quota is there again
        self.retry_after = retry_after
        self.headers = [
            ("RateLimit-Policy", f'"{POLICY_NAME}";q={policy.quota};w={policy.window}'),
            ("RateLimit", f'"{POLICY_NAME}";r={remaining};t={reset}'),
        ]
        if not admitted:
            self.headers.append(("Retry-After", str(retry_after)))


@lru_cache(maxsize=1024)
def _admitted(policy: Policy, remaining: int, reset: int) -> Allowance:
    """Return the allowance of a reader who may ask; most are the same as another one's."""
    return Allowance(policy, admitted=True, remaining=remaining, reset=reset)


class Meter(Protocol):
    """Counts requests by reader. One that several machines share would take the place of `Buckets`."""

    def take(self, reader: bytes, policy: Policy, now: float) -> Allowance:
        """Count one request at an instant of a clock that never goes back, and tell what is left."""

    def forget(self) -> None:
        """Know nothing of anybody."""


class Buckets:
    """A bucket for each reader that refills evenly. All that is kept is the instant at which it will be full again.

    Readers stand in two halves: those who asked since the last turn, and those who asked before. A turn comes after a
    whole window, when those before have their whole quota again, or where there are too many: then they are forgotten.
    """

    def __init__(self, clients: int = CLIENTS) -> None:
        self._half = clients // 2
        self._full_at: dict[bytes, float] = {}
        self._before: dict[bytes, float] = {}
        self._longest = 0  # of the windows
        self._turns_at = 0.0
        self._lock = threading.Lock()

    def take(self, reader: bytes, policy: Policy, now: float) -> Allowance:
        quota, window = policy
        each = window / quota
        with self._lock:
            known = self._full_at
            if now >= self._turns_at or len(known) >= self._half or window > self._longest:
                known = self._turn(window, now)
            full_at = known.get(reader)
            if full_at is None:
                full_at = self._before.get(reader, now)
            ahead = full_at - now if full_at > now else 0.0
            wait = ahead + each - window
            if wait <= ROUNDING:
                ahead += each
                known[reader] = now + ahead
        remaining, reset = int((window - ahead) / each + ROUNDING), ceil(ahead - ROUNDING)
        if wait <= ROUNDING:
            return _admitted(policy, remaining, reset)
        return Allowance(policy, admitted=False, remaining=remaining, reset=reset, retry_after=max(1, ceil(wait)))

    def forget(self) -> None:
        with self._lock:
            self._full_at, self._before = {}, {}

    def _turn(self, window: int, now: float) -> dict[bytes, float]:
        """Forget who asked longest ago, and return where those stand who ask from now on. The lock is held."""
        self._longest = max(window, self._longest)
        self._turns_at = now + self._longest
        self._before, self._full_at = self._full_at, {}
        return self._full_at


class Throttle:
    """Asked once for each request of this process."""

    def __init__(self, meter: Meter, clock: Callable[[], float] = time.monotonic) -> None:
        self._meter = meter
        self._clock = clock
        self._digest = client.DailyDigest()
        self._lock = threading.Lock()

    def admit(self, environ: Mapping[str, Any], at: float) -> Allowance | None:
        """Count a request at an instant (Unix seconds) and return what is left, or None for whom nothing is limited."""
        policy, proxies, exempt = rules()
        if not policy.quota:
            return None
        address = client.address(environ) if proxies else environ.get("REMOTE_ADDR", "")
        if exempt and client.exempt(address):
            return None
        if at >= self._digest.ends:
            with self._lock:
                if self._digest.new_day(at):
                    self._meter.forget()
        return self._meter.take(self._digest.of(address), policy, self._clock())


def is_limited(environ: Mapping[str, Any]) -> bool:
    """Return whether a request is one of those that are counted."""
    return environ["REQUEST_METHOD"] != "OPTIONS" and NEVER_REFUSED.match(environ.get("PATH_INFO", "")) is None


throttle = Throttle(Buckets())
