"""The only reader of the index: plain SQL over whole numbers, each question bounded however large the index is."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from api.delivery import database
from api.delivery.database import Value
from api.delivery.queries import Place
from api.search.terms import TYPES

Hit = tuple[int, int, int]
"""One word in one item: the word, the item, and how much it says there."""


class Narrowed(NamedTuple):
    """What a search is narrowed to: types, and values of filters (AND between names, OR inside)."""

    types: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = {}

    def __bool__(self) -> bool:
        return bool(self.types or self.facets)


class StoredConcept(NamedTuple):
    """A concept as it stands: its body as it is stored, and the items that it points to, in order."""

    stored: bytes
    topics: Sequence[UUID]
    services: Sequence[UUID]


# How far down a word's items one looks for those that the filters let through.
DEPTH = 1000
# A filter that lets through more items than this is no way to find them.
LOOKED_AT = 3000
# Longer texts are not looked through for an excerpt.
SHORT = 400
_BY_WEIGHT = (
    "SELECT * FROM (SELECT term, indexed, weight FROM search_posting WHERE term = %s"
    " ORDER BY weight DESC, indexed LIMIT %s) x"
)
_BY_WEIGHT_NARROWED = (
    "SELECT * FROM (SELECT p.term, p.indexed, p.weight FROM (SELECT term, indexed, weight FROM search_posting"
    " WHERE term = %s ORDER BY weight DESC, indexed LIMIT %s) p JOIN search_indexed i ON i.id = p.indexed"
    " WHERE {clause} ORDER BY p.weight DESC, p.indexed LIMIT %s) x"
)
_SIZE = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM delivery_facet f WHERE f.channel = %s AND f.type IN ({types})"
    " AND f.language = %s AND f.name = %s AND f.value IN ({values}) LIMIT %s) x"
)
_OF_FACET = (
    "(SELECT DISTINCT f.content_id FROM delivery_facet f WHERE f.channel = %s AND f.type IN ({types})"
    " AND f.language = %s AND f.name = %s AND f.value IN ({values})) f"
    " JOIN search_indexed i ON i.content_id = f.content_id"
)
_HAS_FACET = (
    "EXISTS (SELECT 1 FROM delivery_facet f WHERE f.content_id = i.content_id AND f.channel = i.channel"
    " AND f.language = %s AND f.name = %s AND f.value IN ({values}))"
)


def frequencies(terms: Sequence[int]) -> dict[int, int]:
    """Return in how many items each of these words stands; a word of none is not there. One query."""
    return dict(database.rows(_frequencies(len(terms)), terms)) if terms else {}


def count_of_words() -> int:
    """Return how many words there are in all documents. One query."""
    return int(database.rows("SELECT COUNT(*) FROM search_frequency")[0][0])


def words(after: int, most: int) -> list[int]:
    """Return the words of all documents behind this one, in order, so many at most. One query."""
    sql = "SELECT term FROM search_frequency WHERE items > 0 AND term > %s ORDER BY term LIMIT %s"
    return [row[0] for row in database.rows(sql, (after, most))]


def words_of(items: Sequence[int]) -> list[int]:
    """Return the words of these items. One query."""
    if not items:
        return []
    sql = database.statement(
        "SELECT DISTINCT term FROM search_posting WHERE indexed IN ({items})", items=_places(items)
    )
    return [row[0] for row in database.rows(sql, items)]


def best(wanted: Mapping[int, int], narrowed: Narrowed, place: Place) -> list[Hit]:
    """Return, for each word, the items of which it says most, as many as wanted. One query."""
    if not wanted:
        return []
    clause, values = _narrowing(narrowed, place)
    asked: list[Value] = []
    for term, most in wanted.items():
        asked += [term, DEPTH, *values, most] if clause else [term, most]
    select = database.statement(_BY_WEIGHT_NARROWED, clause=clause) if clause else _BY_WEIGHT
    return database.rows(" UNION ALL ".join([select] * len(wanted)), asked)


def weights(terms: Sequence[int], items: Sequence[int]) -> list[Hit]:
    """Return what these words say of these items. One query."""
    if not terms or not items:
        return []
    return database.rows(_weights(len(items), len(terms)), [*items, *terms])


def few(narrowed: Narrowed, place: Place, most: int) -> list[int] | None:
    """Return all items that the filters let through, or None where there are more than `most`, or too many to look at.

    One query for each filter finds the narrowest, one more the items that it and the others let through.
    """
    asked: list[Value] = [place.channel]
    source, rest = "search_indexed i", narrowed
    if narrowed.facets:
        sizes = {name: _size(name, values, narrowed.types, place) for name, values in narrowed.facets.items()}
        name = min(sizes, key=lambda name: (sizes[name], name))
        if sizes[name] > LOOKED_AT:
            return None
        values = narrowed.facets[name]
        source = database.statement(_OF_FACET, types=_places(narrowed.types or TYPES), values=_places(values))
        asked = [*_facet(name, values, narrowed.types, place), place.channel]
        rest = Narrowed(narrowed.types, {other: some for other, some in narrowed.facets.items() if other != name})
    clause, more = _narrowing(rest, place)
    sql = database.statement(
        "SELECT DISTINCT i.id FROM {source} WHERE i.channel = %s AND {clause} LIMIT %s",
        source=source,
        clause=clause or "1 = 1",
    )
    found = [row[0] for row in database.rows(sql, [*asked, *more, most + 1])]
    return None if len(found) > most else found


def _size(name: str, values: Sequence[str], types: Sequence[str], place: Place) -> int:
    """Return how many items have one of these values, counted no further than matters. One query."""
    sql = database.statement(_SIZE, types=_places(types or TYPES), values=_places(values))
    return int(database.rows(sql, [*_facet(name, values, types, place), LOOKED_AT + 1])[0][0])


def _facet(name: str, values: Sequence[str], types: Sequence[str], place: Place) -> list[Value]:
    return [place.channel, *(types or TYPES), place.language, name, *values]


def _places(values: Sequence[object]) -> str:
    return database.places(len(values))


def among(items: Sequence[int], narrowed: Narrowed, place: Place) -> set[int]:
    """Return which of these items the filters let through. One query."""
    if not items:
        return set()
    clause, values = _narrowing(narrowed, place)
    sql = database.statement(
        "SELECT i.id FROM search_indexed i WHERE i.id IN ({items}) AND {clause}",
        items=database.places(len(items)),
        clause=clause or "1 = 1",
    )
    return {row[0] for row in database.rows(sql, [*items, *values])}


def _narrowing(narrowed: Narrowed, place: Place) -> tuple[str, list[Value]]:
    clauses: list[str] = []
    values: list[Value] = []
    if narrowed.types:
        clauses.append(f"i.type IN ({database.places(len(narrowed.types))})")
        values += [*narrowed.types]
    for name, some in sorted(narrowed.facets.items()):
        clauses.append(database.statement(_HAS_FACET, values=database.places(len(some))))
        values += [place.language, name, *some]
    return " AND ".join(clauses), values


def ids(items: Sequence[int]) -> dict[int, UUID]:
    """Return the id of each of these items that is in the index. One query."""
    if not items:
        return {}
    return {row[0]: database.uuid(row[1]) for row in database.rows(_ids(len(items)), items)}


def stubs(place: Place, items: Sequence[int]) -> dict[int, bytes]:
    """Return the stub of each of these items that stands here. One query."""
    if not items:
        return {}
    sql = database.statement(
        "SELECT i.id, s.stub FROM search_indexed i CROSS JOIN delivery_standing s WHERE i.id IN ({items})"
        " AND s.content_id = i.content_id AND s.channel = %s AND s.language = %s",
        items=database.places(len(items)),
    )
    return {row[0]: bytes(row[1]) for row in database.rows(sql, [*items, *place])}


def texts(place: Place, content_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Return name and summary of these documents, and the whole text where it is short. One query."""
    if not content_ids:
        return {}
    asked: list[Value] = [*place, *map(database.key, content_ids), SHORT]
    found: dict[UUID, dict[str, str]] = {}
    for content_id, name, text in database.rows(_texts(len(content_ids)), asked):
        found.setdefault(database.uuid(content_id), {})[name] = text
    return found


