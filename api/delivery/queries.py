"""The only reader of what is stored. Each function is one question and, unless it says otherwise, one query.

Every answer is bounded by channel and language, so nothing that does not stand there can be seen, counted or linked.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from api.delivery.models import Change, Facet, Head, PublicFile, Reference, Slug, Standing


class Place(NamedTuple):
    """Where documents stand: a channel and a language."""

    channel: str
    language: str


@dataclass(frozen=True, kw_only=True)
class LogHead:
    """The end of the log as a reader saw it."""

    generation: UUID
    seq: int
    hash: bytes
    demo: bool


@dataclass(frozen=True, kw_only=True)
class Item:
    """One standing document: what the log knows of it, and its stored bytes (body or summary)."""

    id: UUID
    slug: str
    version: int
    published_at: datetime
    updated_at: datetime
    updated_seq: int
    kana_sort: str
    stored: bytes


@dataclass(frozen=True, kw_only=True)
class Farewell:
    """How a document left its channel. The replacement is named only while it stands there."""

    reason: str
    replacement: bytes | None


class Target(NamedTuple):
    """What a document points to: its id, and the stub that it has there, or the summary that takes its place."""

    id: UUID
    stub: bytes
    summary: bytes = b""

    @property
    def shown(self) -> bytes:
        """What an answer says of it."""
        return self.summary or self.stub


ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_ITEM = ("content_id", "slug", "n", "published_at", "updated_at", "updated_seq", "kana_sort")


def head() -> LogHead | None:
    """Return the end of the log, or None where nothing was ever published."""
    row = Head.objects.values_list("generation_id", "seq", "hash", "generation__demo").first()
    return LogHead(generation=row[0], seq=row[1], hash=bytes(row[2]), demo=row[3]) if row else None


def detail(place: Place, document_type: str, key: UUID | str) -> Item | None:
    """Return the document of an id, or of a slug that it has or had."""
    rows = _standing(place, document_type)
    if isinstance(key, UUID):
        rows = rows.filter(content_id=key)
    else:
        rows = rows.filter(content_id__in=_ids_of_slug(document_type, key))
    row = rows.values_list(*_ITEM, "version__body").first()
    return _item(row) if row else None


def farewell(place: Place, document_type: str, key: UUID | str) -> Farewell | None:
    """Return how the document of an id or slug left this place, or None where it never was there."""
    changes = Change.objects.filter(channel=place.channel, language=place.language, type=document_type, op="tombstone")
    if isinstance(key, UUID):
        changes = changes.filter(content_id=key)
    else:
        changes = changes.filter(content_id__in=_ids_of_slug(document_type, key))
    stub = _stub_of("replacement", place)
    row = changes.order_by("-seq").annotate(stub=stub).values_list("reason", "stub").first()
    return Farewell(reason=row[0], replacement=bytes(row[1]) if row[1] else None) if row else None


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a list is asked: filters (AND between names, OR inside), an order, and where to go on."""

    facets: Mapping[str, Sequence[str]]
    sort: str
    limit: int
    after: Sequence[str | int] | None = None
    total: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list; `more` says that another one follows."""

    items: tuple[Item, ...]
    more: bool
    total: int | None


def page(place: Place, document_type: str, question: Question) -> Page:
    """Return one page of a list. A page with a total that turns out to be empty asks a second time."""
    matching = _standing(place, document_type)
    for name, values in question.facets.items():
        facets = Facet.objects.filter(
            content_id=OuterRef("content_id"),
            channel=place.channel,
            type=document_type,
            language=place.language,
            name=name,
            value__in=values,
        )
        matching = matching.filter(Exists(facets))
    rows = matching
    if question.after is not None:
        rows = rows.filter(_after(question.sort, question.after))
    rows = rows.order_by(*(("-updated_seq",) if question.sort == "updated" else ("kana_sort", "content_id")))
    columns: list[str] = [*_ITEM, "version__summary"]
    if question.total:
        counted = matching.order_by().annotate(one=Value(1)).values("one").annotate(count=Count("pk")).values("count")
        rows = rows.annotate(total=Subquery(counted))
        columns.append("total")
    found = list(rows.values_list(*columns)[: question.limit + 1])
    total = None
    if question.total:
        total = found[0][-1] if found else matching.count()
    items = tuple(_item(row) for row in found[: question.limit])
    return Page(items=items, more=len(found) > question.limit, total=total)


def targets(
    place: Place, content_ids: Collection[UUID], roles: Collection[str] | None
) -> dict[UUID, dict[str, list[Target]]]:
    """Return what documents point to, by document and role, in order; None asks for every role.

    Only what stands in the same place is there.
    """
    rows = Reference.objects.filter(content_id__in=content_ids, channel=place.channel, language=place.language)
    if roles is not None:
        rows = rows.filter(role__in=roles)
    found: dict[UUID, dict[str, list[Target]]] = {}
    rows = rows.annotate(stub=_stub_of("target", place)).order_by("content_id", "role", "position")
    for content_id, role, target, stub in rows.values_list("content_id", "role", "target", "stub"):
        if stub is not None:
            found.setdefault(content_id, {}).setdefault(role, []).append(Target(target, bytes(stub)))
    return found


def summaries(place: Place, content_ids: Collection[UUID]) -> dict[UUID, tuple[str, Item]]:
    """Return the type and the summary of each of these items that stands here."""
    rows = Standing.objects.filter(channel=place.channel, language=place.language, content_id__in=content_ids)
    found = rows.values_list(*_ITEM, "version__summary", "type")
    return {row[0]: (row[-1], _item(row)) for row in found}


def emergency_members(channel: str) -> list[tuple[str, UUID, bytes | None]]:
    """Return the members of the channel's emergency set, in order: language, id, and the summary where it stands."""
    sets = Standing.objects.filter(type="emergency", channel=channel).values("content_id")
    summary = Standing.objects.filter(
        content_id=OuterRef("target"), channel=channel, language=OuterRef("language")
    ).values("version__summary")[:1]
    rows = Reference.objects.filter(content_id__in=sets, channel=channel, role="members")
    rows = rows.annotate(summary=Subquery(summary)).order_by("language", "position")
    found = rows.values_list("language", "target", "summary")
    return [(language, target, None if stored is None else bytes(stored)) for language, target, stored in found]


