"""Letters to editors, sent only after the unit has committed.

Wagtail's own go out inside the transaction, so a publication that fails afterwards has already been announced.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from smtplib import SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from cms.workflow import post
from cms.workflow.models import StepTask
from cms.workflow.people import RIGHTS, holders
from cms.workflow.steps import STEP_NAMES

logger = logging.getLogger(__name__)


def replace_wagtails() -> None:
    """Put our letters, or none, where Wagtail would connect its own. Called once, when the app is ready.

    Under Wagtail's own names: Django connects no second receiver under a name, so Wagtail's stay out too where its app
    is ready after ours.
    """
    for signal, sender, name, ours in (
        (task_submitted, TaskState, "group_approval_task_submitted", step_begins),
        (workflow_submitted, WorkflowState, "workflow_state_submitted", no_letter),
        (workflow_rejected, WorkflowState, "workflow_state_rejected", sent_back),
        (workflow_approved, WorkflowState, "workflow_state_approved", approved),
    ):
        uid = f"{name}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(ours, sender=sender, dispatch_uid=uid)


def no_letter(sender: type[WorkflowState], **_: Any) -> None:
    """Nobody is told that something was sent in: those of its first step are."""


def step_begins(sender: type[TaskState], instance: TaskState, **_: Any) -> None:
    task = instance.task.specific
    if not isinstance(task, StepTask) or instance.status != TaskState.STATUS_IN_PROGRESS:
        return
    people = holders(RIGHTS[task.step])
    to_each(
        people,
        f"{STEP_NAMES[task.step]}をお願いします: {instance.revision.object_str}",
        settings.WAGTAILADMIN_BASE_URL + reverse("approval", args=[instance.pk]),
    )


def sent_back(sender: type[WorkflowState], instance: WorkflowState, **_: Any) -> None:
    comment = instance.current_task_state.comment if instance.current_task_state else ""
    to_each(_writer(instance, "rejected"), f"差し戻されました: {instance.content_object}", comment)


def approved(sender: type[WorkflowState], instance: WorkflowState, **_: Any) -> None:
    text = (
        "承認がそろいました。「公開する日時」を決めてあるものは、その日時に公開されます。ほかは、もう公開されています。"
    )
    to_each(_writer(instance, "approved"), f"承認されました: {instance.content_object}", text)


def _writer(state: WorkflowState, of_what: str) -> list[Any]:
    """Whoever sent it in, unless they switched these letters off in their account."""
    person = state.requested_by
    return [person] if person and getattr(UserProfile.get_for_user(person), f"{of_what}_notifications") else []


def to_each(people: Iterable[Any], subject: str, text: str) -> None:
    """One letter to each of them who has an address, so that nobody's is shown to the others. None is nobody.

    All over one connection to the mail server: one that is not there is waited for once, not once for each person.
    """
    addresses = sorted({person.email for person in people if person is not None and person.email})
    letters = [EmailMessage(subject.replace("\n", " "), text, to=[address]) for address in addresses]
    if letters:
        after_commit(partial(_send_all, letters))


def _send_all(letters: list[EmailMessage]) -> None:
    """Send each; one that is refused stops no other. A server that hangs up is called once more, and no more."""
    server, left, faults = get_connection(), letters, Counter[str]()
    try:
        left = _until_it_hangs_up(server, left, faults)
        if left:
            server.close()
            left = _until_it_hangs_up(server, left, faults)
            faults[SMTPServerDisconnected.__name__] += len(left)
    except OSError as error:  # it is not there, or does not know us
        faults[type(error).__name__] += len(left)
    finally:
        with suppress(OSError):
            server.close()
    if unsent := +faults:  # what a fault says is left out: a mail server's refusal names the address
        logger.error("%s of %s letters could not be sent: %s", unsent.total(), len(letters), ", ".join(sorted(unsent)))


def _until_it_hangs_up(server: Any, letters: list[EmailMessage], faults: Counter[str]) -> list[EmailMessage]:
    """Those that are left then, from the one that was on its way. Raises OSError where nobody answers at all."""
    server.open()
    for number, letter in enumerate(letters):
        try:
            server.send_messages([letter])
        except SMTPServerDisconnected:
            return letters[number:]
        except (OSError, ValueError) as error:  # of this letter: its address, mostly
            faults[type(error).__name__] += 1
    return []


def after_commit(send: Callable[[], Any]) -> None:
    """Send once what a letter tells of is committed; what goes wrong then is logged, and nobody's work fails by it.

    Django logs such a fault by the function's name, which a partial lacks: the person would be told of an error.
    """

    def deliver() -> None:
        post.hand_over(send)

    transaction.on_commit(deliver, robust=True)
