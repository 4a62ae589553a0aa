"""A reader of the API: asks the finished WSGI application, shell included, as a server would."""

import gzip
import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.application import application

Environ = dict[str, Any]


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        body = gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body
        return json.loads(body)

    @property
    def links(self) -> dict[str, str]:
        """The addresses in `Link`, by relation."""
        found = re.findall(r'<([^>]*)>; rel="([^"]+)"', self.headers.get("Link", ""))
        return {relation: address for address, relation in found}


def ask(address: str, *, method: str = "GET", app: Any = application, body: bytes = b"", **headers: str) -> Got:
    """Ask for a path with its raw query; header names are given as in `if_none_match`."""
    path, _, query = address.partition("?")
    environ: Environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.encode().decode("latin-1"),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_HOST": "testserver",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        environ[
            name.upper() if name in ("content_length", "content_type", "remote_addr") else f"HTTP_{name.upper()}"
        ] = value
    said: list[Any] = []

    def start_response(status: str, given: list[tuple[str, str]], exc_info: Any = None) -> Any:
        assert len({name.lower() for name, _ in given}) == len(given), "a header comes twice"
        said[:] = [int(status[:3]), dict(given)]

    with open_connections():
        pieces = app(environ, start_response)
        try:
            body = b"".join(pieces)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
    return Got(said[0], said[1], body)


@contextmanager
def open_connections() -> Iterator[None]:
    """Leave the test's transaction open, as Django's own test client does."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)
