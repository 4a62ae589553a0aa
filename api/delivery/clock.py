"""The time of day as answers know it: the machine's, or the one moment at which the clock of the mock stands."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

JAPAN: Final = ZoneInfo("Asia/Tokyo")


def stands_at() -> datetime | None:
    """Return the moment at which the clock stands; None where it goes."""
    moment: datetime | None = getattr(settings, "CLOCK_STANDS_AT", None)
    return moment


def now() -> datetime:
    """Return this moment, in Japan."""
    return stands_at() or datetime.now(JAPAN)
