"""Summaries in the place of stubs (`include=`): one more query, whatever the page and however many roles.

What is included holds everything that its stub says, and beside it what a list says of that item, except whom that
item points to in its turn.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import orjson

from api.delivery import assembly, queries
from api.delivery.assembly import Leads
from api.delivery.queries import LogHead, Place, Target
from api.delivery.references import pointed


def included(
    found: Sequence[Leads], roles: Collection[str], *, place: Place, head: LogHead | None, url: str
) -> Sequence[Leads]:
    """Return what documents point to, with the stubs of these roles grown to summaries.

    What was taken out since the query that found the stubs is left out, as if it had been out before.
    Where links inside the texts of a summary lead may cost one query more.
    """
    wanted = {target.id.int for leads in found for one in leads if one.role in roles for target in one.targets}
    if not wanted:
        return found
    grown = _grown(wanted, place=place, head=head, url=url)
    return [
        [
            assembly.pointed(one.role, _with_summaries(one.targets, grown), one.signs) if one.role in roles else one
            for one in leads
        ]
        for leads in found
    ]


def _grown(wanted: Collection[int], *, place: Place, head: LogHead | None, url: str) -> dict[UUID, bytes]:
    items = [found.item for found in queries.summaries(place, wanted).values()]
    linked = any(assembly.LINK_SIGN in item.stored for item in items)
    found: Sequence[Leads] = pointed(place, items, head) if linked else [()] * len(items)
    demo = bool(head and head.demo)
    return {
        item.id: assembly.document(item, demo=demo, roles=(), leads=leads, url=url)
        for item, leads in zip(items, found, strict=True)
    }


def _with_summaries(targets: Sequence[Target], summaries: Mapping[UUID, bytes]) -> list[Target]:
    """Return those targets that have a summary, with everything that it and the stub say."""
    return [
        target._replace(summary=orjson.dumps(orjson.loads(summaries[target.id]) | orjson.loads(target.stub)))
        for target in targets
        if target.id in summaries
    ]
