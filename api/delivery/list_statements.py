"""The statements of lists: what is asked becomes SQL, written once for each shape, and its values in the same order."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from api.delivery import database
from api.delivery.database import Value
from api.delivery.list_plan import FEW, Plan

STANDS = "s.channel = %s AND s.language = %s AND s.type = %s"
_ORDERS = {
    "kana": ("s.kana_sort, s.content_id", "(s.kana_sort, s.content_id) > (%s, %s)"),
    "updated": ("s.updated_seq DESC", "s.updated_seq < %s"),
}
# With more values than this the values of a document are compared with them, not they with it.
_FEW_VALUES = 8


class Shape(NamedTuple):
    """What a statement must know of a question: everything but the values."""

    plan: tuple[int, tuple[int, ...]]
    sort: str
    goes_on: bool
    ids: int | None
    since: bool


class Asked(NamedTuple):
    """A question about the documents of one type in one place, with the plan by which it is read."""

    bounds: tuple[str, str, str]
    plan: Plan
    sort: str
    after: tuple[Value, ...]
    ids: Sequence[UUID] | None
    since: datetime | None

    @property
    def shape(self) -> Shape:
        ids = None if self.ids is None else len(self.ids)
        return Shape(self.plan.shape, self.sort, bool(self.after), ids, self.since is not None)

    def page(self, item: str, limit: int, *, total: bool) -> tuple[str, list[Value]]:
        """Return the statement of one page, and its values. `item` is what it reads of each document.

        In the order of readings the lists themselves say all that is read: see `_page_of_lists`.
        """
        values: list[Value] = self._matching() if total else []
        if not self.plan.keys:
            return _page(self.shape, item, total=total), [*values, *self._matching(), *self.after, limit]
        if self.sort == "kana":
            of_a_piece = [*self.after, *self.plan.wanted(self.bounds), *([] if database.MERGES_PIECES else [limit])]
            for key in self.plan.keys:
                values += [key, *of_a_piece]
            return _page_of_lists(self.shape, total=total), [*values, limit]
        values += [*self._matching(), *self.after]
        return _page(self.shape, item, total=total), [*values, limit, *self.bounds]

    def total(self) -> tuple[str, list[Value]]:
        """Return the statement that counts all matches, and its values."""
        return _count(self.shape), self._matching()

    def facet_counts(self, name: str) -> tuple[str, list[Value]]:
        """Return the statement that counts the values of a facet among all matches, and its values."""
        channel, language, document_type = self.bounds
        if not (self.plan.keys or self.plan.rest or self.ids is not None or self.since):
            return _ALL_FACETS, [channel, document_type, language, name]
        return _facets(self.shape), [*self._matching(), channel, language, name]

    def _matching(self) -> list[Value]:
        rest = self.plan.wanted(self.bounds)
        values = [*self.plan.keys, *rest, *self.bounds] if self.plan.keys else [*self.bounds, *rest]
        if self.ids is not None:
            values += map(database.key, self.ids)
        if self.since is not None:
            since = database.moment(self.since)
            values += [since, *self.bounds, since]
        return values


_ALL_FACETS = """
    SELECT f.value, COUNT(*) FROM delivery_facet f
    WHERE f.channel = %s AND f.type = %s AND f.language = %s AND f.name = %s GROUP BY f.value
