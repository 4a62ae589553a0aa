"""A finished answer: its bytes, plain and compressed, its ETag, and every header but those of one request.

What is kept in memory and what was made just now go the same way from here, so they cannot differ.
"""

import gzip
import hashlib
import math
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, NamedTuple

from api.delivery.access_log import shown
from api.problems import Answer

Headers = list[tuple[str, str]]

GZIP_FROM_BYTES: Final = 1024
KEEPABLE_SECONDS: Final = 60
_HOLDS: Final = "public, max-age={seconds}, stale-if-error=86400"
KEEPABLE: Final = _HOLDS.format(seconds=KEEPABLE_SECONDS)
# A 304 repeats what a cache must know, and nothing about a body that is not there, nor what protects its readers.
NOT_WITH_304: Final = (
    "Content-Encoding",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)
# What an answer in memory takes beside its bytes: its objects and its headers.
OVERHEAD: Final = 3000


class Reply(NamedTuple):
    """What is said to one reader, but for the headers of this one request; `told` is what the access log says of it."""

    status: str
    headers: Headers
    body: bytes
    told: str


class Form(NamedTuple):
    """One form of an answer, and what is said to a reader who has it already."""

    whole: Reply
    unchanged: Reply
    tag: str


class Finished:
    """An answer that can be given again and again. Only a whole one that may be kept has an ETag."""

    __slots__ = ("_answer", "_packed", "_path", "_plain", "_tag", "keepable", "until")

    def __init__(self, answer: Answer, *, path: str, keepable: bool, until: float | None = None) -> None:
        self._answer = answer
        self._path = path
        self._tag = hashlib.sha256(answer.body).hexdigest()[:32] if keepable and answer.status == 200 else ""
        self.keepable = keepable
        self._plain: Form | None = None
        self._packed: Form | None = None
        self.until = until

    def size(self) -> int:
        """Return about how many bytes it takes in memory; the compressed form may come later, and is half at most."""
        return OVERHEAD + len(self._answer.body) * 3 // 2

    def reply(self, if_none_match: str, *, packed: bool) -> Reply:
        """Return what a reader is told who takes gzip or not, and who may have the answer already."""
        form = (self._packed if packed else self._plain) or self._form(packed=packed)
        has_it = if_none_match and self._tag and (if_none_match == form.tag or self._is_in(if_none_match))
        reply = form.unchanged if has_it else form.whole
        return reply if self.until is None else self._until(self.until, reply)

    def _is_in(self, if_none_match: str) -> bool:
        """Return whether a reader has this answer, compressed or not, by a strong or a weak comparison."""
        known = (part.strip().removeprefix("W/").strip('"').removesuffix("-gz") for part in if_none_match.split(","))
        return if_none_match.strip() == "*" or self._tag in known

    def _until(self, until: float, reply: Reply) -> Reply:
        """Say how long it holds: a minute, or less where what it says of the time of day ends before."""
        left = until - time.time()
        if left >= KEEPABLE_SECONDS:
            return reply
        holds = _HOLDS.format(seconds=max(0, math.floor(left)))
        headers = [(name, holds if name == "Cache-Control" else value) for name, value in reply.headers]
        return reply._replace(headers=headers)

    def _form(self, *, packed: bool) -> Form:
        answer = self._answer
        if packed and not _shrinks(answer):
            self._packed = form = self._plain or self._form(packed=False)
            return form
        headers, body = dict(answer.headers), answer.body
        if self._tag:
            headers["ETag"] = f'"{self._tag}-gz"' if packed else f'"{self._tag}"'
        unchanged = {name: value for name, value in headers.items() if name not in NOT_WITH_304}
        if packed:
            body = gzip.compress(body, compresslevel=6, mtime=0)
            headers["Content-Encoding"] = "gzip"
        if answer.status != 204:
            headers["Content-Length"] = str(len(body))
        form = Form(self._said(answer.status, headers, body), self._said(304, unchanged, b""), headers.get("ETag", ""))
        if packed:
            self._packed = form
        else:
            self._plain = form
        return form

    def _said(self, status: int, headers: Mapping[str, str], body: bytes) -> Reply:
        told = f"{shown(self._path)} {status} {len(body)} bytes"
        return Reply(f"{status} {HTTPStatus(status).phrase}", list(headers.items()), body, told)


def _shrinks(answer: Answer) -> bool:
    return len(answer.body) > GZIP_FROM_BYTES and not answer.headers.get("Content-Type", "").startswith("image/")
