"""What answers say of opening: stored documents name hours and closures, and here stands what they mean right now."""

import re
from datetime import datetime
from typing import Final, NamedTuple

import orjson

from api.delivery.envelope import instant
from api.documents.opening import SIGN
from api.hours.evaluation import Opening, opening
from api.hours.pattern import read

# A text cannot look so: its quotation marks are escaped.
_SIGN: Final = b'"opening":"' + SIGN.encode()
_UP_TO_ITS_END: Final = re.compile(rb'(?:[^"\\]|\\.)*')
_BACKSLASH: Final = ord("\\")
# Hours are shared by many; a process that meets more than these begins again.
_REMEMBERED: Final = 50_000


class Told(NamedTuple):
    """An opening as a field of JSON, and from when until when it is right; None: for good, as far as is known."""

    since: datetime
    until: datetime | None
    field: bytes

    def holds(self, now: datetime) -> bool:
        """Return whether it is right at this moment."""
        return self.since <= now and (self.until is None or now < self.until)


_told: dict[bytes, Told] = {}


def with_openings(body: bytes, now: datetime) -> tuple[bytes, datetime | None]:
    """Return finished JSON in which every opening says what holds now, and when the first of them changes."""
    if _SIGN not in body:
        return body, None
    ends: datetime | None = None
    first, *others = body.split(_SIGN)
    pieces = [first]
    for piece in others:
        end = piece.index(b'"')
        if piece[end - 1] == _BACKSLASH:
            end = _end_of_text(piece)
        told = _at(piece[:end], now)
        pieces += told.field, piece[end + 1 :]
        if told.until is not None and (ends is None or told.until < ends):
            ends = told.until
    return b"".join(pieces), ends


def _end_of_text(piece: bytes) -> int:
    """Return where the quotation mark stands that ends a text of JSON, among others that are escaped."""
    return next(_UP_TO_ITS_END.finditer(piece)).end()


def _at(hours: bytes, now: datetime) -> Told:
    told = _told.get(hours)
    if told is None or not told.holds(now):
        if len(_told) >= _REMEMBERED:
            _told.clear()
        found = opening(read(orjson.loads(b'"%s"' % hours)), now)
        told = _told[hours] = Told(now, found.until, _field(found))
    return told


def _field(found: Opening) -> bytes:
    closes_at, next_opens_at = (moment and instant(moment) for moment in (found.closes_at, found.next_opens_at))
    return b'"opening":' + orjson.dumps({"open": found.open, "closes_at": closes_at, "next_opens_at": next_opens_at})
