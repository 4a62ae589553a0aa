"""What happened, newest first, page by page: the kinds of events as one list under a filter."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from catalog.publishable import Entry
from cms.history.kinds import BY_KEY, KINDS, Kind


@dataclass(frozen=True)
class Event:
    """One row of the record."""

    kind: Kind
    at: datetime
    person: Any
    content_id: UUID | None
    row: Any

    @property
    def place(self) -> str:
        """Where it stands in the list; what comes after it is asked for by this."""
        return f"{self.at.isoformat()}|{self.kind.key}|{self.row.pk}"


@dataclass(frozen=True)
class Wanted:
    """Which events are asked for; None is any."""

    content_id: UUID | None = None
    person: int | None = None
    kind: str | None = None
    model: type[Entry] | None = None
    since: date | None = None
    until: date | None = None


def events(wanted: Wanted, *, after: str = "", limit: int) -> list[Event]:
    """At most ``limit`` events, newest first, that stand behind ``after``. Raises ValueError where that is no place."""
    place = _place(after)
    found = [_of_kind(number, kind, wanted, place, limit) for number, kind in enumerate(KINDS)]
    return list(heapq.merge(*found, key=_order))[:limit]


def all_events(wanted: Wanted, *, at_once: int = 500) -> Iterator[Event]:
    """Every event, read some at a time."""
    after = ""
    while some := events(wanted, after=after, limit=at_once):
        yield from some
        after = some[-1].place


def _order(event: Event) -> tuple[float, int]:
    return (-event.at.timestamp(), KINDS.index(event.kind))


def _place(after: str) -> tuple[datetime, int, str] | None:
    if not after:
        return None
    at, key, pk = after.split("|")
    if key not in BY_KEY:
        raise ValueError(after)
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError(after)
    return moment, KINDS.index(BY_KEY[key]), pk


def _of_kind(
    number: int, kind: Kind, wanted: Wanted, place: tuple[datetime, int, str] | None, limit: int
) -> list[Event]:
    if wanted.kind and wanted.kind != kind.key:
        return []
    rows = _filtered(kind, wanted)
    if place is not None:
        rows = rows.filter(_behind(number, kind, place))
    return [
        Event(kind, getattr(row, kind.at), getattr(row, kind.person), kind.content_id_of(row), row)
        for row in rows.order_by(f"-{kind.at}", "-pk")[:limit]
    ]


def _behind(number: int, kind: Kind, place: tuple[datetime, int, str]) -> Q:
    at, shown, pk = place
    earlier = Q(**{f"{kind.at}__lt": at})
    if number < shown:
        return earlier
    same = Q(**{kind.at: at})
    return earlier | (same & Q(pk__lt=pk) if number == shown else same)


def _filtered(kind: Kind, wanted: Wanted) -> Any:
    rows = kind.rows()
    if wanted.content_id is not None:
        rows = kind.of_entry(rows, wanted.content_id)
    if wanted.model is not None:
        rows = kind.of_type(rows, wanted.model)
    if wanted.person is not None:
        rows = rows.filter(**{f"{kind.person}_id": wanted.person})
    if wanted.since is not None:
        rows = rows.filter(**{f"{kind.at}__gte": _midnight(wanted.since)})
    if wanted.until is not None:
        rows = rows.filter(**{f"{kind.at}__lt": _midnight(wanted.until + timedelta(days=1))})
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
