"""What the log says since a head that was seen before: what changed, or that nothing of some kinds did.

For what a process remembers: it asks here whether that still holds, and notes nothing of it (`reading`).
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from api.delivery import database, reading
from api.delivery.models import Change
from api.delivery.queries import LogHead
from api.delivery.reading import Changed

# Beyond this whoever remembers begins again.
MOST_CHANGES = 300


def changed_since(seen: LogHead) -> list[Changed] | None:
    """Return what the changes since a head speak of, as it stands now; None where the log does not go on from there.

    Only the first MOST_CHANGES are read: whoever asks knows that there are no more.
    """
    rows = database.rows(_CHANGED, (seen.seq, seen.seq))
    if seen.seq and not (rows and (rows[0][0], bytes(rows[0][1])) == (seen.seq, seen.hash)):
        return None
    found: dict[tuple[Any, ...], dict[str, set[str]]] = {}
    for seq, _, *document, name, value in rows:
        if seq > seen.seq:
            facets = found.setdefault(tuple(document), {})
            if name is not None:
                facets.setdefault(name, set()).add(value)
    return [_changed(*document, facets=facets) for document, facets in found.items()]


# The limit tells PostgreSQL that there are few. It plans for any number, and would read all that stands: 60 ms for
# 20,000 listings, during which a process answers nobody, instead of a third of one.
_CHANGED = database.statement(
    """
    SELECT c.seq, c.hash, c.channel, c.language, c.type, c.content_id, s.kana_sort, s.updated_seq, f.name, f.value
    FROM (SELECT * FROM delivery_change WHERE seq >= %s ORDER BY seq LIMIT {most}) c
    LEFT JOIN delivery_standing s
        ON s.content_id = c.content_id AND s.channel = c.channel AND s.language = c.language
    LEFT JOIN delivery_facet f
        ON f.content_id = s.content_id AND f.channel = s.channel AND f.language = s.language AND c.seq > %s
    ORDER BY c.seq
""",
    most=str(MOST_CHANGES + 1),
)


def _changed(
    channel: str,
    language: str,
    document_type: str,
    stored_id: UUID | str,
    kana_sort: str | None,
    updated_seq: int,
    *,
    facets: dict[str, set[str]],
) -> Changed:
    content_id = database.uuid(stored_id)
    return Changed(
        channel=channel,
        language=language,
        type=document_type,
        id=content_id,
        keys=None if kana_sort is None else reading.places_in_orders(kana_sort, content_id, updated_seq),
        facets=facets,
    )


def changed_ids(seen: LogHead) -> frozenset[UUID] | None:
    """Return whose documents changed since a head; None where the log does not go on from there, or went far."""
    rows = database.rows(_CHANGED_IDS, (seen.seq, MOST_CHANGES + 2))
    if len(rows) > MOST_CHANGES + 1 or (seen.seq and not (rows and (rows[0][0], bytes(rows[0][1])) == seen[1:3])):
        return None
    return frozenset(database.uuid(row[2]) for row in rows if row[0] > seen.seq)


_CHANGED_IDS = "SELECT seq, hash, content_id FROM delivery_change WHERE seq >= %s ORDER BY seq LIMIT %s"


def untouched_since(
    seen: LogHead, channel: str | None, document_types: Sequence[str], content_ids: Collection[UUID]
) -> bool:
    """Return whether the log goes on from a head seen before, without a change to these types or ids. Two queries.

    No channel: in any of them.
    """
    if seen.seq and not Change.objects.filter(seq=seen.seq, hash=seen.hash).exists():
        return False
    since = Change.objects.filter(seq__gt=seen.seq)
    if channel is not None:
        since = since.filter(channel=channel)
    return not since.filter(Q(type__in=document_types) | Q(content_id__in=content_ids)).exists()
