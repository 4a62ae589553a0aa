"""The shell around Django: limits, throttling, the finished answer with its ETag, and what every answer carries.

Only the API's paths go through it; the editors' site passes untouched. `_ask` is the one place where an answer comes
from, so answers kept in memory have their place in front of it.
"""

import gzip
import hashlib
import logging
import math
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from api.delivery.limits import refusal
from api.delivery.throttle import Allowance, throttle
from api.problems import CONTENT_TYPE as PROBLEM_TYPE
from api.problems import Answer, Refused
from api.problems import answer as problem_answer
from api.problems.catalogue import BY_STATUS
from api.problems.negotiation import accepts_gzip

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger("api.access")

PATHS = ("/api/", "/media/", "/problems/", "/healthz/")
GZIP_FROM_BYTES = 1024
KEEPABLE_SECONDS = 60
KEEPABLE = "public, max-age={seconds}, stale-if-error=86400"
# A browser never asks again for what never changes; a shared cache does, so that what was taken back leaves it soon.
IMMUTABLE = "public, max-age=31536000, s-maxage=600, immutable"
READING_METHODS = "GET, HEAD, OPTIONS"

# What a script on another site may read beside the body.
EXPOSED = (
    "Content-Language",
    "Deprecation",
    "ETag",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Sunset",
    "X-Request-Id",
)
EVERY_ANSWER = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
STRICT_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PREFLIGHT = {
    "Access-Control-Allow-Methods": READING_METHODS,
    "Access-Control-Allow-Headers": "Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
# A 304 repeats what a cache must know, and nothing about a body that is not there.
NOT_WITH_304 = ("Content-Type", "Content-Length", "Content-Encoding")


def new_request_id(environ: "WSGIEnvironment") -> str:
    """Return a number for one request that no other has."""
    return str(uuid.uuid4())


def answers(
    application: "WSGIApplication", *, request_id: Callable[["WSGIEnvironment"], str] = new_request_id
) -> "WSGIApplication":
    """Return Django's application inside the shell."""

    def shell(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATHS):
            return application(environ, start_response)
        started = time.perf_counter()
        environ["tomoshibi.request_id"] = request_id(environ)
        allowance = throttle.admit(environ)
        answer = _finish(environ, _answer(application, environ, allowance))
        if allowance is not None:
            # Last, since it differs with every request: a kept answer, a 304 and a refusal say it too.
            answer.headers.update(allowance.headers())
        _log(environ, answer, time.perf_counter() - started)
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", list(answer.headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    return shell


def _answer(application: "WSGIApplication", environ: "WSGIEnvironment", allowance: Allowance | None) -> Answer:
    refused = Refused("rate-limited") if allowance and not allowance.admitted else refusal(environ)
    if refused is not None:
        return _problem(refused, environ)
    try:
        answer = _ask(application, environ)
    except Exception:
        logger.exception("The application failed.")
        return _problem(Refused("internal-error"), environ)
    if answer.status >= 400 and not answer.headers.get("Content-Type", "").startswith(PROBLEM_TYPE):
        slug = BY_STATUS.get(answer.status, "internal-error" if answer.status >= 500 else "bad-request")
        return _problem(Refused(slug), environ)
    return answer


def _ask(application: "WSGIApplication", environ: "WSGIEnvironment") -> Answer:
    """Return Django's answer, read to its end."""
    said: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        said[:] = [(status, headers)]
        return pieces.append

    pieces: list[bytes] = []
    iterable = application(environ, start_response)
    try:
        pieces.extend(iterable)
    finally:
        close = getattr(iterable, "close", None)
        if close is not None:
            close()
    status, headers = said[0]
    return Answer(int(status[:3]), dict(headers), b"".join(pieces))


def _problem(refused: Refused, environ: "WSGIEnvironment") -> Answer:
    return problem_answer(
        refused,
        path=environ.get("PATH_INFO", ""),
        accept_language=environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        request_id=environ["tomoshibi.request_id"],
        ask_database=refused.type.status < 500,
    )


def _finish(environ: "WSGIEnvironment", answer: Answer) -> Answer:
    """Return the answer with its ETag, compressed where that pays, or 304 where the reader has it."""
    keepable = bool(environ.get("tomoshibi.keepable")) and answer.status in {200, 301}
    headers = _headers(environ, answer.headers, keepable=keepable)
    body = answer.body
    tag = hashlib.sha256(body).hexdigest()[:32] if keepable and answer.status == 200 else None
    suffix = ""
    if _shrinks(answer) and accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body = gzip.compress(body, compresslevel=6, mtime=0)
        headers["Content-Encoding"] = "gzip"
        suffix = "-gz"
    if tag is not None:
        headers["ETag"] = f'"{tag}{suffix}"'
        if _has(environ.get("HTTP_IF_NONE_MATCH", ""), tag):
            return Answer(304, {name: value for name, value in headers.items() if name not in NOT_WITH_304}, b"")
    if answer.status != 204:
        headers["Content-Length"] = str(len(body))
    return Answer(answer.status, headers, body)


def _shrinks(answer: Answer) -> bool:
    return len(answer.body) > GZIP_FROM_BYTES and not answer.headers.get("Content-Type", "").startswith("image/")


def _headers(environ: "WSGIEnvironment", given: Mapping[str, str], *, keepable: bool) -> dict[str, str]:
    headers = {name: value for name, value in given.items() if name.lower() != "set-cookie"}
    if not headers.get("Content-Type", "").startswith("text/html"):
        headers["Content-Security-Policy"] = STRICT_POLICY
    # Sessions of the editors' site play no part here, whatever its middleware says.
    varies = [name.strip() for name in headers.get("Vary", "").split(",")]
    headers["Vary"] = ", ".join(name for name in varies if name and name not in {"Cookie", "Accept-Encoding"})
    headers["Vary"] = ", ".join(filter(None, (headers["Vary"], "Accept-Encoding")))
    headers |= EVERY_ANSWER
    if environ["REQUEST_METHOD"] == "OPTIONS":
        headers |= PREFLIGHT
    headers["Cache-Control"] = "private, no-store"
    if keepable:
        headers["Cache-Control"] = IMMUTABLE if environ.get("tomoshibi.immutable") else _keepable(environ)
    headers["X-Request-Id"] = environ["tomoshibi.request_id"]
    return headers


def _keepable(environ: "WSGIEnvironment") -> str:
    """Say how long an answer holds: a minute, or less where what it says of the time of day ends before."""
    left = environ.get("tomoshibi.until", math.inf) - time.time()
    return KEEPABLE.format(seconds=max(0, math.floor(min(KEEPABLE_SECONDS, left))))


def _has(if_none_match: str, tag: str) -> bool:
    """Return whether the reader has this answer, compressed or not, by a strong or a weak comparison."""
    known = (part.strip().removeprefix("W/").strip('"').removesuffix("-gz") for part in if_none_match.split(","))
    return if_none_match.strip() == "*" or tag in known


def _log(environ: "WSGIEnvironment", answer: Answer, seconds: float) -> None:
    """Write one line: no query, no address, nothing that tells of the reader."""
    path = environ.get("PATH_INFO", "")[:200].encode("unicode_escape").decode()
    logger.info(
        "%s %s %d %d bytes %.1f ms %s",
        environ["REQUEST_METHOD"],
        path,
        answer.status,
        len(answer.body),
        seconds * 1000,
        environ["tomoshibi.request_id"],
    )
