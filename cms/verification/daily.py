"""What has to be done once a day; doing it more often does nothing more."""

from datetime import datetime

from cms.verification import handling, letters, reminders, retention


def do(at: datetime) -> tuple[int, int]:
    """Settle answers that are live by now, send reminders where letters can be sent, erase addresses.

    Returns how many letters went out and how many addresses were erased.
    """
    handling.settle(at)
    return (reminders.send(at) if letters.can_be_sent() else 0), retention.erase(at)
