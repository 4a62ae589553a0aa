"""Cursors of keyset pages: opaque to readers, and refused when altered or used with another question.

A cursor holds a place in a public order, nothing secret, so it checks itself by a digest and needs no key: every
process reads it, also one started tomorrow.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence

import orjson

DIGEST_BYTES = 9


class CursorInvalid(Exception):
    """The text is no cursor that this API made for this question."""


def encode(place: Sequence[str | int], *, question: str) -> str:
    """Return the cursor that goes on after a place, for one question (path, filters, order, language)."""
    payload = orjson.dumps([*place])
    return _text(_digest(payload, question) + payload)


def decode(cursor: str, *, question: str) -> list[str | int]:
    """Return the place after which to go on. Raises CursorInvalid."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise CursorInvalid from error
    digest, payload = raw[:DIGEST_BYTES], raw[DIGEST_BYTES:]
    if digest != _digest(payload, question) or _text(raw) != cursor:
        raise CursorInvalid
    try:
        place = orjson.loads(payload)
    except ValueError as error:
        raise CursorInvalid from error
    if not isinstance(place, list) or orjson.dumps(place) != payload:
        raise CursorInvalid
    return place


def _text(raw: bytes) -> str:
    """Return bytes as an address may hold them, in the one way that we write them."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _digest(payload: bytes, question: str) -> bytes:
    return hashlib.blake2b(
        question.encode() + b"\0" + payload, digest_size=DIGEST_BYTES, person=b"tomoshibi-cursor"
    ).digest()
