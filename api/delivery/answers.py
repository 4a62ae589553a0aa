"""The shell around Django: limits, throttling, the finished answer with its ETag, and what every answer carries.

Only the API's paths go through it; the editors' site passes untouched. `_ask` is the one place where an answer comes
from; an answer that `kept` holds is given without it.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from api.delivery import access_log, reading
from api.delivery.finished import KEEPABLE, Finished, Reply, Sent
from api.delivery.heads import look_for
from api.delivery.kept import Kept, Key, Spelling, asked_in, in_own_words, key_of, takes_gzip
from api.delivery.limits import refusal
from api.delivery.reading import Notes
from api.delivery.request_ids import new_request_id
from api.delivery.throttle import Allowance, is_limited, throttle
from api.problems import CONTENT_TYPE as PROBLEM_TYPE
from api.problems import Answer, Refused, answer_in
from api.problems.catalogue import BY_STATUS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

PATHS = ("/api/", "/media/", "/problems/", "/healthz/")
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
    "X-Frame-Options": "DENY",
}
STRICT_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def memory() -> Kept:
    """Return an empty memory for finished answers, as large as this process may have."""
    return Kept(look_for(connection.vendor), limit=settings.ANSWER_MEMORY_BYTES)


def answers(
    application: "WSGIApplication",
    *,
    request_id: Callable[["WSGIEnvironment"], str] = new_request_id,
    kept: Kept | None = None,
) -> "WSGIApplication":
    """Return Django's application inside the shell, with a memory for finished answers or without one."""

    def shell(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        at, started = time.time(), time.perf_counter()
        asked = asked_in(environ)
        ready = None if kept is None else kept.ready(asked, at)
        if ready is not None:
            limited = ready.limited
        elif environ.get("PATH_INFO", "").startswith(PATHS):
            limited = is_limited(environ)
        else:
            return application(environ, start_response)
        number = request_id(environ)
        allowance = throttle.admit(environ, at) if limited else None
        if ready is not None and (allowance is None or allowance.admitted):
            status, headers, pieces, told = ready.said
        else:
            environ["tomoshibi.request_id"] = number
            status, headers, pieces, told = _said(application, environ, allowance, kept, asked)
        # Last what differs with every request: a kept answer, a 304 and a refusal say it too.
        headers = [*headers, ("X-Request-Id", number)]
        if allowance is not None:
            headers += allowance.headers
        access_log.log.say(told, at, time.perf_counter() - started, number)
        start_response(status, headers)
        return pieces

    return shell


def _said(
    application: "WSGIApplication",
    environ: "WSGIEnvironment",
    allowance: Allowance | None,
    kept: Kept | None,
    asked: Spelling,
) -> Sent:
    """Return what is said where nothing was at hand: from memory, or made now."""
    admitted = allowance is None or allowance.admitted
    key = key_of(environ) if kept is not None and admitted else None
    if kept is not None and admitted and (environ["REQUEST_METHOD"] == "POST" or in_own_words(environ)):
        # Such an answer is never kept, but what it is made from is remembered by this head.
        environ["tomoshibi.head"] = kept.seen()
    if kept is None or key is None:
        return _reply(environ, _made(application, environ, allowance)).to(environ["REQUEST_METHOD"])
    finished = _kept_or_made(application, environ, allowance, kept, key)
    said = _reply(environ, finished).to(environ["REQUEST_METHOD"])
    if finished.grown:
        finished.grown = False
        kept.weigh(key)
    kept.make_ready(asked, key, finished, said, limited=is_limited(environ))
    return said


def _reply(environ: "WSGIEnvironment", finished: Finished) -> Reply:
    packed = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return finished.reply(environ.get("HTTP_IF_NONE_MATCH", ""), packed=packed)


def _kept_or_made(
    application: "WSGIApplication", environ: "WSGIEnvironment", allowance: Allowance | None, kept: Kept, key: Key
) -> Finished:
    """Return an answer from memory, or one made now, which is kept where that is right."""
    finished, head = kept.find(key)
    if finished is None and head is None:
        return _made(application, environ, allowance)
    if finished is not None:
        return finished
    with kept.making(key) as first:
        if not first:
            finished, head = kept.find(key)
        if finished is None:
            # What a view makes of what it remembers holds under this head, or a later one.
            environ["tomoshibi.head"] = head
            finished, notes = _made_and_noted(application, environ, allowance)
            if notes is not None:
                kept.keep(key, finished, notes, head)
    return finished


def _made_and_noted(
    application: "WSGIApplication", environ: "WSGIEnvironment", allowance: Allowance | None
) -> tuple[Finished, Notes | None]:
    """Return an answer and, where it may be kept, what it has read."""
    with reading.noting() as read:
        finished = _made(application, environ, allowance)
    # What never changes is large and asked once; and a picture may leave without a change in the log.
    may_be_kept = finished.keepable and not environ.get("tomoshibi.immutable")
    return finished, read.notes() if may_be_kept else None


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
    return answer_in(environ, environ.get("PATH_INFO", ""), refused)


def _made(application: "WSGIApplication", environ: "WSGIEnvironment", allowance: Allowance | None) -> Finished:
    """Return the answer that Django or the shell itself gives, with the headers of every answer."""
    answer = _answer(application, environ, allowance)
    keepable = bool(environ.get("tomoshibi.keepable")) and answer.status in {200, 301}
    headers = _headers(environ, answer.headers, keepable=keepable)
    return Finished(
        Answer(answer.status, headers, answer.body),
        path=environ.get("PATH_INFO", ""),
        keepable=keepable,
        until=environ.get("tomoshibi.until") if keepable else None,
    )


def _headers(environ: "WSGIEnvironment", given: Mapping[str, str], *, keepable: bool) -> dict[str, str]:
    headers = {name: value for name, value in given.items() if name.lower() != "set-cookie"}
    if not headers.get("Content-Type", "").startswith("text/html"):
        headers["Content-Security-Policy"] = STRICT_POLICY
    headers["Vary"] = _varies(headers.get("Vary", ""))
    headers |= EVERY_ANSWER
    if environ["REQUEST_METHOD"] == "OPTIONS":
        headers |= {"Access-Control-Allow-Methods": headers.get("Allow", READING_METHODS)} | PREFLIGHT
    headers["Cache-Control"] = "private, no-store"
    if keepable:
        headers["Cache-Control"] = IMMUTABLE if environ.get("tomoshibi.immutable") else KEEPABLE
    return headers


@lru_cache
def _varies(said: str) -> str:
    """Return what an answer varies by. Sessions of editors play no part here, whatever the middleware says."""
    names = [name.strip() for name in said.split(",")]
    return ", ".join(
        [*(name for name in names if name and name not in {"Cookie", "Accept-Encoding"}), "Accept-Encoding"]
    )
