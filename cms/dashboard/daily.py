"""What is counted once a day by the worker, a little at a time: nothing that is due may wait for it."""

import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cms.dashboard import counts
from cms.dashboard.models import DailyCount
from cms.publication import drift

#: Seconds of the worker's time at each look.
SLICE = 0.5
#: From this hour in Japan on documents are compared: nobody publishes at night.
COMPARED_FROM = 2


class _Watch:
    """Where one comparison of all documents has got to."""

    day: date | None = None
    batches: Iterator[list[Any]] | None = None
    found = 0


_watch = _Watch()


def tick(at: datetime) -> None:
    """For the worker, which calls it every few seconds."""
    local = timezone.localtime(at)
    day = local.date()
    if not DailyCount.objects.filter(day=day, series="state").exists():
        write(day)
    if local.hour >= COMPARED_FROM and not DailyCount.objects.filter(day=day, series="drift").exists():
        _compare_on(day)


def write(day: date) -> None:
    """Write the counts of a day; those that stand already stay."""
    by_state, by_freshness = counts.by_state_and_freshness(day)
    found = {"state": by_state, "freshness": by_freshness, "topic": counts.by_topic()}
    rows = [
        DailyCount(day=day, series=series, key=key, count=count)
        for series, by_key in found.items()
        for key, count in by_key.items()
    ]
    DailyCount.objects.bulk_create(rows, ignore_conflicts=True)


def _compare_on(day: date) -> None:
    """Go on comparing what is live with what stands; at the end of all of it, note how many differences there were."""
    if _watch.batches is None or _watch.day != day:
        _watch.day, _watch.batches, _watch.found = day, drift.batches(), 0
    ends = time.monotonic() + SLICE
    for differences in _watch.batches:
        _watch.found += len(differences)
        if time.monotonic() >= ends:
            return
    DailyCount.objects.bulk_create(
        [DailyCount(day=day, series="drift", key="all", count=_watch.found)], ignore_conflicts=True
    )
    _watch.batches = None
