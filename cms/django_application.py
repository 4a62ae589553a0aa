"""Django's part of the application: questions under /api/v1/ pass what guards the transport, all others everything."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

from cms.left_out import load_frameworks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READERS_PATH = "/api/v1/"


def django_application() -> "WSGIApplication":
    """Set Django up and return it."""
    load_frameworks()
    everything = get_wsgi_application()
    # They look at Django's databases and models, so not before those are set up.
    from api.delivery.readers import Readers
    from api.delivery.routes import Routes
    from api.urls import channel_urls

    readers = Readers(Routes(channel_urls))

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        chosen = readers if environ.get("PATH_INFO", "").startswith(READERS_PATH) else everything
        return chosen(environ, start_response)

    return application
