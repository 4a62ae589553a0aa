"""Letters about emergencies, sent only after the record of them is committed."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from cms.override.models import EmergencyAction
from cms.workflow.mail import to_each
from cms.workflow.people import called, holders


# stays Japanese: a letter
def proposed(action: EmergencyAction, name: str) -> None:
    """To everybody who could confirm it."""
    _send(action, "override.take_emergency_action", f"【至急】確かめてください: {_what(action)}「{name}」")


# stays Japanese: a letter
def done(action: EmergencyAction, name: str) -> None:
    """To everybody who may look at it afterwards."""
    _send(action, "override.review_emergency_action", f"事後の確認をお願いします: {_what(action)}「{name}」")


# stays Japanese: a letter
def overdue(action: EmergencyAction) -> None:
    """The same once more, when the time is over."""
    _send(
        action, "override.review_emergency_action", "【期限を過ぎました】緊急の公開・停止の、事後の確認をしてください"
    )


def _what(action: EmergencyAction) -> str:
    with override("ja"):  # a letter is in Japanese, whatever language the person reads who caused it
        return str(action.get_action_display())


# stays Japanese: a letter
def _send(action: EmergencyAction, right: str, subject: str) -> None:
    not_to = {action.proposed_by_id, action.confirmed_by_id}
    text = (
        f"{action.why}\n\n申し出た人: {called(action.proposed_by)}\n"
        f"{settings.WAGTAILADMIN_BASE_URL}{reverse('emergency_action', args=[action.pk])}"
    )
    to_each((person for person in holders(right) if person.pk not in not_to), subject, text)
