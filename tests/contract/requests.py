"""What is asked of the application to get the examples: one request for each operation and each kind of problem."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from api import problems
from api.channels import CHANNELS
from api.channels.channel import Channel, Shape
from api.delivery import schema
from api.delivery.mock.documents import HISTORY, NOW, documents
from api.delivery.mock.switches import mocked
from tests.delivery.reader import ask

# Where several stand, the one that shows most.
TELLING = {"service": "childline", "area": "221317"}
LONG = 2000
# What is typed where something must be.
SEARCHED = {"search": "死にたい", "suggest": "いのち"}


class Asked(NamedTuple):
    """One request: an address, and what goes with it."""

    address: str
    method: str = "GET"
    headers: dict[str, str] = {}
    shown: str = ""  # how the request is told, where its address alone does not

    @property
    def summary(self) -> str:
        return self.shown or f"{self.method} {self.address}"


def application() -> Any:
    """The mock's application: problems have the same number each time."""
    return mocked(get_wsgi_application())


def operations() -> dict[str, Asked]:
    """By operation id, one request for each operation that answers JSON; the description does not show itself."""
    found = {}
    for path, methods in json.loads(schema.document())["paths"].items():
        operation = methods["get"]
        if "application/json" in operation["responses"]["200"]["content"] and path != "/api/openapi.json":
            address = _address(path)
            if address is not None:
                found[operation["operationId"]] = Asked(address)
    return found


def _address(path: str) -> str | None:
    """A path with its key filled in; lists are short. None where the mock has no such item yet."""
    parts = path.split("/")
    if parts[-1] in SEARCHED:
        return f"{path}?q={quote(SEARCHED[parts[-1]])}&limit=2"
    channel = CHANNELS.get(parts[3]) if len(parts) > 4 else None
    shape = next((shape for shape in channel.shapes if shape.segment == parts[4]), None) if channel else None
    if channel is None or shape is None:
        return path
    if "{key}" in path:
        key = slug(channel, shape)
        return None if key is None else path.replace("{key}", key)
    return path if parts[4] == "emergency" else f"{path}?limit=2"


def slug(channel: Channel, shape: Shape) -> str | None:
    """An item of this type that stands in this channel of the mock, or None."""
    withdrawn = json.loads(HISTORY.read_text(encoding="utf-8"))["withdrawn"]
    standing = {
        record.slug: record.references
        for record in documents()
        if (record.type, record.channel) == (shape.document_type, channel.key) and record.slug not in withdrawn
    }
    if not standing:
        return None
    telling = TELLING.get(shape.document_type, "")
    return telling if telling in standing else max(standing, key=lambda found: (len(standing[found]), found))


SERVICES = "/api/v1/website/services"
PROBLEMS = {
    "bad-request": Asked("/api/v1/website/services/%FF"),
    "invalid-parameter": Asked(f"{SERVICES}?topic=no-such-topic&limit=0&page=2"),
    "not-found": Asked(f"{SERVICES}/no-such-desk"),
    "method-not-allowed": Asked(SERVICES, method="DELETE"),
    "gone": Asked(f"{SERVICES}/inochi-no-denwa"),
    "request-too-large": Asked(SERVICES, headers={"content_length": "100000"}, shown="a body of 100,000 bytes"),
    "address-too-long": Asked(f"{SERVICES}/{'x' * LONG}", shown=f"a path of more than {LONG:,} characters"),
    "rate-limited": Asked(SERVICES, headers={"x_mock": "limited"}, shown="more requests than RateLimit-Policy allows"),
    "headers-too-large": Asked(
        SERVICES, headers={"x_long": "x" * 10 * LONG}, shown=f"headers of more than {10 * LONG:,} characters"
    ),
    "internal-error": Asked(SERVICES, headers={"x_mock": "broken"}, shown="any request, when we made a mistake"),
    "unavailable": Asked(SERVICES, headers={"x_mock": "down"}, shown="any request while the database is away"),
}


def forbidding(environ: Any, start_response: Callable[..., Any]) -> list[bytes]:
    """No view forbids anything today: this is Django's own door, had one done so."""
    response = problems.forbidden(WSGIRequest(environ), PermissionDenied())
    start_response("403 Forbidden", list(response.items()))
    return [response.content]


def answered() -> Iterator[tuple[str, dict[str, Any]]]:
    """Ask everything while the clock stands as in the mock, cursors under one key; give each example by its name."""
    with override_settings(CLOCK_STANDS_AT=NOW, SECRET_KEY="the key of the examples, which opens nothing anywhere"):
        app = application()
        for name, asked in operations().items():
            yield name, _example(asked, app)
        for slug_, asked in PROBLEMS.items():
            yield f"problem-{slug_}", _example(asked, app)
        yield "problem-forbidden", _example(Asked(SERVICES, shown="what nobody may do"), mocked(forbidding))


def _example(asked: Asked, app: Any) -> dict[str, Any]:
    got = ask(asked.address, method=asked.method, app=app, **asked.headers)
    return {"summary": asked.summary, "value": got.json}
