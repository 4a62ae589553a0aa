"""Whom documents point to, in the same channel and language. What was found is remembered as the log goes on."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from api.delivery import queries, reading
from api.delivery.going_along import GoingAlong
from api.delivery.queries import Item, LogHead, Place, Target
from api.delivery.reference_text import read_references, role_and_target

# So many targets are remembered of one place, some five megabytes at most.
MOST_TARGETS: Final = 8192

Found = dict[str, tuple[str, Target | None]]
"""By reference, as a document writes it: its role, and the target where that stands."""

_remembered: dict[Place, GoingAlong[Found]] = {}


def pointed(place: Place, items: Collection[Item], head: LogHead | None) -> dict[UUID, dict[str, list[Target]]]:
    """Return what documents point to, by document and role, in order: only what stands in the same place is there.

    A query brings the targets that are not remembered.
    """
    said = [(item.id, read_references(item.points)) for item in items]
    known = _at(place, head)
    wanted = {point for _, points in said for point in points}
    unknown = [point for point in wanted if point not in known]
    if unknown:
        read = queries.targets(place, unknown)
        if len(known) + len(read) > MOST_TARGETS:
            known.clear()
            read = queries.targets(place, [*wanted])
        known |= read
    reading.documents(*place, [item.id for item in items])
    reading.signs([reading.target(*place, point) for point in wanted])
    found: dict[UUID, dict[str, list[Target]]] = {}
    for content_id, points in said:
        of = found[content_id] = {}
        for point in points:
            role, stands = known[point]
            if stands is None:
                continue
            if role in of:
                of[role].append(stands)
            else:
                of[role] = [stands]
    return found


def _at(place: Place, head: LogHead | None) -> Found:
    along = _remembered.get(place)
    if along is None:
        along = _remembered.setdefault(place, GoingAlong(dict, _without))
    return along.at(head)


def _without(known: Found, changed: frozenset[UUID]) -> Found:
    ids = {content_id.hex for content_id in changed}
    return {point: found for point, found in [*known.items()] if role_and_target(point)[1] not in ids}
