"""What the shell refuses before anything is parsed: sizes that nobody means, and addresses that are no text."""

from collections.abc import Mapping
from typing import Any

from api.delivery.gate import UNREADABLE
from api.problems import Refused

PATH_LIMIT = 1024
QUERY_LIMIT = 16 * 1024  # the gate refuses more than 4 kB with the names of the parameters
HEADERS_LIMIT = 16 * 1024
BODY_LIMIT = 64 * 1024


def refusal(environ: Mapping[str, Any]) -> Refused | None:
    """Return why a request is refused unread, or None."""
    slug = _address_fault(environ) or _size_fault(environ)
    return Refused(slug) if slug else None


def _address_fault(environ: Mapping[str, Any]) -> str | None:
    path = environ.get("PATH_INFO", "")
    if len(path) > PATH_LIMIT or len(environ.get("QUERY_STRING", "")) > QUERY_LIMIT:
        return "address-too-long"
    try:
        # WSGI hands the bytes of the path over as if they were Latin-1.
        text = path.encode("latin-1").decode()
    except UnicodeError:
        return "bad-request"
    return "bad-request" if UNREADABLE.search(text) else None


def _size_fault(environ: Mapping[str, Any]) -> str | None:
    headers = [name for name in environ if name.startswith("HTTP_")]
    if sum(map(len, headers)) + sum([len(environ[name]) for name in headers]) > HEADERS_LIMIT:
        return "headers-too-large"
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return "bad-request"
    return "request-too-large" if len(length) > 9 or int(length) > BODY_LIMIT else None
