"""Cursors of keyset pages: opaque to readers, and refused when altered or used with another question.

A cursor holds a place in a public order, nothing secret, so it checks itself by a digest and needs no key: every
process reads it, also one started tomorrow.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence

DIGEST_BYTES = 9


class CursorInvalid(Exception):
    """The text is no cursor that this API made for this question."""


def encode(place: Sequence[str | int], *, question: str) -> str:
    """Return the cursor that goes on after a place, for one question (path, filters, order, language)."""
    payload = json.dumps(list(place), ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_digest(payload, question) + payload).decode().rstrip("=")


def decode(cursor: str, *, question: str) -> list[str | int]:
    """Return the place after which to go on. Raises CursorInvalid."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise CursorInvalid from error
    digest, payload = raw[:DIGEST_BYTES], raw[DIGEST_BYTES:]
    if digest != _digest(payload, question):
        raise CursorInvalid
    try:
        place = json.loads(payload)
    except ValueError as error:
        raise CursorInvalid from error
    if not isinstance(place, list) or encode(place, question=question) != cursor:
        raise CursorInvalid
    return place


def _digest(payload: bytes, question: str) -> bytes:
    return hashlib.blake2b(
        question.encode() + b"\0" + payload, digest_size=DIGEST_BYTES, person=b"tomoshibi-cursor"
    ).digest()
