"""Numbers for requests: random UUIDs (version 4, RFC 9562), made many at a time, since asking the kernel costs most.

Nobody can guess the next one from those seen: each has 120 random bits of its own.
"""

import os
import secrets
from typing import Final

AT_ONCE: Final = 128

_ready: list[str] = []
# A process that forks from this one must not hand out the same numbers.
os.register_at_fork(after_in_child=_ready.clear)


def new_request_id() -> str:
    """Return a number for one request that no other has."""
    try:
        return _ready.pop()
    except IndexError:
        _ready.extend(_some())
        return _ready.pop()


def _some() -> list[str]:
    digits = secrets.token_hex(16 * AT_ONCE)
    numbers = (digits[start : start + 32] for start in range(0, len(digits), 32))
    return [f"{n[:8]}-{n[8:12]}-4{n[13:16]}-a{n[17:20]}-{n[20:]}" for n in numbers]
