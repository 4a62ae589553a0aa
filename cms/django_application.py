"""Django's part of the application: questions under /api/v1/ pass what guards the transport, all others everything."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.middleware.security import SecurityMiddleware

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READERS_PATH = "/api/v1/"


class ReadersHandler(WSGIHandler):
    """Answers readers without sessions, accounts, messages and pages' policies: the shell writes what answers carry.

    Nine of ten middlewares are about pages and the people who edit, and would cost a reader a third of an answer.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        inner = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined] # missing in its stub
        self._middleware_chain = convert_exception_to_response(SecurityMiddleware(inner))


def django_application() -> "WSGIApplication":
    """Set Django up and return it."""
    everything = get_wsgi_application()
    readers = ReadersHandler()

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        chosen = readers if environ.get("PATH_INFO", "").startswith(READERS_PATH) else everything
        return chosen(environ, start_response)

    return application
