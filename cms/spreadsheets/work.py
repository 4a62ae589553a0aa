"""The stages of an import, and its work piece by piece.

A piece is one transaction that also says how far it came: whoever stops the process, a row is done whole or not at
all, and the next piece goes on from there. Each piece is asked for by the page that shows the bar, so the rights of
the person are asked at each, and nothing runs on for somebody who has left.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone
from django.utils.translation import gettext, override

from catalog.languages import JAPANESE
from cms.spreadsheets import checking, mapping
from cms.spreadsheets.files import Table
from cms.spreadsheets.models import Import, ImportRow
from cms.spreadsheets.undo import undo
from cms.spreadsheets.writing import Writing

Stage = Import.Stage
#: What the run and its undoing note.
_DONE = ("result", "told", "target", "seen_revision", "written_revision", "was_unpublished")
#: Rows of one piece: those looked at, and those of them that are written.
CHECKED_AT_ONCE = 250
WRITTEN_AT_ONCE = 50  # on SQLite, others wait as long with what they save
_BATCH = 250


class NotNow(Exception):
    """The import is at another stage, or another person's; the message says in Japanese what to do."""


@transaction.atomic
def begin(table: Table, file_name: str, person: Any) -> Import:
    """Keep the rows of a file, with the mapping that its headings propose."""
    known = mapping.remembered(table.headers)
    job = Import.objects.create(
        person=person,
        file_name=file_name[-200:],
        written_as=table.written_as,
        headers=table.headers,
        mapping=known.mapping if known else mapping.propose(table.headers),
        clears=bool(known and known.clears),
        total=len(table.rows),
    )
    rows = (ImportRow(of=job, number=number, cells=cells) for number, cells in table.rows)
    ImportRow.objects.bulk_create(rows, batch_size=_BATCH)
    return job


@transaction.atomic
def check(job: Import, chosen: dict[str, str], *, clears: bool, updates: bool = False) -> None:
    """Take the mapping and begin the dry run. Raises NotNow."""
    job = _locked(job, Stage.MAPPING, Stage.CHECKED)
    job.mapping, job.clears, job.updates_duplicates = chosen, clears, updates
    _enter(job, Stage.CHECKING)
    mapping.remember(job)


@transaction.atomic
def map_again(job: Import) -> None:
    """Back to the columns, with nothing lost but the dry run. Raises NotNow."""
    job = _locked(job, Stage.CHECKING, Stage.CHECKED)
    _enter(job, Stage.MAPPING)


@transaction.atomic
def choose(job: Import, chosen: dict[int, str]) -> None:
    """Take the choices for rows, by their number. Raises NotNow."""
    job = _locked(job, Stage.CHECKED)
    rows = list(job.rows.filter(number__in=chosen))
    with override(JAPANESE):  # what is kept at a row
        check = checking.Check(job)
        wrong = next((row for row in rows if not _is_taken(check, row, chosen[row.number])), None)
    if wrong is not None:
        raise NotNow(
            gettext("%(number)s行目では、それは選べません。画面を開きなおしてください。") % {"number": wrong.number}
        )
    _keep(rows, checking.FIELDS)


def _is_taken(check: checking.Check, row: ImportRow, choice: str) -> bool:
    """Whether the row offers this choice, which it takes then."""
    try:
        if row.choice != choice:
            check.choose(row, choice)
    except ValueError:
        return False
    return True


@transaction.atomic
def leave(job: Import) -> None:
    """Give the import up before it wrote anything; its rows are forgotten. Raises NotNow."""
    job = _locked(job, Stage.MAPPING, Stage.CHECKING, Stage.CHECKED)
    job.rows.all().delete()
    job.total = 0
    _enter(job, Stage.LEFT)


@transaction.atomic
def write(job: Import) -> None:
    """Begin the real run. Raises NotNow."""
    job = _locked(job, Stage.CHECKED)
    _enter(job, Stage.WRITING)


@transaction.atomic
def take_back(job: Import, person: Any) -> None:
    """Begin to take back what was written so far, by a run that was finished or stopped. Raises NotNow."""
    job = _locked(job, Stage.WRITTEN, Stage.WRITING)
    job.undone_by = person
    _enter(job, Stage.UNDOING)


@transaction.atomic
def step(job: Import, person: Any) -> Import:
    """Do the next piece, if there is one; returns the import as it stands then. Raises NotNow."""
    job = Import.objects.select_for_update().get(pk=job.pk)
    if not job.at_work:
        return job
    if job.stage != Stage.UNDOING and person.pk != job.person_id:
        raise NotNow(gettext("続けられるのは、はじめた人(%(person)s)だけです。") % {"person": job.person})
    rows = _PIECES[job.stage](job, person)
    job.done += len(rows)
    if job.done >= job.total:
        _finish(job)
    job.save()
    return job


def _locked(job: Import, *stages: str) -> Import:
    fresh = Import.objects.select_for_update().get(pk=job.pk)
    if fresh.stage not in stages:
        raise NotNow(
            gettext("この取り込みは、いま「%(stage)s」です。画面を開きなおしてください。")
            % {"stage": fresh.get_stage_display()}
        )
    return fresh


def _enter(job: Import, stage: str) -> None:
    job.stage, job.done = stage, 0
    job.save()


def _finish(job: Import) -> None:
    if job.stage == Stage.WRITING:
        job.written_at = timezone.now()
    if job.stage == Stage.UNDOING:
        job.undone_at = timezone.now()
    job.stage = Import.AT_WORK[job.stage]


def _check(job: Import, person: Any) -> Sequence[ImportRow]:
    rows = list(job.rows.all()[job.done : job.done + CHECKED_AT_ONCE])
    with override(JAPANESE):  # what is kept at a row, whatever language the person reads
        checking.Check(job).rows(rows)
    _keep(rows, checking.FIELDS)
    return rows


def _write(job: Import, person: Any) -> Sequence[ImportRow]:
    rows = _piece(job, ~Q(action=ImportRow.Action.LEAVE))
    with override(JAPANESE):
        Writing(job).rows(rows)
    _keep([row for row in rows if row.result], _DONE)
    return rows


def _undo(job: Import, person: Any) -> Sequence[ImportRow]:
    rows = _piece(job, ~Q(result=""))
    undo(rows, person)
    _keep([row for row in rows if row.result], _DONE)
    return rows


def _piece(job: Import, acts: Q) -> list[ImportRow]:
    """The next rows, until enough of them act."""
    ahead = job.rows.annotate(acts=ExpressionWrapper(acts, BooleanField())).values_list("pk", "acts")
    found: list[int] = []
    acting = 0
    for pk, does in ahead[job.done : job.done + CHECKED_AT_ONCE]:
        found.append(pk)
        acting += does
        if acting == WRITTEN_AT_ONCE:
            break
    return list(job.rows.filter(pk__in=found))


def _keep(rows: Sequence[ImportRow], fields: Sequence[str]) -> None:
    """Update many rows in one statement; an insert that meets its own row is far quicker than Django's bulk update."""
    ImportRow.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
    )


_PIECES: dict[str, Callable[[Import, Any], Sequence[ImportRow]]] = {
    Stage.CHECKING: _check,
    Stage.WRITING: _write,
    Stage.UNDOING: _undo,
}
