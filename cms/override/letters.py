"""Letters about emergencies, sent only after the record of them is committed."""

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from cms.override.models import EmergencyAction
from cms.workflow.mail import after_commit
from cms.workflow.people import called, holders


def proposed(action: EmergencyAction, name: str) -> None:
    """To everybody who could confirm it."""
    _send(
        action, "override.take_emergency_action", f"【至急】確かめてください: {action.get_action_display()}「{name}」"
    )


def done(action: EmergencyAction, name: str) -> None:
    """To everybody who may look at it afterwards."""
    _send(
        action, "override.review_emergency_action", f"事後の確認をお願いします: {action.get_action_display()}「{name}」"
    )


def overdue(action: EmergencyAction) -> None:
    """The same once more, when the time is over."""
    _send(
        action, "override.review_emergency_action", "【期限を過ぎました】緊急の公開・停止の、事後の確認をしてください"
    )


def _send(action: EmergencyAction, right: str, subject: str) -> None:
    not_to = {action.proposed_by_id, action.confirmed_by_id}
    addresses = [person.email for person in holders(right) if person.email and person.pk not in not_to]
    text = (
        f"{action.why}\n\n申し出た人: {called(action.proposed_by)}\n"
        f"{settings.WAGTAILADMIN_BASE_URL}{reverse('emergency_action', args=[action.pk])}"
    )
    for address in addresses:
        # One letter each: nobody's address is shown to the others.
        after_commit(partial(send_mail, subject.replace("\n", " "), text, None, [address], fail_silently=True))
