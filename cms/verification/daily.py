"""What has to be done once a day; doing it more often does nothing more."""

from datetime import datetime, timedelta

from django.utils import timezone

from cms.verification import handling, letters, reminders, retention
from cms.workflow import post

#: The worker looks this often, from this hour in Japan on: nobody is written to at night.
EVERY = timedelta(minutes=30)
FIRST_HOUR = 8
_last: list[datetime] = []


def do(at: datetime) -> tuple[int, int]:
    """Settle answers that are live by now, send reminders where letters can be sent, erase addresses.

    Returns how many letters went out and how many addresses were erased.
    """
    erased = _tidy(at)
    return _remind(at), erased


def _tidy(at: datetime) -> int:
    handling.settle(at)
    return retention.erase(at)


def _remind(at: datetime) -> int:
    return reminders.send(at) if letters.can_be_sent() else 0


def tick(at: datetime) -> None:
    """For the worker, which calls it every few seconds, and waits for no mail server."""
    if timezone.localtime(at).hour < FIRST_HOUR or (_last and at - _last[0] < EVERY):
        return
    _last[:] = [at]
    _tidy(at)
    post.hand_over(_remind_by_day)


def _remind_by_day() -> None:
    """What waited in the bag behind a slow mail server asks anew what time it is."""
    at = timezone.now()
    if timezone.localtime(at).hour >= FIRST_HOUR:
        _remind(at)
