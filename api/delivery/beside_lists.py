"""What a list says beside its items, where it was asked: counts by facet, what is missing, how near an area matches."""

from collections.abc import Container, Iterable, Mapping, Sequence
from uuid import UUID

import orjson

from api.delivery import list_pages, queries
from api.delivery.list_pages import Question
from api.delivery.parameters import Choices, Parameter
from api.delivery.queries import Place

# What has few values, all of them known to whoever filters by it.
COUNTED = ("topic", "audience", "area", "kind", "contact", "language", "free", "crisis", "anonymous")
# How near a match is, the nearest first.
NEARNESS = ("municipality", "prefecture", "national", "everywhere")


def countable(filters: Iterable[Parameter]) -> tuple[str, ...]:
    """Return the names of those filters whose values can be counted."""
    return tuple(parameter.name for parameter in filters if parameter.name in COUNTED)


def facets_parameter(filters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """Return `facets`, where there are filters whose values can be counted."""
    names = countable(filters)
    description = (
        "Count the documents with each value of these filters, among all that the other filters leave. "
        "What is for the whole country or for anyone is counted as its own value."
    )
    return (Choices(name="facets", description=description, choices=names),) if names else ()


def counts(place: Place, document_type: str, question: Question, names: Sequence[str]) -> bytes:
    """Return by filter how many documents have each value, the most frequent first. One query for each filter."""
    return orjson.dumps(
        {
            name: [
                {"value": value, "count": count}
                for value, count in list_pages.facet_counts(place, document_type, question, name)
            ]
            for name in names
        }
    )


def missing(place: Place, document_type: str, names: Sequence[str], found: Mapping[str, str]) -> bytes:
    """Return which of the names have no document here, with the status that a question for it alone would get."""
    absent = [name for name in names if name not in found]
    left = queries.departed(place, document_type, absent) if absent else frozenset()
    return orjson.dumps([{"key": name, "status": 410 if name in left else 404} for name in absent])


def area_match(areas: Mapping[UUID, tuple[str, ...]], reach: Iterable[str]) -> bytes:
    """Return by id how near each document, which is for some areas, comes to those that were asked for.

    One that is for none of them any more (it changed between two questions of one answer) is not told of.
    """
    wanted = frozenset(reach)
    # Most documents are for the whole country.
    by_areas = {said: _nearest(said, wanted) for said in {*areas.values()}}
    told = {content_id: by_areas[said] for content_id, said in areas.items()}
    return orjson.dumps(
        {content_id: near for content_id, near in told.items() if near is not None}, option=orjson.OPT_NON_STR_KEYS
    )


def _nearest(said: Iterable[str], wanted: Container[str]) -> str | None:
    return min((_nearness(value) for value in said if value in wanted), key=NEARNESS.index, default=None)


def _nearness(value: str) -> str:
    if value in NEARNESS:
        return value
    # Of the six digits the first two are the prefecture's; its own code has zeros behind them.
    return "prefecture" if value[2:5] == "000" else "municipality"
