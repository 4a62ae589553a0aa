"""Confirmed listings on their way: drafts that differ from what is live in the day of the check alone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from wagtail.models import TaskState

from catalog.models import Service
from cms.verification import drafts
from cms.verification.models import OwnerAnswer, OwnerRequest
from cms.workflow import approve
from cms.workflow.digest import digest
from cms.workflow.refusal import PublicationRefused
from cms.workflow.steps import STEP_NAMES

#: What stands beside the yes for good.
# stays Japanese: stored with the approval
_COMMENT = "窓口が「このとおり」と確認"


@dataclass(frozen=True)
class Waiting:
    """One such draft, at one step of its way."""

    state: TaskState
    name: str
    step: str
    before: date | None
    after: date | None
    digest: str
    obstacle: str | None


def _states() -> QuerySet[TaskState]:
    revisions = OwnerAnswer.objects.filter(
        kind="confirmed", revision_id__isnull=False, request__in=OwnerRequest.objects.filter(settled_at=None)
    ).values("revision_id")
    found: QuerySet[TaskState] = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status="in_progress", revision__in=revisions
    )
    return found.select_related("revision", "task").order_by("started_at", "pk")


def count() -> int:
    """How many wait, for whomever."""
    return _states().count()


def waiting(person: Any, *, most: int) -> list[Waiting]:
    """What waits, longest first, and whether this person may say yes to it."""
    found = (_waiting(state, person) for state in _states()[:most])
    return [one for one in found if one is not None]


def _waiting(state: TaskState, person: Any) -> Waiting | None:
    draft = state.revision.as_object()
    live = Service.objects.filter(pk=draft.pk, live=True).first()
    if live is None or not drafts.only_checked(draft, live):
        return None
    return Waiting(
        state=state,
        name=str(draft),
        step=STEP_NAMES.get(approve.step_of(state), ""),
        before=live.verified_on,
        after=draft.verified_on,
        digest=digest(draft),
        obstacle=approve.obstacle(state, person),
    )


def approve_one(pk: str, seen_digest: str, *, person: Any, at: datetime) -> None:
    """Say yes to one of them, inside a unit. Raises PublicationRefused where it is no longer such a draft."""
    state = _states().filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 18 else None
    if state is None or _waiting(state, person) is None:
        raise PublicationRefused(
            gettext("この手順はもう終わっています。または、確認日のほかにも変わるところがあります。")
        )
    approve.approve(state, seen_digest=seen_digest, person=person, at=at, comment=_COMMENT)
