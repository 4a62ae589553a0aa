"""Whom documents point to, in the same channel and language. What was found is remembered as the log goes on."""

from collections.abc import Collection, Iterable
from itertools import chain
from typing import Final
from uuid import UUID

from api.delivery import assembly, queries, reading
from api.delivery.assembly import Leads, Pointed
from api.delivery.going_along import GoingAlong
from api.delivery.queries import Item, LogHead, Place
from api.delivery.reference_text import role_of, targets_of

# Of so many pieces of reference text it is remembered whom they name, of all places together: some five megabytes.
MOST_PIECES: Final = 4096

Found = dict[str, Pointed]
"""By piece."""
Known = dict[Place, Found]

_remembered: dict[str, GoingAlong[Known]] = {}  # one, of all places


def pointed(place: Place, items: Collection[Item], head: LogHead | None) -> list[Leads]:
    """Return whom each of these documents points to, role by role: only what stands in the same place is there.

    A query brings the targets that are not remembered.
    """
    known = _along().at(head)
    here = known.setdefault(place, {})  # others may add to it, and nobody takes anything out
    missing = {piece for item in items for piece in item.points if piece not in here}
    if missing:
        here.update(_read(place, missing))
        if sum(map(len, [*known.values()])) > MOST_PIECES:
            known.clear()
    found: list[Leads] = [[here[piece] for piece in item.points] for item in items]
    reading.signs(chain.from_iterable(one.signs for leads in found for one in leads))
    return found


def _read(place: Place, missing: Iterable[str]) -> Found:
    named = {piece: targets_of(piece) for piece in missing}
    standing = queries.targets(place, {digits for ids in named.values() for digits in ids})
    found: Found = {}
    for piece, ids in named.items():
        targets = tuple([standing[digits] for digits in ids if digits in standing])
        signs = tuple([reading.document(*place, int(digits, 16)) for digits in ids])
        found[piece] = assembly.pointed(role_of(piece), targets, signs)
    return found


def _along() -> GoingAlong[Known]:
    if "targets" not in _remembered:
        _remembered.setdefault("targets", GoingAlong(dict, _without))
    return _remembered["targets"]


def _without(known: Known, changed: frozenset[UUID]) -> Known:
    left: Known = {}
    for place, of in [*known.items()]:
        signs = frozenset(reading.document(*place, content_id.int) for content_id in changed)
        left[place] = {piece: found for piece, found in [*of.items()] if signs.isdisjoint(found.signs)}
    return left
