"""Summaries in the place of stubs (`include=`): one more query, whatever the page and however many roles.

What is included holds everything that its stub says, and beside it what a list says of that item, except whom that
item points to in its turn.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import orjson

from api.delivery import assembly, queries
from api.delivery.queries import LogHead, Place, Target
from api.delivery.references import pointed

Found = Mapping[UUID, Mapping[str, Sequence[Target]]]


def included(found: Found, roles: Collection[str], *, place: Place, head: LogHead | None, url: str) -> Found:
    """Return what documents point to, with the stubs of these roles grown to summaries.

    What was taken out since the query that found the stubs is left out, as if it had been out before.
    Where links inside the texts of a summary lead may cost one query more.
    """
    wanted = {target.id for of in found.values() for role in roles for target in of.get(role, ())}
    if not wanted:
        return found
    grown = _grown(wanted, place=place, head=head, url=url)
    return {
        content_id: {
            role: [_with_summary(target, grown[target.id]) for target in targets if target.id in grown]
            if role in roles
            else targets
            for role, targets in of.items()
        }
        for content_id, of in found.items()
    }


def _grown(wanted: Collection[UUID], *, place: Place, head: LogHead | None, url: str) -> dict[UUID, bytes]:
    summaries = queries.summaries(place, wanted)
    linked = [found.item for found in summaries.values() if assembly.LINK_SIGN in found.item.stored]
    leads = pointed(place, linked, head) if linked else {}
    demo = bool(head and head.demo)
    return {
        content_id: assembly.document(item, demo=demo, roles=(), found=leads.get(content_id, {}), url=url)
        for content_id, (_, item, _) in summaries.items()
    }


def _with_summary(target: Target, summary: bytes) -> Target:
    """Return a target with everything that its summary and its stub say."""
    return target._replace(summary=orjson.dumps(orjson.loads(summary) | orjson.loads(target.stub)))