"""


@lru_cache(maxsize=512)
def _page(shape: Shape, item: str, *, total: bool) -> str:
    order, _ = _ORDERS[shape.sort]
    source, condition = _matching(shape)
    condition = f"WHERE {condition}{_after(shape)} ORDER BY {order} LIMIT %s"
    if shape.plan[0]:
        # First which ones, then what is said of them: what is said of a row that is left out costs as much.
        chosen = database.statement(
            "SELECT s.id AS standing_id FROM {source} {condition}", source=source, condition=condition
        )
        source = f"({chosen}) p JOIN delivery_standing s ON s.id = p.standing_id AND {STANDS}"
        condition = f"ORDER BY {order}"
    return database.statement(
        "SELECT {item}{total} FROM {source} {condition}",
        item=item,
        total=f", ({_count(shape)})" if total else "",
        source=source,
        condition=condition,
    )


@lru_cache(maxsize=512)
def _page_of_lists(shape: Shape, *, total: bool) -> str:
    """Return what reads one page from lists side by side: id and reading. The first rows of all are among their first.

    The documents' own rows are not looked at, which costs as much as to choose: who shows them reads them anyway.
    """
    lists, rest = shape.plan
    one = database.statement(
        """
        SELECT l.content_id, l.kana_sort, {row} FROM delivery_listed l WHERE l.list_key = %s{after}{rest}
        """,
        row=database.row_number("l.standing_id"),
        after=" AND (l.kana_sort, l.content_id) > (%s, %s)" if shape.goes_on else "",
        rest=_looked_up(rest, "l"),
    )
    if not database.MERGES_PIECES:
        one = database.statement("SELECT * FROM ({one} ORDER BY l.kana_sort, l.content_id LIMIT %s) AS one", one=one)
    found = " UNION ".join([one] * lists) + " ORDER BY kana_sort, content_id LIMIT %s"
    if not total:
        return found
    counted = database.statement("SELECT p.*, ({count}) FROM ({found}) p", count=_count(shape), found=found)
    return counted + " ORDER BY p.kana_sort, p.content_id"


def _after(shape: Shape) -> str:
    return f" AND {_ORDERS[shape.sort][1]}" if shape.goes_on else ""


@lru_cache(maxsize=512)
def _count(shape: Shape) -> str:
    source, condition = _matching(shape)
    return database.statement("SELECT COUNT(*) FROM {source} WHERE {condition}", source=source, condition=condition)


@lru_cache(maxsize=512)
def _facets(shape: Shape) -> str:
    source, condition = _matching(shape)
    return database.statement(
        """
        SELECT f.value, COUNT(*) FROM (SELECT s.content_id FROM {source} WHERE {condition}) m
        JOIN delivery_facet f ON f.content_id = m.content_id AND f.channel = %s AND f.language = %s AND f.name = %s
        GROUP BY f.value
        """,
        source=source,
        condition=condition,
    )


def _matching(shape: Shape) -> tuple[str, str]:
    """Return where all matches are read from, and the condition that they meet."""
    lists, rest = shape.plan
    source, condition = "delivery_standing s", STANDS
    if lists:
        found = database.statement(
            "SELECT DISTINCT l.standing_id FROM delivery_listed l WHERE l.list_key IN ({lists}){rest}",
            lists=database.places(lists),
            rest=_looked_up(rest, "l"),
        )
        source = f"({found}) p JOIN delivery_standing s ON s.id = p.standing_id"
    else:
        condition += _looked_up(rest, "s")
    if shape.ids is not None:
        condition += f" AND s.content_id IN ({database.places(shape.ids)})"
    if shape.since:
        condition += _SINCE
    return source, condition


# Where few documents are meant, the oldest of them says where the order of changes can be left.
_SINCE = database.statement(
    """ AND s.updated_at >= %s AND s.updated_seq >= (
    SELECT CASE WHEN COUNT(*) >= {few} THEN 0 ELSE COALESCE(MIN(few.updated_seq), 0) END FROM (
        SELECT b.updated_seq FROM delivery_standing b
        WHERE b.channel = %s AND b.language = %s AND b.type = %s AND b.updated_at >= %s LIMIT {few}
    ) AS few
    )""",
    few=str(FEW),
)


def _looked_up(rest: Sequence[int], row: str) -> str:
    """Return the condition that a row's document has one of so many values, for each further filter.

    Not EXISTS: PostgreSQL would read all documents with such a value first, whatever the page needs.
    """
    return "".join(
        database.statement(
            """ AND (SELECT 1 FROM delivery_facet f WHERE f.content_id = {row}.content_id AND f.channel = %s
            AND f.language = %s AND f.name = %s AND {value} IN ({values}) LIMIT 1) IS NOT NULL""",
            row=row,
            value="f.value" if values <= _FEW_VALUES else "(f.value || '')",
            values=database.places(values),
        )
        for values in rest
    )
