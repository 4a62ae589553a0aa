"""What a database costs by itself: a bare WSGI callable that reads one stored body by its row's number."""

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

URL = os.environ["DATABASE_URL"]
_local = threading.local()


def _sqlite() -> Callable[[int], bytes]:
    import sqlite3

    connection = sqlite3.connect(urlsplit(URL).path[1:], isolation_level=None)
    statement = "SELECT body FROM delivery_version WHERE id = ?"
    return lambda number: bytes(connection.execute(statement, (number,)).fetchone()[0])


def _postgresql() -> Callable[[int], bytes]:
    import psycopg

    connection = psycopg.connect(URL, autocommit=True, prepare_threshold=1)
    cursor = connection.cursor(binary=True)
    statement = "SELECT body FROM delivery_version WHERE id = %s"

    def read(number: int) -> bytes:
        row = cursor.execute(statement, (number,)).fetchone()
        assert row is not None  # the numbers were read from this table
        return bytes(row[0])

    return read


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer the body of the version that the path numbers."""
    read = getattr(_local, "read", None)
    if read is None:
        read = _local.read = _sqlite() if URL.startswith("sqlite") else _postgresql()
    body = read(int(environ["PATH_INFO"][1:]))
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
