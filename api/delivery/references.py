"""Whom documents point to, in the same channel and language. What was found is remembered as the log goes on."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from api.delivery import queries, reading
from api.delivery.going_along import GoingAlong
from api.delivery.queries import Item, LogHead, Place, Target
from api.delivery.reference_text import read_references, role_and_target

# So many targets are remembered of all places together, some five megabytes at most.
MOST_TARGETS: Final = 8192

Found = dict[str, tuple[str, Target | None]]
"""By reference, as a document writes it: its role, and the target where that stands."""
Known = dict[Place, Found]

_remembered: dict[str, GoingAlong[Known]] = {}  # one, of all places


def pointed(place: Place, items: Collection[Item], head: LogHead | None) -> dict[UUID, dict[str, list[Target]]]:
    """Return what documents point to, by document and role, in order: only what stands in the same place is there.

    A query brings the targets that are not remembered.
    """
    said = [(item.id, read_references(item.points)) for item in items]
    wanted = {point for _, points in said for point in points}
    at_hand = _at_hand(place, wanted, head)
    reading.documents(*place, [item.id for item in items])
    reading.signs([reading.target(*place, point) for point in wanted])
    found: dict[UUID, dict[str, list[Target]]] = {}
    for content_id, points in said:
        of = found[content_id] = {}
        for point in points:
            role, stands = at_hand[point]
            if stands is None:
                continue
            if role in of:
                of[role].append(stands)
            else:
                of[role] = [stands]
    return found


def _at_hand(place: Place, wanted: Collection[str], head: LogHead | None) -> Found:
    """Return all of these references, for the caller alone: what is remembered other threads may let go."""
    known = _along().at(head)
    here = known.get(place, {})
    at_hand: Found = {}
    for point in wanted:
        found = here.get(point)
        if found is not None:
            at_hand[point] = found
    missing = [point for point in wanted if point not in at_hand]
    if missing:
        read = queries.targets(place, missing)
        at_hand |= read
        if sum(map(len, [*known.values()])) + len(read) > MOST_TARGETS:
            known.clear()
        known.setdefault(place, {}).update(read)
    return at_hand


def _along() -> GoingAlong[Known]:
    if "targets" not in _remembered:
        _remembered.setdefault("targets", GoingAlong(dict, _without))
    return _remembered["targets"]


def _without(known: Known, changed: frozenset[UUID]) -> Known:
    ids = {content_id.hex for content_id in changed}
    return {
        place: {point: found for point, found in [*of.items()] if role_and_target(point)[1] not in ids}
        for place, of in [*known.items()]
    }