def concepts(channel: str) -> list[StoredConcept]:
    """Return the concepts that stand in a channel. Two queries."""
    asked = (channel,)
    pointers: dict[UUID, dict[str, list[UUID]]] = {}
    for content_id, role, target in database.rows(_CONCEPT_POINTERS, asked):
        pointers.setdefault(database.uuid(content_id), {}).setdefault(role, []).append(database.uuid(target))
    found = []
    for content_id, body in database.rows(_CONCEPT_BODIES, asked):
        of = pointers.get(database.uuid(content_id), {})
        found.append(StoredConcept(bytes(body), of.get("topics", ()), of.get("related_services", ())))
    return found


def topics(place: Place) -> list[tuple[UUID, bytes, Mapping[str, Any]]]:
    """Return the topics that stand here, in the editors' order: id, stub, body. One query."""
    found = database.rows(_TOPICS, place)
    return [(database.uuid(row[0]), bytes(row[1]), orjson.loads(bytes(row[2]))) for row in found]


_CONCEPT_BODIES = (
    "SELECT s.content_id, v.body FROM delivery_standing s JOIN delivery_version v ON v.id = s.version_id"
    " WHERE s.channel = %s AND s.type = 'concept' AND s.language = 'mul' ORDER BY s.content_id"
)
_CONCEPT_POINTERS = (
    "SELECT r.content_id, r.role, r.target FROM delivery_reference r JOIN delivery_standing s"
    " ON s.content_id = r.content_id AND s.channel = r.channel AND s.language = r.language"
    " WHERE r.channel = %s AND s.type = 'concept' ORDER BY r.content_id, r.role, r.position"
)
_TOPICS = (
    "SELECT s.content_id, s.stub, v.body FROM delivery_standing s JOIN delivery_version v ON v.id = s.version_id"
    " WHERE s.channel = %s AND s.language = %s AND s.type = 'topic' ORDER BY s.kana_sort, s.content_id"
)


@lru_cache
def _frequencies(terms: int) -> str:
    return database.statement(
        "SELECT term, items FROM search_frequency WHERE items > 0 AND term IN ({terms})", terms=database.places(terms)
    )


@lru_cache
def _weights(items: int, terms: int) -> str:
    return database.statement(
        "SELECT term, indexed, weight FROM search_posting WHERE indexed IN ({items}) AND term IN ({terms})",
        items=database.places(items),
        terms=database.places(terms),
    )


@lru_cache
def _ids(items: int) -> str:
    return database.statement(
        "SELECT id, content_id FROM search_indexed WHERE id IN ({items})", items=database.places(items)
    )


@lru_cache
def _texts(documents: int) -> str:
    return database.statement(
        "SELECT content_id, name, text FROM delivery_searchtext WHERE channel = %s AND language = %s"
        " AND content_id IN ({documents}) AND (name IN ('name', 'summary') OR (name = 'text' AND LENGTH(text) <= %s))",
        documents=database.places(documents),
    )
