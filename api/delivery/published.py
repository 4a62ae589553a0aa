"""What stands of one item, for the editors' side: to show what a publication would change, and to find drift."""

from typing import Any
from uuid import UUID

import orjson

from api.delivery.models import Standing


def bodies(content_id: UUID) -> dict[tuple[str, str], dict[str, Any]]:
    """The stored bodies of one item by (channel, language)."""
    rows = Standing.objects.filter(content_id=content_id).values_list("channel", "language", "version__body")
    return {(channel, language): orjson.loads(bytes(body)) for channel, language, body in rows}


def content_ids() -> set[UUID]:
    """Every id that stands in some channel."""
    return set(Standing.objects.values_list("content_id", flat=True).distinct())
