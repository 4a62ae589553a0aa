"""Django's part of the application: questions under /api/v1/ pass what guards the transport, all others everything."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.urls import get_resolver, set_script_prefix
from django.utils.log import log_response

from cms.left_out import load_frameworks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READERS_PATH = "/api/v1/"


class Readers:
    """Answers readers without sessions, accounts, messages and pages' policies: the shell writes what answers carry.

    Nine of ten middlewares are about pages and the people who edit, and would cost a reader a third of an answer. Nor
    are signals sent: all that listens is the database's connection, and `leave` tells it that a request is over.
    """

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave = leave
        self._answer = convert_exception_to_response(SecurityMiddleware(_answer))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        set_script_prefix("/")
        request = WSGIRequest(environ)
        response: Any = self._answer(request)
        if response.status_code >= 400:
            log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request)
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items()])
        try:
            return [*response]
        finally:
            request.close()
            self._leave()


def _answer(request: HttpRequest) -> HttpResponseBase:
    match = request.resolver_match = get_resolver().resolve(request.path_info)
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response


def django_application() -> "WSGIApplication":
    """Set Django up and return it."""
    load_frameworks()
    everything = get_wsgi_application()
    from api.delivery.heads import leave  # it looks at Django's databases, so not before they are set up

    readers = Readers(leave)

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        chosen = readers if environ.get("PATH_INFO", "").startswith(READERS_PATH) else everything
        return chosen(environ, start_response)

    return application
