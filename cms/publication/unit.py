"""The unit: the one outermost transaction in which anything that is live may change.

Whatever happens inside only *notes* which sources were touched. Before commit, ``flush`` checks approval, builds the
documents once and writes versions, references and changes; so publication and log stand or fall together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from cms.workflow.refusal import PublicationRefused

if TYPE_CHECKING:
    from django.db.models import Model

__all__ = ["Leaving", "PublicationRefused", "Unit", "UnitRequired", "current", "note", "unit"]


class UnitRequired(RuntimeError):
    """Something that is live was about to change outside a unit: a programming fault, never an editor's."""


@dataclass(frozen=True)
class Leaving:
    """Why a source leaves: the reason that its tombstones tell, and what readers should use instead."""

    reason: str
    replacement: UUID | None = None
    urgent: bool = False


@dataclass
class Unit:
    """What one unit has noted so far. ``at`` is read once: every instant that the unit writes is this one."""

    at: datetime
    door: str
    person: Any
    #: What must pass the door: id -> model.
    entries: dict[UUID, type[Model]] = field(default_factory=dict)
    #: Whose documents to build: id of the source -> id of the entry that is the cause.
    sources: dict[UUID, UUID] = field(default_factory=dict)
    #: Why entries leave, where a confirmed withdrawal or an approved expiry is behind it.
    leaving: dict[UUID, Leaving] = field(default_factory=dict)
    #: Of which sources, in which channels, two people agreed to erase the published texts, once they stand no longer.
    erasing: dict[UUID, set[str]] = field(default_factory=dict)
    #: What goes live together here, as one set that was approved as such.
    together: set[UUID] = field(default_factory=set)
    #: Digests that a confirmed withdrawal from some channels made: the approved content less those channels.
    agreed: set[str] = field(default_factory=set)

    def note(self, content_id: UUID, model: type[Model], *, speaks_for: UUID | None = None) -> None:
        """Note that an entry changed, appeared or went. A kids' text ``speaks_for`` another source's documents."""
        self.entries[content_id] = model
        if speaks_for is None:
            self.sources[content_id] = content_id
        else:
            self.sources.setdefault(speaks_for, content_id)


_current: ContextVar[Unit | None] = ContextVar("unit", default=None)

#: Set once by the app's start to ``cms.publication.publish.flush``; a name here would be an import cycle.
_flush: list[Callable[[Unit], None]] = []


def current() -> Unit | None:
    """The unit in which this thread is, if any."""
    return _current.get()


def note(content_id: UUID, model: type[Model], *, speaks_for: UUID | None = None) -> None:
    """Note a touched entry. Raises UnitRequired outside a unit."""
    inside = _current.get()
    if inside is None:
        raise UnitRequired(f"{model.__name__} {content_id} changed what is live outside a unit: enter unit() first.")
    inside.note(content_id, model, speaks_for=speaks_for)


def flush_with(flush: Callable[[Unit], None]) -> None:
    """Tell what runs before commit."""
    _flush[:] = [flush]


@contextmanager
def unit(*, door: str, person: Any = None, at: datetime | None = None) -> Iterator[Unit]:
    """Enter the unit; inside another one this is that one.

    ``door`` names in the audit the way that led here; ``person`` is the user, or None for a command.
    Raises PublicationRefused at the end if what is about to be live may not be. The outermost is durable, so a door
    at which Wagtail has already opened a transaction fails loudly instead of half-working.
    """
    if (inside := _current.get()) is not None:
        if inside.person is None:
            inside.person = person
        yield inside
        return
    opened = Unit(at=(at or timezone.now()).replace(microsecond=0), door=door, person=person)
    token = _current.set(opened)
    try:
        with _mutual_waits_refused(), transaction.atomic(durable=True):
            yield opened
            for flush in _flush:
                flush(opened)
    finally:
        _current.reset(token)


@contextmanager
def _mutual_waits_refused() -> Iterator[None]:
    """Two units that wait for each other, or one that waits too long: nothing was done, and trying again helps."""
    try:
        yield
    except OperationalError as error:
        if "deadlock" in str(error) or "lock timeout" in str(error) or "locked" in str(error):
            raise PublicationRefused(
                gettext("ほかの人の公開と重なったため、何もしていません。少し待って、もう一度行ってください。")
            ) from error
        raise
