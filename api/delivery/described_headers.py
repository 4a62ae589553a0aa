"""What OpenAPI says of the headers of answers: each one described once, and named where it may be."""

from typing import Any

from api.delivery.operation import Operation

Schema = dict[str, Any]

DESCRIBED: dict[str, Schema] = {
    "ETag": {
        "description": "Digest of these bytes, strong. Send it back as `If-None-Match`.",
        "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}(-gz)?"$'},
    },
    "Cache-Control": {"description": "For how long a copy may be used.", "schema": {"type": "string"}},
    "Content-Language": {
        "description": "The language of the answer, as a tag of BCP 47 (`ja-x-easy` for `ja-easy`).",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Addresses by relation: `canonical` (this item by its id), `next` (the next page), `alternate` "
        "(the same item as JSON-LD), `license`, and with what is to go `deprecation`, `sunset`, `successor-version`.",
        "schema": {"type": "string"},
    },
    "Location": {"description": "The same item by its id.", "schema": {"type": "string", "format": "uri"}},
    "RateLimit-Policy": {
        "description": "How many requests (`q`) one reader may send in how many seconds (`w`), as in "
        "draft-ietf-httpapi-ratelimit-headers-11.",
        "schema": {"type": "string", "pattern": '^"default";q=[0-9]+;w=[0-9]+$'},
    },
    "RateLimit": {
        "description": "How many requests are left now (`r`), and in how many seconds all are there again (`t`).",
        "schema": {"type": "string", "pattern": '^"default";r=[0-9]+;t=[0-9]+$'},
    },
    "Retry-After": {"description": "How many seconds to wait.", "schema": {"type": "integer", "minimum": 1}},
    "Deprecation": {
        "description": "Since when this should not be used any more (RFC 9745): @ and Unix seconds.",
        "schema": {"type": "string", "pattern": "^@[0-9]+$"},
    },
    "Sunset": {"description": "When this may be gone (RFC 8594).", "schema": {"type": "string"}},
    "X-Request-Id": {"description": "The id of this request.", "schema": {"type": "string", "format": "uuid"}},
}
LIMITED = ("RateLimit-Policy", "RateLimit")
WAITING = ("429", "503")


def headers(told: Operation, status: str, *, deprecated: bool) -> Schema:
    """Return what an answer with a status may carry, by name."""
    names = ["X-Request-Id", "Cache-Control"]
    # A 304 has no text, so it says neither language nor licence again (NOT_WITH_304 in `finished`).
    whole, kept = status == "200", status in ("200", "304")
    if kept and told.keepable:
        names.append("ETag")
    if told.speaks if whole else status not in ("301", "304"):
        names.append("Content-Language")
    if (whole and told.licensed) or deprecated:
        names.append("Link")
    if told.limited:
        names += LIMITED
    if deprecated:
        names += ("Deprecation", "Sunset")
    if status in WAITING:
        names.append("Retry-After")
    if status == "301":
        names.append("Location")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in sorted(names)}
