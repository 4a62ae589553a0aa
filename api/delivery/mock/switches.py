"""The switches of the mock: a request says in `X-Mock`, or in front of its path, how it wants to be answered.

They stand on both sides of the shell. Outside, the word is read and taken out of the address; inside, in the place of
Django, the wanted thing happens, so that limits, ETag, CORS and problems are those of the real application.
"""

import re
import time
import uuid
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson

from api import problems
from api.delivery.answers import answers
from api.delivery.rules import Policy
from api.delivery.throttle import NEVER_REFUSED, Allowance
from api.problems import Refused
from api.problems.catalogue import Bilingual

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SWITCHES = {
    "gone": "every detail answers 410",
    "limited": "429 with Retry-After, but for the emergency contacts",
    "down": "503 as while the database is away, but for the emergency contacts",
    "broken": "500",
    "slow": "three seconds pass first; slow=1 to slow=30 for as many",
    "empty": "lists have no items",
}
SLOW_SECONDS, SLOWEST_SECONDS = 3, 30
RETRY_AFTER = 12

PREFIX = re.compile(r"/mock/([^/]*)(/.*)")
LIST = re.compile(r"/api/v1/[a-z]+/(?!emergency\Z)[a-z]+")
DETAIL = re.compile(r"/api/v1/[a-z]+/[a-z]+/[^/]+")
API = "/api/v1/"
REQUEST_IDS = uuid.UUID("5f0e2a56-6a0e-5d2f-8f43-1f5d7a3f0c11")


class UnknownSwitch(Exception):
    """The word is none of the switches."""


def mocked(application: "WSGIApplication") -> "WSGIApplication":
    """Return Django's application inside the shell, with switches around it."""
    shell = answers(_switched(application), request_id=_request_id)

    def outside(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        word = environ.get("HTTP_X_MOCK", "")
        prefixed = PREFIX.fullmatch(environ.get("PATH_INFO", ""))
        if prefixed:
            word, environ["PATH_INFO"] = prefixed[1], prefixed[2]
        environ["tomoshibi.mock"] = word

        def started(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            # What a switch says of the limit comes first, and stays: the shell adds what is truly left.
            first = dict(reversed(headers))
            return start_response(status, [(name, _with_switch(name, value)) for name, value in first.items()])

        return shell(environ, started)

    return outside


def _with_switch(name: str, value: str) -> str:
    """Let a browser send the header, and keep no answer for another switch."""
    return f"{value}, X-Mock" if name in {"Vary", "Access-Control-Allow-Headers"} else value


def _request_id(environ: "WSGIEnvironment") -> str:
    """Return the same number for the same request, so that problems are the same bytes each time."""
    asked = [
        environ["REQUEST_METHOD"],
        environ["tomoshibi.mock"],
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
    ]
    return str(uuid.uuid5(REQUEST_IDS, " ".join(asked)))


def _switched(application: "WSGIApplication") -> "WSGIApplication":
    def inside(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(API) or environ["REQUEST_METHOD"] == "OPTIONS":
            return application(environ, start_response)
        try:
            switch, seconds = _read(environ["tomoshibi.mock"])
        except UnknownSwitch:
            return _refuse(Refused("bad-request", _unknown_switch()), environ, start_response)
        refused = _refusal(switch, path)
        if refused is not None:
            return _refuse(refused, environ, start_response)
        time.sleep(seconds)
        if switch == "empty" and LIST.fullmatch(path):
            return _emptied(application, environ, start_response)
        return application(environ, start_response)

    return inside


def _read(word: str) -> tuple[str, int]:
    """Return the switch and the seconds to wait. Raises UnknownSwitch."""
    name, _, number = word.partition("=")
    if name == "slow" and number in {"", *map(str, range(1, SLOWEST_SECONDS + 1))}:
        return name, int(number or SLOW_SECONDS)
    if word and word not in SWITCHES:
        raise UnknownSwitch(word)
    return word, 0


def _refusal(switch: str, path: str) -> Refused | None:
    if switch == "gone" and DETAIL.fullmatch(path):
        return Refused("gone", reason="withdrawn", replacement=None)
    if switch in {"limited", "down"} and NEVER_REFUSED.match(path):
        return None
    if switch == "limited":
        none_left = Allowance(Policy(600, 60), admitted=False, remaining=0, reset=60, retry_after=RETRY_AFTER)
        return Refused("rate-limited", headers=dict(none_left.headers))
    return {"down": Refused("unavailable"), "broken": Refused("internal-error")}.get(switch)


def _unknown_switch() -> Bilingual:
    known = ", ".join(SWITCHES)
    return Bilingual(f"X-Mock に使える値: {known}", f"X-Mock may be: {known}")


def _refuse(refused: Refused, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    answer = problems.answer(
        refused,
        path=environ["PATH_INFO"],
        accept_language=environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        request_id=environ["tomoshibi.request_id"],
        ask_database=refused.type.status < 500,
    )
    start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", list(answer.headers.items()))
    return [answer.body]


def _without_next(name: str, value: str) -> str:
    return ", ".join(link for link in value.split(", ") if 'rel="next"' not in link) if name == "Link" else value


def _emptied(
    application: "WSGIApplication", environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """Return a list's own answer without its items."""
    said: list[Any] = []

    def started(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        said[:] = [status, [(name, _without_next(name, value)) for name, value in headers if name != "Content-Length"]]
        return pieces.append

    pieces: list[bytes] = []
    pieces.extend(application(environ, started))
    body = b"".join(pieces)
    if said[0].startswith("200"):
        counted = {"total": 0} if ("total", "true") in parse_qsl(environ.get("QUERY_STRING", "")) else {}
        body = orjson.dumps(orjson.loads(body) | {"items": [], "next": None} | counted)
    start_response(*said)
    return [body]
