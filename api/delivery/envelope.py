"""What answers say of a standing document beside its fields: written once, when it comes to stand. Pure."""

from datetime import datetime, timedelta, timezone
from typing import Final
from uuid import UUID

import orjson

JAPAN: Final = timezone(timedelta(hours=9))


def instant(moment: datetime) -> str:
    """Return an instant as answers write it: RFC 3339, in Japanese time, in whole seconds."""
    return moment.astimezone(JAPAN).isoformat(timespec="seconds")


def envelope(
    *,
    content_id: UUID,
    type: str,
    slug: str,
    version: int,
    language: str,
    published_at: datetime,
    updated_at: datetime,
) -> bytes:
    """Return the first fields of a document, in JSON without braces. What the log says of itself comes later."""
    return orjson.dumps(
        {
            "id": str(content_id),
            "type": type,
            "slug": slug,
            "version": version,
            "language": language,
            "published_at": instant(published_at),
            "updated_at": instant(updated_at),
        }
    )[1:-1]
