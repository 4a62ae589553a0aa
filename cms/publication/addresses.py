"""Addresses of sources as editors know them: what stands in a browser's address line on the public site or the API.

Rich text stores a link to a source by its id. The editor shows an address and takes one: these two ways.
"""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Model

from api.channels.channel import SEGMENTS
from api.delivery import published
from catalog.publishable import Entry
from cms.publication.sources import SOURCE_MODELS

#: What a text can link to: entries with a name and an address of their own.
LINKED = tuple(
    name
    for name, model in SOURCE_MODELS.items()
    if issubclass(model, Entry) and name in SEGMENTS and name != "emergency"
)
_TYPES = {segment: name for name, segment in SEGMENTS.items()}


def address_of(document_type: str, content_id: UUID) -> str:
    """The public site's address of a source; the API's where it has no name yet or is gone."""
    model = SOURCE_MODELS[document_type]
    slug = _rows(model).filter(content_id=content_id).values_list("public_slug", flat=True).first()
    template = settings.PUBLIC_SITE_URLS["website"]
    segment = SEGMENTS[document_type]
    if not slug or "{type}" not in template:
        return f"{settings.PUBLIC_BASE_URL}/api/v1/website/{segment}/{content_id}"
    return _whole(template).replace("{type}", segment).replace("{slug}", slug)


def named_by(address: str) -> tuple[str, UUID] | None:
    """The type and id of the source at a public address, or None where the address is none of ours."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    bare = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
    for pattern in _patterns(settings.PUBLIC_BASE_URL, *settings.PUBLIC_SITE_URLS.values()):
        if found := pattern.fullmatch(bare):
            return _source(_TYPES.get(found["type"], ""), found["key"])
    return None


@lru_cache(maxsize=8)
def _patterns(base: str, *templates: str) -> tuple[re.Pattern[str], ...]:
    whole = [f"{base}/api/v1/{{channel}}/{{type}}/{{slug}}", *map(_whole, templates)]
    return tuple(re.compile(_as_pattern(template.rstrip("/")), re.ASCII) for template in whole if "{type}" in template)


def _whole(template: str) -> str:
    return f"{settings.PUBLIC_BASE_URL}{template}" if template.startswith("/") else template


def _as_pattern(template: str) -> str:
    return (
        re.escape(template)
        .replace(re.escape("{channel}"), "[a-z]+")
        .replace(re.escape("{type}"), "(?P<type>[a-z-]+)")
        .replace(re.escape("{slug}"), "(?P<key>[a-z0-9-]{3,60})")
    )


def _source(document_type: str, key: str) -> tuple[str, UUID] | None:
    if document_type not in LINKED:
        return None
    rows = _rows(SOURCE_MODELS[document_type])
    try:
        rows = rows.filter(content_id=UUID(key))
    except ValueError:
        rows = rows.filter(public_slug=key)
    found = rows.values_list("content_id", flat=True).first() or published.id_of_slug(document_type, key)
    return (document_type, found) if found else None


def _rows(model: type[Model]) -> Any:
    return model._default_manager.all()
