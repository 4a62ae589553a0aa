"""`manage.py opening_hours`: what hours mean at a moment, so that anybody can check a case."""

import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand

from api.delivery.parameters import Moment, Unreadable
from api.hours.evaluation import YEARS, OutOfSight, holding
from api.hours.pattern import Pattern
from catalog.opening_hours import HoursInvalid, computable

AT = Moment(name="at", description="")
KNOWN = {"hours", "at", "closure"}


class Wrong(Exception):
    """A line that cannot be answered; the message says why."""


class Command(BaseCommand):
    help = (
        'Reads lines of JSON, {"hours": "Mo-Fr 09:00-17:00; PH off", "at": "2026-09-22T10:00"}, and writes for each '
        '{"open": true, false or null, "next_change": RFC 3339 or null}. "hours": null means unknown; "at" without an '
        'offset is a time in Japan; "closure": {"from": day, "until": day or null} may be added. '
        'A line that cannot be answered gives {"error": which line, and why}.'
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Answers each line as it comes; empty ones are left out."""
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                try:
                    told = answered(line)
                except Wrong as error:
                    told = {"error": f"line {number}: {error}"}
                self.stdout.write(json.dumps(told, ensure_ascii=False))


def answered(line: str) -> dict[str, Any]:
    """Return the answer to one line. Raises Wrong."""
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise Wrong(f"this is no JSON: {error}") from error
    if not isinstance(asked, dict):
        raise Wrong('write an object with "hours" and "at"')
    if missing := {"hours", "at"} - asked.keys():
        raise Wrong(f"{', '.join(sorted(missing))} is missing")
    if unknown := asked.keys() - KNOWN:
        raise Wrong(f"{', '.join(sorted(unknown))} is not known here; known: {', '.join(sorted(KNOWN))}")
    pattern = Pattern.of(_hours(asked["hours"]), [_closure(asked.get("closure"))])
    try:
        is_open, until = holding(pattern, _moment(asked["at"]))
    except OutOfSight as error:
        raise Wrong(f"at: give a moment from {YEARS[0]} to {YEARS[-1]}") from error
    return {"open": is_open, "next_change": until and until.isoformat(timespec="seconds")}


def _hours(told: Any) -> str | None:
    if not isinstance(told, str | None):
        raise Wrong("hours: write a text, or null for unknown")
    try:
        return computable(told)
    except HoursInvalid as error:
        raise Wrong(f"hours: {error}") from error


def _moment(told: Any) -> datetime:
    try:
        return datetime.fromisoformat(AT.read(str(told)))
    except Unreadable as error:
        raise Wrong(f"at: {error.reason.en}") from error


def _closure(told: Any) -> tuple[date | None, date | None]:
    if told is None:
        return None, None
    if not isinstance(told, Mapping) or not told.get("from") or told.keys() - {"from", "until"}:
        raise Wrong('closure: write {"from": day, "until": day or null}')
    try:
        first = date.fromisoformat(told["from"])
        last = date.fromisoformat(told["until"]) if told.get("until") else None
    except (TypeError, ValueError) as error:
        raise Wrong("closure: write days as 2026-12-29") from error
    if last and last < first:
        raise Wrong("closure: its last day comes before its first")
    return first, last
