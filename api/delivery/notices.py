"""The notices that stand in a place: beside every list, read once for as long as no notice changes."""

from api.channels.channel import Channel
from api.delivery import assembly, list_pages, log_since, queries
from api.delivery.followed import Followed
from api.delivery.list_pages import Question
from api.delivery.queries import LogHead, Place

MOST = 20

#: By place, and by whether the whole site is a demo: every document says so.
_followed: dict[tuple[Place, bool], Followed[bytes]] = {}


def standing(channel: Channel, place: Place, head: LogHead | None) -> bytes:
    """Return the notices of a place as a JSON list, the heaviest first, as of a head."""
    if head is None:
        return b"[]"
    key = (place, head.demo)
    if key not in _followed:
        _followed[key] = Followed(
            load=lambda: _load(place, demo=head.demo),
            still_right=lambda seen, _: log_since.untouched_since(seen, channel.key, ("notice",), ()),
        )
    return _followed[key].at(head)


def _load(place: Place, *, demo: bool) -> bytes:
    page = list_pages.page(place, "notice", Question(facets={}, sort="kana", limit=MOST))
    found = queries.summaries(place, [row.number for row in page.rows])
    items = [
        assembly.document(found[row.number].item, demo=demo, roles=(), leads=(), url="")
        for row in page.rows
        if row.number in found
    ]
    return b"[%s]" % b",".join(items)
