"""A question and its answer as views of readers know them: no more than they need.

Django's request and response, and DRF's around them, cost more than to read a document and to write it. They are made
only where somebody asks what these know nothing of: other methods, other pages.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse


class Asking:
    """A question (GET or HEAD): the environment of its request, as WSGI gives it, and the route that it came by."""

    def __init__(self, environ: dict[str, Any], route: str) -> None:
        self.META = environ
        self.method: str = environ["REQUEST_METHOD"]
        self.path: str = environ["PATH_INFO"]
        self.route = route


class Said:
    """What a view answers: status, bytes and headers. Links come behind one another in one header."""

    def __init__(self, content: bytes, *, status: int = 200, headers: Mapping[str, str]) -> None:
        self.content = content
        self.status_code = status
        self.headers = dict(headers)

    @property
    def reason_phrase(self) -> str:
        """What the status is called."""
        return HTTPStatus(self.status_code).phrase

    def __setitem__(self, name: str, value: str) -> None:
        self.headers[name] = value

    def get(self, name: str, default: str = "") -> str:
        """Return a header, or the default."""
        return self.headers.get(name, default)

    def for_django(self) -> HttpResponse:
        """Return it as Django knows responses."""
        return HttpResponse(self.content, status=self.status_code, headers=self.headers)


def add_link(response: Said | HttpResponse, relation: str, address: str, media_type: str = "") -> None:
    """Add an address to the `Link` header."""
    told = f'<{address}>; rel="{relation}"; type="{media_type}"' if media_type else f'<{address}>; rel="{relation}"'
    before = response.get("Link", "")
    response["Link"] = f"{before}, {told}" if before else told
