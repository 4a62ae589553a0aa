"""What is due: scheduled revisions go live, expired entries leave. Each in a unit of its own: one stops no other."""

import fcntl
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision

from catalog.publishable import Entry
from cms.publication import sources
from cms.publication.unit import Leaving, PublicationRefused, unit

logger = logging.getLogger(__name__)

#: What else the worker does at each look, while it holds the lock: told the time, quick where nothing is to do.
chores: list[Callable[[datetime], None]] = []

#: Any number that nothing else in this database locks.
ADVISORY_LOCK = 0x746F6D6F


@dataclass(frozen=True)
class Outcome:
    """What became of one due item; ``refused`` says why it did not, in Japanese."""

    name: str
    went: str
    refused: str = ""


#: What else can be due at a moment: each function brings it live, in units of its own, and never raises.
ALSO_DUE: list[Callable[[datetime], Iterable[Outcome]]] = []


def publish_due() -> list[Outcome]:
    """Bring live what is due now and take out what has expired. Never raises for an item.

    The clock is read here and not passed in: Wagtail's action reads it too, and would only reschedule otherwise.
    """
    at = timezone.now()
    return [*_expire(at), *_go_live(at), *(outcome for bring in ALSO_DUE for outcome in bring(at))]


def do_chores() -> None:
    """Let everybody who has something to do by the clock do it. Never raises: one that fails stops no other."""
    at = timezone.now()
    for chore in chores:
        try:
            chore(at)
        except Exception:
            logger.exception("%s failed; it is tried again at the next look", chore.__module__)


def _expire(at: datetime) -> Iterator[Outcome]:
    for model in sources.ENTRY_MODELS:
        for pk in list(
            model.objects.filter(live=True, expire_at__lte=at).order_by("expire_at").values_list("pk", flat=True)
        ):
            entry = model.objects.get(pk=pk)
            try:
                with unit(door="expiry", at=at) as inside:
                    # The day is part of the approved content: nobody needs to be asked again.
                    inside.leaving[entry.content_id] = Leaving("expired")
                    entry.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
                yield Outcome(str(entry), "expired")
            except Exception as error:  # noqa: BLE001 - one broken item must not stop the next
                yield _failed(entry, "expired", error)


def _go_live(at: datetime) -> Iterator[Outcome]:
    for pk in list(
        Revision.objects.filter(approved_go_live_at__lte=at)
        .order_by("approved_go_live_at")
        .values_list("pk", flat=True)
    ):
        revision = Revision.objects.filter(pk=pk, approved_go_live_at__lte=at).first()
        if revision is None:
            continue
        entry = revision.as_object()
        if not isinstance(entry, Entry):
            continue
        try:
            with unit(door="schedule", at=at):
                entry.publish(revision, log_action="wagtail.publish.scheduled")
            yield Outcome(str(entry), "live")
        except Exception as error:  # noqa: BLE001 - one broken item must not stop the next
            yield _failed(entry, "live", error)


def _failed(entry: Entry, went: str, error: Exception) -> Outcome:
    if not isinstance(error, PublicationRefused):
        logger.error("%s %s was due and failed", entry.document_type, entry.content_id, exc_info=error)
    return Outcome(str(entry), went, refused=str(error) or type(error).__name__)


@contextmanager
def exclusive() -> Iterator[bool]:
    """Give True to one process at a time, whatever the number of machines on PostgreSQL or of processes on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
            held = bool(cursor.fetchone()[0])
        try:
            yield held
        finally:
            if held:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
        return
    folder = Path(settings.TOMOSHIBI_STATE_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "due.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
