"""From what a desk said to a draft: on top of what is live, or value by value where an editor has a newer draft."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings

from catalog.models import Service
from cms.verification import facts
from cms.workflow import authorship
from cms.workflow.digest import digest


def is_newer(draft: Service, live: Service) -> bool:
    """Whether an editor's draft says anything that is not live."""
    return digest(draft) != digest(live)


def only_checked(draft: Service, live: Service) -> bool:
    """Whether a draft differs from what is live in nothing but the day and the list of what was checked."""
    if not is_newer(draft, live):
        return False
    kept = draft.verified_on, draft.verified_fields
    draft.verified_on, draft.verified_fields = live.verified_on, live.verified_fields
    try:
        return not is_newer(draft, live)
    finally:
        draft.verified_on, draft.verified_fields = kept


def by_the_desk(live: Service, corrections: Iterable[Mapping[str, str]]) -> Any:
    """Return the revision that holds what the desk said, or None where a newer draft or a lock stands in the way.

    Its author is on record as an outsider: two people of the house have to say yes.
    """
    draft = live.get_latest_revision_as_object()
    if live.locked or is_newer(draft, live):
        return None
    if not all(put(draft, one["key"], one["after"]) for one in corrections):
        return None
    with authorship.written_by_partner():
        return draft.save_revision(clean=False, log_action=True)


def put(draft: Service, key: str, after: str) -> bool:
    """Put one value into a draft. With the day of the check go the list of what was checked and the next review."""
    if key == facts.CHECKED_ON:
        draft.verified_fields = facts.confirmed_names(draft, draft.verified_fields)
        if settings.VERIFICATION_MONTHS:
            draft.review_by = months_after(date.fromisoformat(after), settings.VERIFICATION_MONTHS)
    return facts.write(draft, key, after)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
