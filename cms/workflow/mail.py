"""Letters to editors, sent only after the unit has committed.

Wagtail's own go out inside the transaction, so a publication that fails afterwards has already been announced.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from cms.workflow.models import StepTask
from cms.workflow.people import RIGHTS, holders
from cms.workflow.steps import STEP_NAMES


def replace_wagtails() -> None:
    """Disconnect Wagtail's letters and connect ours. Called once, when the app is ready."""
    task_submitted.disconnect(sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
    for signal, name in (
        (workflow_submitted, "submitted"),
        (workflow_rejected, "rejected"),
        (workflow_approved, "approved"),
    ):
        signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification")
    task_submitted.connect(step_begins, sender=TaskState, dispatch_uid="letter-step-begins")
    workflow_rejected.connect(sent_back, sender=WorkflowState, dispatch_uid="letter-sent-back")


def step_begins(sender: type[TaskState], instance: TaskState, **_: Any) -> None:
    task = instance.task.specific
    if not isinstance(task, StepTask) or instance.status != TaskState.STATUS_IN_PROGRESS:
        return
    people = holders(RIGHTS[task.step])
    _later(
        [person.email for person in people if person.email],
        f"{STEP_NAMES[task.step]}をお願いします: {instance.revision.object_str}",
        settings.WAGTAILADMIN_BASE_URL + reverse("approval", args=[instance.pk]),
    )


def sent_back(sender: type[WorkflowState], instance: WorkflowState, **_: Any) -> None:
    writer = instance.requested_by
    if writer is not None and writer.email:
        comment = instance.current_task_state.comment if instance.current_task_state else ""
        _later([writer.email], f"差し戻されました: {instance.content_object}", comment)


def _later(addresses: list[str], subject: str, text: str) -> None:
    if addresses:
        after_commit(partial(send_mail, subject, text, None, addresses, fail_silently=True))


def after_commit(send: Callable[[], Any]) -> None:
    """Send once what a letter tells of is committed; what goes wrong then is logged, and nobody's work fails by it.

    Django logs such a fault by the function's name, which a partial lacks: the person would be told of an error.
    """

    def deliver() -> None:
        send()

    transaction.on_commit(deliver, robust=True)
