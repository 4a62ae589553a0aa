"""The reader of what is stored. Each function is one question and, unless it says otherwise, one query.

Pages of lists are read by `list_pages`, under the same rules, and what search needs by `api.search.lookup`, of which no
answer is kept.

Every answer is bounded by channel and language, so nothing that does not stand there can be seen, counted or linked.
What every request asks is plain SQL: the ORM writes its SQL anew each time, which costs ten times the query.
Each function notes what its result depends on (`reading`): a change that could make it another one bears such a note.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from api.delivery import database, reading
from api.delivery.database import Value
from api.delivery.list_statements import STANDS
from api.delivery.models import Change, Reference, Slug, Standing
from api.delivery.reference_text import pieces


class Place(NamedTuple):
    """Where documents stand: a channel and a language."""

    channel: str
    language: str


class LogHead(NamedTuple):
    """The end of the log as a reader saw it."""

    generation: UUID
    seq: int
    hash: bytes
    demo: bool


class Item(NamedTuple):
    """One standing document: its envelope (see there), and the bytes of its fields, whole or as lists show them.

    `number` is its id, as a number.
    """

    number: int
    slug: str
    envelope: bytes
    stored: bytes
    points: Sequence[str] = ()  # whom it points to: pieces of its reference text

    @property
    def id(self) -> UUID:
        """Its id."""
        return UUID(int=self.number)


class Summary(NamedTuple):
    """A document with its summary as what is stored of it, its type, and its areas, where they were asked."""

    type: str
    item: Item
    areas: tuple[str, ...] | None


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
_HEAD = "h.generation_id, h.seq, h.hash, g.demo"
_LOG = "delivery_head h JOIN delivery_generation g ON g.id = h.generation_id"
HEAD = database.statement("SELECT {head} FROM {log}", head=_HEAD, log=_LOG)


def head() -> LogHead | None:
    """Return the end of the log, or None where nothing was ever published."""
    found = database.row(HEAD)
    return log_head(found) if found else None


def detail(place: Place, document_type: str, key: UUID | str) -> tuple[Item | None, LogHead | None]:
    """Return the document of an id, or of a slug that it has or had, and the end of the log at the same moment."""
    if isinstance(key, UUID):
        found = database.row(_detail(by_id=True), (*place, document_type, database.key(key)))
    else:
        found = database.row(_detail(by_id=False), (*place, document_type, document_type, key))
    item = None if found is None or found[4] is None else _item(found[4:])
    if item is not None:
        reading.documents(*place, [item.number])
    else:
        reading.kinds(*place, [document_type])
    return item, log_head(found) if found else None


def farewell(place: Place, document_type: str, key: UUID | str) -> Farewell | None:
    """Return how the document of an id or slug left this place, or None where it never was there."""
    reading.untold()
    changes = Change.objects.filter(channel=place.channel, language=place.language, type=document_type, op="tombstone")
    if isinstance(key, UUID):
        changes = changes.filter(content_id=key)
    else:
        changes = changes.filter(content_id__in=_ids_of_slug(document_type, key))
    stub = _stub_of("replacement", place)
    row = changes.order_by("-seq").annotate(stub=stub).values_list("reason", "stub").first()
    return Farewell(reason=row[0], replacement=bytes(row[1]) if row[1] else None) if row else None


def departed(place: Place, document_type: str, names: Collection[str]) -> frozenset[str]:
    """Return which of these ids and slugs, which do not stand here, once did. Two queries."""
    reading.kinds(reading.ANY, reading.ANY, [document_type])  # slugs are claimed across places
    ids = [UUID(name) for name in names if ID.fullmatch(name)]
    slugs = Slug.objects.filter(type=document_type, slug__in=names)
    known = dict(slugs.values_list("slug", "content_id")) | {str(content_id): content_id for content_id in ids}
    left = Change.objects.filter(
        channel=place.channel,
        language=place.language,
        type=document_type,
        op="tombstone",
        content_id__in=set(known.values()),
    )
    gone = set(left.values_list("content_id", flat=True))
    return frozenset(name for name, content_id in known.items() if content_id in gone)


def targets(place: Place, ids: Collection[str]) -> dict[str, Target]:
    """Return those of these documents, named by 32 digits, that stand here, by the same name."""
    reading.documents(*place, [int(digits, 16) for digits in ids])
    asked = _in_runs([database.key(database.uuid(digits)) for digits in ids], of=16)
    rows = database.rows(_stubs(len(asked)), (*place, *asked)) if asked else []
    return {target.id.hex: target for target in (Target(database.uuid(row[0]), bytes(row[1])) for row in rows)}


def summaries(
    place: Place, numbers: Collection[int], *, areas: bool = False, rows: Sequence[int] = ()
) -> dict[int, Summary]:
    """Return the summary of each of these documents (ids as numbers) that stands here; with its areas, where asked.

    `rows` are the numbers of their rows, as a list has just told them; what is not found by them is asked for by id.
    """
    reading.documents(*place, numbers)
    found: dict[int, Summary] = {}
    if rows and all(rows):
        found = _found_summaries(place, rows, by_row=True, areas=areas)
    left = [database.key(UUID(int=number)) for number in numbers if number not in found]
    if left:
        found |= _found_summaries(place, left, by_row=False, areas=areas)
    return {number: found[number] for number in numbers if number in found}


def _found_summaries(place: Place, values: Sequence[Value], *, by_row: bool, areas: bool) -> dict[int, Summary]:
    asked = _in_runs(values, of=5)
    statement = _summaries(len(asked), by_row=by_row, areas=areas)
    found = {}
    for row in database.rows(statement, asked if by_row else (*place, *asked)):
        # Where two lists had the same name, a list would tell rows of another place.
        if row[7:] == place:
            item = _item(row)
            found[item.number] = Summary(row[5], item, tuple((row[6] or "").split(",")) if areas else None)
    return found


def _in_runs(values: Sequence[Value], *, of: int) -> list[Value]:
    """Return values in a number that `of` divides, the first one repeated: each number is a statement of its own."""
    return [*values, *[values[0]] * (-len(values) % of)]


def emergency_members(channel: str) -> list[tuple[str, UUID, bytes | None]]:
    """Return the members of the channel's emergency set, in order: language, id, and the summary where it stands."""
    sets = Standing.objects.filter(type="emergency", channel=channel).values("content_id")
    summary = Standing.objects.filter(
        content_id=OuterRef("target"), channel=channel, language=OuterRef("language")
    ).values("summary")[:1]
    rows = Reference.objects.filter(content_id__in=sets, channel=channel, role="members")
    rows = rows.annotate(summary=Subquery(summary)).order_by("language", "position")
    found = list(rows.values_list("language", "target", "summary"))
    reading.kinds(channel, reading.ANY, ["emergency"])
    reading.documents(channel, reading.ANY, [target.int for _, target, _ in found])
    return [(language, target, None if stored is None else bytes(stored)) for language, target, stored in found]