def names(place: Place, document_types: Sequence[str]) -> list[tuple[str, str, UUID]]:
    """Return every slug, old ones too, of what stands here: type, slug, id."""
    standing = Standing.objects.filter(channel=place.channel, language=place.language, type__in=document_types)
    rows = Slug.objects.filter(type__in=document_types, content_id__in=standing.values("content_id"))
    return list(rows.values_list("type", "slug", "content_id"))


def ids_of_names(place: Place, document_type: str, wanted: Sequence[str]) -> dict[str, str]:
    """Return the id of each slug, old ones too, or id among these names whose document stands here."""
    ids = [name for name in wanted if ID.fullmatch(name)]
    rows = Slug.objects.filter(Q(slug__in=wanted) | Q(content_id__in=ids), type=document_type)
    rows = rows.filter(content_id__in=_standing(place, document_type).values("content_id"))
    found: dict[str, str] = {}
    for slug, content_id in rows.values_list("slug", "content_id"):
        found[slug] = found[str(content_id)] = str(content_id)
    return found


def links(place: Place, document_type: str, roles: Sequence[str]) -> list[tuple[UUID, str, UUID]]:
    """Return who points to whom among the documents of one type: id, role, target."""
    standing = _standing(place, document_type).values("content_id")
    rows = Reference.objects.filter(
        content_id__in=standing, channel=place.channel, language=place.language, role__in=roles
    )
    return list(rows.order_by("position").values_list("content_id", "role", "target"))


def is_public_file(name: str) -> bool:
    """Return whether a file of this name is there for readers."""
    return PublicFile.objects.filter(name=name, size__isnull=False).exists()


def untouched_since(seen: LogHead, channel: str, document_types: Sequence[str], content_ids: Collection[UUID]) -> bool:
    """Return whether the log goes on from a head seen before, without a change to these types or ids. Two queries."""
    if seen.seq and not Change.objects.filter(seq=seen.seq, hash=seen.hash).exists():
        return False
    since = Change.objects.filter(seq__gt=seen.seq, channel=channel)
    return not since.filter(Q(type__in=document_types) | Q(content_id__in=content_ids)).exists()


def _standing(place: Place, document_type: str) -> QuerySet[Standing]:
    return Standing.objects.filter(channel=place.channel, type=document_type, language=place.language)


def _ids_of_slug(document_type: str, slug: str) -> QuerySet[Slug, UUID]:
    return Slug.objects.filter(type=document_type, slug=slug).values_list("content_id", flat=True)


def _stub_of(column: str, place: Place) -> Subquery:
    stubs = Standing.objects.filter(content_id=OuterRef(column), channel=place.channel, language=place.language)
    return Subquery(stubs.values("stub")[:1])


def _after(sort: str, place: Sequence[str | int]) -> Q:
    if sort == "updated":
        return Q(updated_seq__lt=place[0])
    kana, content_id = place
    return Q(kana_sort__gte=kana) & (Q(kana_sort__gt=kana) | Q(content_id__gt=UUID(str(content_id))))


def _item(row: Sequence[Any]) -> Item:
    return Item(
        id=row[0],
        slug=row[1],
        version=row[2],
        published_at=row[3],
        updated_at=row[4],
        updated_seq=row[5],
        kana_sort=row[6],
        stored=bytes(row[7]),
    )
