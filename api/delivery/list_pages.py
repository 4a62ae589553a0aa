"""Pages of lists as they are stored: which documents of a type stand on a page, in which order, and how many there are.

Rules are those of `queries`: every answer is bounded by channel and language, and each function notes what its result
depends on (`reading`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from api.delivery import database, reading
from api.delivery.database import Value
from api.delivery.list_plan import Plan, plan
from api.delivery.list_statements import Asked
from api.delivery.queries import Place
from api.delivery.reading import Stretch

# In the order of readings an index says all that a page needs.
_ROWS = {
    "kana": f"s.content_id, s.kana_sort, {database.row_number('s.id')}",
    "updated": f"s.content_id, s.kana_sort, {database.row_number('s.id')}, s.updated_seq",
}


class Listed(NamedTuple):
    """A document on a page of a list: its id, as a number, and where it is in the order of the list (0: another one).

    `row` is the number of its row, by which SQLite finds it sooner; 0 elsewhere.
    """

    number: int
    kana_sort: str
    row: int
    updated_seq: int = 0

    @property
    def id(self) -> UUID:
        """Its id."""
        return UUID(int=self.number)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a list is asked: filters (AND between names, OR inside), an order, and where to go on."""

    facets: Mapping[str, Sequence[str]]
    sort: str
    limit: int
    after: Sequence[str | int] | None = None
    total: bool = False
    ids: Sequence[UUID] | None = None  # only these
    since: datetime | None = None  # only what changed at this moment or later; in the order of changes


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list; `more` says that another one follows."""

    rows: tuple[Listed, ...]
    more: bool
    total: int | None


def page(place: Place, document_type: str, question: Question) -> Page:
    """Return one page of a list. A page with a total that turns out to be empty asks a second time."""
    asked = _asked(place, document_type, question)
    found = database.rows(*asked.page(_ROWS[question.sort], question.limit + 1, total=question.total))
    total = None
    if question.total:
        total = found[0][-1] if found else database.rows(*asked.total())[0][0]
        reading.kinds(*place, [document_type])
    id_number, by_change = database.id_number, question.sort == "updated"
    rows = tuple([Listed(id_number(row[0]), row[1], row[2], row[3] if by_change else 0) for row in found])
    reading.documents(*place, [row.number for row in rows])
    shown = rows[: question.limit]
    more = len(rows) > len(shown)
    reading.stretch(_stretch(place, document_type, question, shown[-1] if more else None))
    return Page(rows=shown, more=more, total=total)


def facet_counts(place: Place, document_type: str, question: Question, name: str) -> list[tuple[str, int]]:
    """Return how many documents have each value of a facet, among those that all other filters leave."""
    reading.kinds(*place, [document_type])
    others = {other: values for other, values in question.facets.items() if other != name}
    asked = _asked(place, document_type, replace(question, facets=others, sort="kana", after=None))
    found = database.rows(*asked.facet_counts(name))
    return sorted(((value, count) for value, count in found), key=lambda told: (-told[1], told[0]))


def _asked(place: Place, document_type: str, question: Question) -> Asked:
    bounds = (*place, document_type)
    facets = question.facets
    read_by = Plan(keys=(), rest=facets) if question.ids is not None else plan(bounds, facets, sort=question.sort)
    after = () if question.after is None else _after(question.sort, question.after)
    return Asked(bounds, read_by, question.sort, after, question.ids, question.since)


def _stretch(place: Place, document_type: str, question: Question, last: Listed | None) -> Stretch:
    """Return which documents would stand on a page. Without a last item, all that come behind would."""
    places = None if last is None else reading.places_in_orders(last.kana_sort, last.id, last.updated_seq)
    return Stretch(
        *place,
        document_type,
        facets={name: frozenset(values) for name, values in question.facets.items()},
        sort=question.sort,
        after=None if question.after is None else reading.place_in(question.sort, *question.after),
        last=None if places is None else places[question.sort],
    )


def _after(sort: str, place: Sequence[str | int]) -> tuple[Value, ...]:
    if sort == "updated":
        return (place[0],)
    kana, content_id = place
    return kana, database.key(database.uuid(str(content_id).replace("-", "")))
