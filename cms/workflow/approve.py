"""Saying yes or sending back, on exactly the content that was seen."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext, gettext_noop
from wagtail.models import TaskState

from cms.workflow.digest import digest
from cms.workflow.models import Approval, StepTask
from cms.workflow.people import RIGHTS
from cms.workflow.refusal import PublicationRefused
from cms.workflow.steps import STEP_NAMES
from cms.workflow.written import Written, written


class Overtaken(PublicationRefused):
    """The content is no longer the one that the page showed."""


def waiting() -> list[TaskState]:
    """What waits for somebody, longest first. Two statements, the steps included."""
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, workflow_state__status="in_progress")
    found = list(states.select_related("revision", "workflow_state__requested_by", "task").order_by("started_at"))
    steps = StepTask.objects.in_bulk()
    for state in found:
        state.task = steps.get(state.task_id, state.task)
    return found


def step_of(task_state: TaskState) -> str:
    """The step of a waiting task."""
    task = task_state.task.specific
    return task.step if isinstance(task, StepTask) else ""


def obstacle(task_state: TaskState, person: Any, known: Written | None = None) -> str | None:
    """Why this person may not say yes here, in Japanese, or None. ``known`` is the record, where it was read before."""
    step = step_of(task_state)
    if step not in RIGHTS or not person.has_perm(RIGHTS[step]):
        return gettext("この手順(%(step)s)を行う権限がありません。") % {
            "step": gettext(STEP_NAMES.get(step, gettext_noop("不明")))
        }
    known = known or written(task_state.revision.as_object())
    if person.pk in known.authors:
        return gettext(
            "公開中の版のあとに、あなたが書いた内容が含まれています。ほかの担当者に承認してもらってください。"
        )
    if not known.is_known:
        return gettext("だれが書いたか記録のない内容です。書き手が一度保存しなおしてから、もう一度出してください。")
    if known.is_from_outside and _said_yes_before(task_state, known, person):
        return gettext("外から届いた内容なので、ほかの手順を行ったあなたとは別の担当者が見てください。")
    return None


def _said_yes_before(task_state: TaskState, known: Written, person: Any) -> bool:
    """Whether this person took another step for this content on this way."""
    approvals = Approval.objects.filter(content_id=known.content_id, digest=known.digest, person_id=person.pk)
    return approvals.filter(at__gte=task_state.workflow_state.created_at).exists()


def approve(task_state: TaskState, *, seen_digest: str, person: Any, at: datetime, comment: str = "") -> None:
    """Write the yes and move on; after the last step the content goes live.

    Call it inside a unit. Raises PermissionDenied without the right, Overtaken where the content is not the one seen,
    PublicationRefused where the door does not open.
    """
    task_state = _locked(task_state, seen_digest)
    entry = task_state.revision.as_object()
    if (why := obstacle(task_state, person)) is not None:
        raise PublicationRefused(why, entry=entry)
    Approval(
        content_id=entry.content_id,
        digest=seen_digest,
        step=step_of(task_state),
        person=person,
        revision=task_state.revision,
        comment=comment,
        at=at,
    ).save()
    task_state.task.specific.on_action(task_state, person, "approve", seen_digest=seen_digest, comment=comment)


def send_back(task_state: TaskState, *, seen_digest: str, person: Any, comment: str) -> None:
    """Return the content to its writer with a word. Whoever has a step's right may; also for one's own text."""
    task_state = _locked(task_state, seen_digest)
    step = step_of(task_state)
    if step not in RIGHTS or not person.has_perm(RIGHTS[step]):
        raise PermissionDenied
    if not comment.strip():
        raise PublicationRefused(gettext("差し戻す理由を書いてください。"), entry=task_state.revision.as_object())
    task_state.task.specific.on_action(task_state, person, "reject", seen_digest=seen_digest, comment=comment)


def _locked(task_state: TaskState, seen_digest: str) -> TaskState:
    """The row, locked, so that two people's clicks happen one after the other."""
    fresh = TaskState.objects.select_for_update().get(pk=task_state.pk)
    entry = fresh.revision.as_object()
    if fresh.status != TaskState.STATUS_IN_PROGRESS:
        raise Overtaken(
            gettext("この手順はもう終わっています。「承認待ち」の画面を開きなおしてください。"), entry=entry
        )
    if digest(entry) != seen_digest:
        raise Overtaken(
            gettext("画面を開いたあとに内容が変わりました。新しい内容を見てから、もう一度決めてください。"), entry=entry
        )
    return fresh