def names(place: Place, document_types: Sequence[str]) -> list[tuple[str, str, UUID]]:
    """Return every slug, old ones too, of what stands here: type, slug, id."""
    standing = Standing.objects.filter(channel=place.channel, language=place.language, type__in=document_types)
    rows = Slug.objects.filter(type__in=document_types, content_id__in=standing.values("content_id"))
    reading.kinds(*place, document_types)
    reading.kinds(reading.ANY, reading.ANY, document_types)  # a slug is its id's in every place
    return list(rows.values_list("type", "slug", "content_id"))


def ids_of_names(place: Place, document_type: str, wanted: Sequence[str]) -> dict[str, str]:
    """Return the id of each slug, old ones too, or id among these names whose document stands here."""
    ids = [name for name in wanted if ID.fullmatch(name)]
    rows = Slug.objects.filter(Q(slug__in=wanted) | Q(content_id__in=ids), type=document_type)
    rows = rows.filter(content_id__in=_standing(place, document_type).values("content_id"))
    found: dict[str, str] = {}
    for slug, content_id in rows.values_list("slug", "content_id"):
        found[slug] = found[str(content_id)] = str(content_id)
        reading.documents(*place, [content_id.int])
    if not found.keys() >= set(wanted):
        reading.kinds(reading.ANY, reading.ANY, [document_type])
    return found


