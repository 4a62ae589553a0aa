"""Readers' questions under /api/v1/, answered without sessions, accounts and pages' policies.

What is asked most (GET and HEAD of documents, lists and searches) goes straight to its view. All else goes through
Django's routing and DRF, past what guards the transport. The shell writes what every answer carries.
"""

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import DisallowedHost
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.urls import get_resolver, set_script_prefix
from django.utils.log import log_response

from api.delivery.heads import leave
from api.delivery.routes import Routes
from api.delivery.said import Asking

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

READING: Final = ("GET", "HEAD")
# Longer headers say nothing that a browser or a proxy says: Django looks at them.
HEADER_LIMIT: Final = 200

Headers = tuple[tuple[str, str], ...]


class Readers:
    """Answers readers. No signals are sent: all that listens is the database's connection, which `leave` tells."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._through_django = convert_exception_to_response(SecurityMiddleware(_answer))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return self._straight(environ, start_response) or self._by_django(environ, start_response)
        finally:
            leave()

    def _straight(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes] | None:
        """Answer what a view is at hand for, or return None."""
        found = self._routes.find(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] in READING else None
        guarded = None if found is None else _guarded_in(environ)
        if found is None or guarded is None:
            return None
        route, at = found
        asking = Asking(environ, route.route)
        said = route.view().told(asking, **at)
        if said.status_code >= 400:
            log_response("%s: %s", said.reason_phrase, asking.path, response=said, request=asking)  # type: ignore[arg-type]
        start_response(f"{said.status_code} {said.reason_phrase}", [*guarded, *said.headers.items()])
        return [said.content]

    def _by_django(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        set_script_prefix("/")
        request = WSGIRequest(environ)
        response: Any = self._through_django(request)
        if response.status_code >= 400:
            log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request)
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items()])
        try:
            return [*response]
        finally:
            request.close()


def _answer(request: HttpRequest) -> HttpResponseBase:
    match = request.resolver_match = get_resolver().resolve(request.path_info)
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response


def _guarded_in(environ: "WSGIEnvironment") -> Headers | None:
    host, proto = environ.get("HTTP_HOST", ""), environ.get("HTTP_X_FORWARDED_PROTO", "")
    return guarded(host, proto, environ["wsgi.url_scheme"]) if len(host) + len(proto) <= HEADER_LIMIT else None


@lru_cache(maxsize=128)
def guarded(host: str, proto: str, scheme: str) -> Headers | None:
    """Return what guards the transport adds to answers that are sent so, or None where they have more to say.

    Django's own middleware says it, once: it looks at nothing else of a request.
    """
    said = {"HTTP_HOST": host, "wsgi.url_scheme": scheme, **({"HTTP_X_FORWARDED_PROTO": proto} if proto else {})}
    at = {"REQUEST_METHOD": "GET", "PATH_INFO": "/api/v1/", "SERVER_NAME": "", "SERVER_PORT": ""}
    request = WSGIRequest({**said, **at, "wsgi.input": BytesIO()})
    try:
        request.get_host()
    except DisallowedHost:
        return None
    response: Any = SecurityMiddleware(lambda _: HttpResponse())(request)
    if response.status_code != 200:
        return None
    return tuple((name, value) for name, value in response.items() if name != "Content-Type")
