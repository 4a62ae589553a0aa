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


def new_request_id(_: object = None) -> str:
    """Return a number for one request that no other has, whatever is asked."""
    try:
        return _ready.pop()
    except IndexError:
        _ready.extend(_some())
        return _ready.pop()


def _some() -> list[str]:
    # The kernel's digits with dashes where a number wants them: three cuts for a number instead of five.
    first, last = secrets.token_bytes(8 * AT_ONCE).hex("-", -4), secrets.token_bytes(12 * AT_ONCE).hex("-", -6)
    return [
        f"{first[a : a + 13]}-4{first[a + 13 : a + 16]}-a{last[b + 9 : b + 25]}"
        for a, b in zip(range(0, 18 * AT_ONCE, 18), range(0, 26 * AT_ONCE, 26), strict=True)
    ]
