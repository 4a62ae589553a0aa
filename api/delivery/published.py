"""What stands of one item, for the editors' side: to show what a publication would change, and to find drift."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from api.delivery.chunks import chunks
from api.delivery.models import Change, Head, Identity, Reference, Slug, Standing


def bodies(content_id: UUID) -> dict[tuple[str, str], dict[str, Any]]:
    """The stored bodies of one item by (channel, language)."""
    rows = Standing.objects.filter(content_id=content_id).values_list("channel", "language", "version__body")
    return {(channel, language): orjson.loads(bytes(body)) for channel, language, body in rows}


def references(content_id: UUID) -> dict[tuple[str, str], dict[str, list[UUID]]]:
    """What the documents of one item point to: by (channel, language) and role, in order."""
    found: dict[tuple[str, str], dict[str, list[UUID]]] = {}
    rows = Reference.objects.filter(content_id=content_id).order_by("position")
    for channel, language, role, target in rows.values_list("channel", "language", "role", "target"):
        found.setdefault((channel, language), {}).setdefault(role, []).append(target)
    return found


@dataclass(frozen=True)
class Pointer:
    """A standing document names an item, in one channel and role; of whatever languages, once."""

    content_id: UUID
    type: str
    channel: str
    role: str


def pointing_to(target: UUID, channels: Iterable[str]) -> list[Pointer]:
    """What names an item that stands in these channels."""
    named = Reference.objects.filter(target=target, channel__in=list(channels))
    rows = named.order_by("content_id", "channel", "role").values_list("content_id", "channel", "role").distinct()
    found = list(rows)
    types = dict(_in_chunks(Identity.objects.values_list("content_id", "type"), {row[0] for row in found}))
    return [Pointer(content_id, types[content_id], channel, role) for content_id, channel, role in found]


def changes_of(content_ids: Iterable[UUID], causes: Iterable[UUID]) -> dict[UUID, list[Change]]:
    """The changes of these items that audit rows brought about, by the id of their cause; some hundreds at most."""
    found: dict[UUID, list[Change]] = {}
    rows = Change.objects.filter(content_id__in=set(content_ids), cause_id__in=set(causes)).order_by("seq")
    for change in rows:
        if change.cause_id is not None:
            found.setdefault(change.cause_id, []).append(change)
    return found


def _in_chunks(rows: Any, content_ids: set[UUID]) -> Iterator[Any]:
    for chunk in chunks(sorted(content_ids)):
        yield from rows.filter(content_id__in=chunk)


def content_ids() -> set[UUID]:
    """Every id that stands in some channel."""
    return set(Standing.objects.values_list("content_id", flat=True).distinct())


@dataclass(frozen=True)
class Example:
    """A document that stands, by which a newcomer can try the API."""

    content_id: UUID
    slug: str


def first_of(document_type: str, *, channel: str) -> Example | None:
    """The first standing document of a type in a channel's own order, or None."""
    row = (
        Standing.objects.filter(type=document_type, channel=channel)
        .order_by("kana_sort", "content_id")
        .values_list("content_id", "slug")
        .first()
    )
    return Example(*row) if row else None


def is_demo() -> bool:
    """Whether the log holds sample data."""
    return Head.objects.filter(generation__demo=True).exists()


def type_of(content_id: UUID) -> str:
    """The type of an id that was ever public. Raises Identity.DoesNotExist."""
    return str(Identity.objects.values_list("type", flat=True).get(content_id=content_id))


def id_of_slug(document_type: str, slug: str) -> UUID | None:
    """The id that has or had this slug in public."""
    return Slug.objects.filter(type=document_type, slug=slug).values_list("content_id", flat=True).first()
