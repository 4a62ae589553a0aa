"""A finished answer: its bytes, plain and compressed, its ETag, and every header but those of one request.

What is kept in memory and what was made just now go the same way from here, so they cannot differ.
"""

import gzip
import hashlib
import math
import time
from functools import lru_cache
from http import HTTPStatus
from typing import Final, NamedTuple

from api.delivery.access_log import shown
from api.problems import Answer

Headers = list[tuple[str, str]]

GZIP_FROM_BYTES: Final = 1024
KEEPABLE_SECONDS: Final = 60
_HOLDS: Final = "public, max-age={seconds}, stale-if-error=86400"
KEEPABLE: Final = _HOLDS.format(seconds=KEEPABLE_SECONDS)
# A 304 repeats what a cache must know, and nothing about a body that is not there, nor what protects its readers: who
# has the answer has these, and each costs as much as the rest of the look-up.
NOT_WITH_304: Final = (
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)
# What each form says by itself, whatever Django's middleware has said.
OF_A_FORM: Final = ("Content-Encoding", "Content-Length", "ETag")
# What an answer in memory takes beside its bytes: its objects and its headers.
OVERHEAD: Final = 3000


class Sent(NamedTuple):
    """A reply as the server is given it. It is given again and again, so nobody changes its lists."""

    status: str
    headers: Headers
    pieces: list[bytes]
    told: str


class Reply(NamedTuple):
    """What is said to one reader, but for the headers of this one request; `told` is what the access log says of it."""

    status: str
    headers: Headers
    body: bytes
    told: str

    def to(self, method: str) -> Sent:
        """Return what the server is given for a request with this method."""
        return Sent(self.status, self.headers, [] if method == "HEAD" else [self.body], f"{method} {self.told}")


class Form:
    """One form of an answer and, once somebody has asked with its tag, what is said to a reader who has it already."""

    __slots__ = ("tag", "unchanged", "whole")

    def __init__(self, whole: Reply, tag: str) -> None:
        self.whole = whole
        self.tag = tag
        self.unchanged: Reply | None = None


class Finished:
    """An answer that can be given again and again. Only a whole one that may be kept has an ETag.

    It holds the forms that somebody has asked for, and can make the other one; `grown` says that it has.
    """

    __slots__ = (
        "_body",
        "_headers",
        "_packed",
        "_path",
        "_plain",
        "_shrinks",
        "_status",
        "_tag",
        "grown",
        "keepable",
        "until",
    )

    def __init__(self, answer: Answer, *, path: str, keepable: bool, until: float | None = None) -> None:
        self._status, headers, self._body = answer
        self._headers = [_shared(name, value) for name, value in headers.items() if name not in OF_A_FORM]
        self._path = path
        self._shrinks = len(self._body) > GZIP_FROM_BYTES and not headers.get("Content-Type", "").startswith("image/")
        self._tag = hashlib.sha256(self._body).hexdigest()[:32] if keepable and self._status == 200 else ""
        self._plain: Form | None = None
        self._packed: Form | None = None
        self.keepable = keepable
        self.until = until
        self.grown = False

    def size(self) -> int:
        """Return about how many bytes it takes in memory."""
        bodies = {id(body): len(body) for body in self._bodies()}
        return OVERHEAD + sum(bodies.values())

    def _bodies(self) -> list[bytes]:
        forms = [form.whole.body for form in (self._plain, self._packed) if form is not None]
        return forms or [self._body]

    def reply(self, if_none_match: str, *, packed: bool) -> Reply:
        """Return what a reader is told who takes gzip or not, and who may have the answer already."""
        form = (self._packed if packed else self._plain) or self._form(packed=packed)
        has_it = if_none_match and self._tag and (if_none_match == form.tag or self._is_in(if_none_match))
        reply = (form.unchanged or self._unchanged(form)) if has_it else form.whole
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
        self.grown = True
        if not packed:
            self._plain = form = self._made(self._whole_body(), [], "")
        elif self._shrinks:
            body = gzip.compress(self._whole_body(), compresslevel=6, mtime=0)
            self._packed = form = self._made(body, [_shared("Content-Encoding", "gzip")], "-gz")
        else:
            self._packed = form = self._plain or self._form(packed=False)
        self._body = b""  # the forms have it
        return form

    def _whole_body(self) -> bytes:
        # First: another thread that takes it away has made a form before.
        body = self._body
        if self._plain is not None:
            return self._plain.whole.body
        return body if self._packed is None else gzip.decompress(self._packed.whole.body)

    def _made(self, body: bytes, coded: Headers, suffix: str) -> Form:
        tag = f'"{self._tag}{suffix}"' if self._tag else ""
        headers = [*self._headers, ("ETag", tag)] if tag else self._headers
        whole = [*headers, *coded]
        if self._status != 204:
            whole.append(("Content-Length", str(len(body))))
        return Form(self._said(self._status, whole, body), tag)

    def _unchanged(self, form: Form) -> Reply:
        headers = [header for header in form.whole.headers if _is_said_again(*header)]
        form.unchanged = reply = self._said(304, headers, b"")
        return reply

    def _said(self, status: int, headers: Headers, body: bytes) -> Reply:
        return Reply(_line(status), headers, body, f"{shown(self._path)} {status} {len(body)} bytes")


@lru_cache(maxsize=512)
def _shared(name: str, value: str) -> tuple[str, str]:
    """Return a header; most answers say the same, and need not each have their own."""
    return name, value


def _is_said_again(name: str, value: str) -> bool:
    """Return whether a 304 repeats a header: of links, only that something ends."""
    return name not in NOT_WITH_304 and (name != "Link" or 'rel="deprecation"' in value)


@lru_cache
def _line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"