def links(place: Place, document_type: str, roles: Sequence[str]) -> list[tuple[UUID, str, UUID]]:
    """Return who points to whom among the documents of one type: id, role, target."""
    standing = _standing(place, document_type).values("content_id")
    rows = Reference.objects.filter(
        content_id__in=standing, channel=place.channel, language=place.language, role__in=roles
    )
    reading.kinds(*place, [document_type])
    return list(rows.order_by("position").values_list("content_id", "role", "target"))


def is_public_file(name: str) -> bool:
    """Return whether a file of this name is there for readers."""
    reading.untold()
    statement = "SELECT 1 FROM delivery_publicfile WHERE name = %s AND size IS NOT NULL"
    return database.row(statement, (name,)) is not None


def hour_patterns(place: Place) -> list[tuple[str, str]]:
    """Return the hours that services of a place have, each once: key and writing."""
    reading.kinds(*place, ("service",))
    return [(key, text) for key, text in database.rows(_hour_patterns(), (place.channel, "service", place.language))]


def _standing(place: Place, document_type: str) -> QuerySet[Standing]:
    return Standing.objects.filter(channel=place.channel, type=document_type, language=place.language)


def _ids_of_slug(document_type: str, slug: str) -> QuerySet[Slug, UUID]:
    return Slug.objects.filter(type=document_type, slug=slug).values_list("content_id", flat=True)


def _stub_of(column: str, place: Place) -> Subquery:
    stubs = Standing.objects.filter(content_id=OuterRef(column), channel=place.channel, language=place.language)
    return Subquery(stubs.values("stub")[:1])


@lru_cache
def _detail(*, by_id: bool) -> str:
    return database.statement(
        """
        SELECT {head}, s.content_id, s.slug, s.envelope, v.body, s.points FROM {log}
        LEFT JOIN delivery_standing s ON {stands} AND s.content_id = {wanted}
        LEFT JOIN delivery_version v ON v.id = s.version_id
        """,
        head=_HEAD,
        log=_LOG,
        stands=STANDS,
        wanted="%s" if by_id else "(SELECT content_id FROM delivery_slug WHERE type = %s AND slug = %s)",
    )


@lru_cache
def _hour_patterns() -> str:
    return database.statement(
        """
        SELECT p.key, p.text FROM delivery_hourpattern p WHERE EXISTS (SELECT 1 FROM delivery_facet f
        WHERE f.channel = %s AND f.type = %s AND f.language = %s AND f.name = 'hours' AND f.value = p.key)
        ORDER BY p.key
        """
    )


@lru_cache
def _stubs(targets: int) -> str:
    return database.statement(
        """
        SELECT s.content_id, s.stub FROM delivery_standing s
        WHERE s.channel = %s AND s.language = %s AND s.content_id IN ({targets})
        """,
        targets=database.places(targets),
    )


@lru_cache
def _areas() -> str:
    return database.statement(
        """(SELECT {areas} FROM delivery_facet f WHERE f.content_id = s.content_id AND f.channel = s.channel
        AND f.language = s.language AND f.name = 'area')""",
        areas=database.joined("f.value"),
    )


@lru_cache
def _summaries(documents: int, *, by_row: bool, areas: bool) -> str:
    return database.statement(
        """
        SELECT s.content_id, s.slug, s.envelope, s.summary, s.points, s.type, {areas}, s.channel, s.language
        FROM delivery_standing s
        WHERE {condition} IN ({documents})
        """,
        condition="s.id" if by_row else "s.channel = %s AND s.language = %s AND s.content_id",
        areas=_areas() if areas else "NULL",
        documents=database.places(documents),
    )


def log_head(found: Sequence[Any]) -> LogHead:
    """Return what HEAD has found."""
    return LogHead(database.uuid(found[0]), found[1], bytes(found[2]), bool(found[3]))


def _item(found: Sequence[Any]) -> Item:
    content_id, slug, envelope, stored, points = found[:5]
    return Item(database.id_number(content_id), slug, bytes(envelope), bytes(stored), pieces(points) if points else ())
