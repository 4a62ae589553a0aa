"""A round: everything is checked, in steps that the worker takes, or the page that watches it."""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from catalog.publishable import Entry
from cms.checks import links, traces
from cms.checks.findings import judged
from cms.checks.models import Round, RoundFinding, Trace
from cms.checks.read_entry import Policies, read
from cms.checks.rule import Finding
from cms.publication.sources import ENTRY_MODELS

logger = logging.getLogger(__name__)

#: So many entries at a time; what they must know of others is asked together.
AT_ONCE = 25
#: Seconds that one step may take before the worker looks again for what is due.
STEP = 2.0


def start(person: Any) -> Round:
    """Begin a round, or give the one that runs."""
    total = sum(model._default_manager.count() for model in ENTRY_MODELS)
    try:
        with transaction.atomic():
            return Round.objects.create(started_at=timezone.now(), started_by=person, total=total)
    except IntegrityError:
        return Round.objects.get(running=True)


def latest() -> Round | None:
    """The round whose findings are complete, if there was any."""
    return Round.objects.filter(running=None).order_by("-finished_at", "-pk").first()


def running() -> Round | None:
    return Round.objects.filter(running=True).first()


def step(at: datetime) -> None:
    """The worker's chore: go on with the round that runs, and with the links that are due."""
    del at
    advance(STEP)
    links.look_beside()


def advance(seconds: float = STEP) -> None:
    """Go on with the round that runs, for about so long. Two at once do nothing twice: one of them takes the step."""
    end = time.monotonic() + seconds
    while (round_ := running()) is not None:
        _some(round_)
        if time.monotonic() >= end:
            return


def _some(round_: Round) -> None:
    """Check the next entries, and only then take the step: nothing is locked while rules think."""
    if round_.at_type >= len(ENTRY_MODELS):
        _finish(round_)
        return
    model = ENTRY_MODELS[round_.at_type]
    rows: Any = model._default_manager.filter(pk__gt=round_.after)
    some = list(rows.select_related("latest_revision").order_by("pk")[:AT_ONCE])
    found = [(entry, finding) for entry, of_entry in _checked(some) for finding in of_entry]
    moved = {"after": some[-1].pk} if some else {"after": 0, "at_type": round_.at_type + 1}
    with transaction.atomic():
        taken = Round.objects.filter(pk=round_.pk, running=True, at_type=round_.at_type, after=round_.after).update(
            done=round_.done + len(some), **moved
        )
        if taken:
            RoundFinding.objects.bulk_create(_row(round_, entry, finding) for entry, finding in found)


def _draft(row: Any) -> Entry:
    draft: Entry = row.latest_revision.as_object() if row.latest_revision else row
    return draft


def drafts(named: Iterable[tuple[str, UUID]]) -> list[Entry]:
    """The latest drafts of entries by model and id, of those that are still there: a query for each model."""
    ids: dict[str, set[UUID]] = defaultdict(set)
    for model, content_id in named:
        ids[model].add(content_id)
    rows: Any = [
        row
        for model, some in ids.items()
        for row in apps.get_model(model)._default_manager.filter(content_id__in=some).select_related("latest_revision")
    ]
    return [_draft(row) for row in rows]


def _checked(rows: list[Any]) -> list[tuple[Entry, list[Finding]]]:
    """The latest draft of each row with what was found. One that cannot be checked is logged and stops no other."""
    try:
        return _checked_together(rows)
    except Exception:
        if len(rows) == 1:
            logger.exception("%s %s could not be checked", rows[0]._meta.label_lower, rows[0].content_id)
            return []
    return [checked for row in rows for checked in _checked([row])]


def _checked_together(rows: list[Any]) -> list[tuple[Entry, list[Finding]]]:
    entries = [_draft(row) for row in rows]
    policies = Policies()
    with override(settings.LANGUAGE_CODE):  # kept in Japanese, whoever takes the step
        readings = [read(entry, policies) for entry in entries]
        found = judged(readings)
    links.queue(readings)
    traces.keep(zip(entries, readings, strict=True))
    return list(zip(entries, found, strict=True))


def _row(round_: Round, entry: Entry, finding: Finding) -> RoundFinding:
    return RoundFinding(
        round=round_,
        content_id=entry.content_id,
        model=entry._meta.label_lower,
        name=str(entry)[:200],
        steward_id=entry.steward_id,
        rule=finding.rule,
        level=finding.level,
        field=finding.field[:80],
        language=finding.language,
        where=finding.where[:200],
        said=finding.said,
        todo=finding.todo,
    )


def _finish(round_: Round) -> None:
    """Let the round be the latest one; what was found before goes, and the traces of what is gone."""
    with transaction.atomic():
        if not Round.objects.filter(pk=round_.pk, running=True).update(running=None, finished_at=timezone.now()):
            return
        Round.objects.exclude(pk=round_.pk).delete()
    for model in ENTRY_MODELS:
        there = model._default_manager.values("content_id")
        Trace.objects.filter(model=model._meta.label_lower).exclude(content_id__in=there).delete()
