"""What a database holds, in a form that two runs of the same door share, and what is wrong with it."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from api.delivery import chain, store
from api.delivery.models import Change
from catalog.publishable import Entry
from cms.publication import sources
from cms.publication.drift import drift
from cms.workflow import door
from cms.workflow.models import LiveDigest

Rows = dict[str, list[tuple[Any, ...]]]

#: The same in every database of these tests, or (sessions) nobody's content.
LEFT_OUT = {"django_migrations", "django_content_type", "auth_permission", "auth_group_permissions", "django_session"}
#: Made from times, which `store.verify_chain` checks.
OF_TIMES = {
    ("delivery_change", "hash"),
    ("delivery_change", "previous_hash"),
    ("delivery_head", "hash"),
    ("delivery_standing", "envelope"),
}
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
IDENTIFIER = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b")


@lru_cache
def _tables() -> list[tuple[str, str, list[str]]]:
    """Name, statement and columns of every table, the audit first: the log names its ids."""
    found = []
    with connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - LEFT_OUT)
        for name in sorted(names, key=lambda name: name != LiveDigest._meta.db_table):
            columns = [column.name for column in connection.introspection.get_table_description(cursor, name)]
            order = ", ".join(connection.introspection.get_primary_key_columns(cursor, name) or columns)
            found.append((name, f'SELECT * FROM "{name}" ORDER BY {order}', columns))
    return found


def exactly() -> Rows:
    """Every row of every table, as it is."""
    with connection.cursor() as cursor:
        rows: Rows = {}
        for table, statement, _ in _tables():
            cursor.execute(statement)
            rows[table] = cursor.fetchall()
        return rows


def fingerprint(rows: Rows) -> str:
    """The same for the same rows, and for no others."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()


class Likeness:
    """What rows say when times and random ids are left aside: then two runs of the same door say the same.

    ``start`` are the rows before the door: an id that is not among them is named by the order in which it appears.
    """

    def __init__(self, start: Rows) -> None:
        self._known = set(IDENTIFIER.findall(repr(start)))

    def of(self, rows: Rows) -> Rows:
        names: dict[str, str] = {}

        def name(match: re.Match[str]) -> str:
            found = match.group()
            return found if found in self._known else names.setdefault(found.replace("-", ""), f"<id {len(names) + 1}>")

        def plain(value: Any) -> Any:
            if isinstance(value, datetime):
                return "<instant>"
            if isinstance(value, UUID | str):
                return IDENTIFIER.sub(name, INSTANT.sub("<instant>", str(value)))
            return value

        alike: Rows = {}
        for table, _, columns in _tables():
            kept = [number for number, column in enumerate(columns) if (table, column) not in OF_TIMES]
            alike[table] = [tuple(plain(row[number]) for number in kept) for row in rows[table]]
        return alike


def differences(one: Rows, other: Rows) -> list[str]:
    """Which tables differ, and by how many rows."""
    pairs = [(table, set(rows), set(other[table])) for table, rows in one.items() if rows != other[table]]
    return [f"{table}: {len(ours - theirs)} rows less, {len(theirs - ours)} more" for table, ours, theirs in pairs]


def faults() -> Iterator[str]:
    """What must never be found, whenever a process died."""
    for found in drift():
        yield f"drift: {found.kind} {found.document_type} {found.channel} {found.language}"
    try:
        store.verify_chain()
    except chain.ChainBroken as broken:
        yield f"log: {broken}"
    causes = set(LiveDigest.objects.values_list("cause_id", flat=True))
    if unknown := set(Change.objects.exclude(cause_id=None).values_list("cause_id", flat=True)) - causes:
        yield f"log: {len(unknown)} causes are not in the audit"
    for model in sources.ENTRY_MODELS:
        yield from _said_to_be_live(model)


def _said_to_be_live(model: type[Entry]) -> Iterator[str]:
    for content_id in model.objects.filter(live=False).values_list("content_id", flat=True):
        last = door.live_digest(content_id)
        if last is not None and last.digest:
            yield f"audit: {model.__name__} {content_id} is not live, and the audit says it is"
