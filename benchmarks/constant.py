"""What the product is compared with: a Django view that answers constant bytes, and a bare WSGI callable."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = b"x" * 1900
KIND = "application/json"

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="benchmarks.constant",
        MIDDLEWARE=[],
        SECRET_KEY="constant",
        USE_I18N=False,
    )


def constant(request: HttpRequest) -> HttpResponse:
    """Answer 1.9 kB."""
    return HttpResponse(BODY, content_type=KIND)


urlpatterns = [path("constant", constant)]


def raw(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer 1.9 kB without Django."""
    start_response("200 OK", [("Content-Type", KIND), ("Content-Length", str(len(BODY)))])
    return [BODY]


application = WSGIHandler()
