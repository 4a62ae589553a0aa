"""Letters about releases, sent only after what they tell of is committed."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from cms.releases.drafts import Draft
from cms.releases.models import Release
from cms.workflow.mail import to_each
from cms.workflow.people import RIGHTS, holders
from cms.workflow.steps import STEP_NAMES


# stays Japanese: a letter
def step_begins(release: Release, drafts: Iterable[Draft], step: str = "review") -> None:
    """To everybody who may take this step."""
    with override("ja"):  # whatever language the person reads who caused it
        names = "\n".join(f"・{draft.name}" for draft in drafts)
        subject = f"一括公開の{STEP_NAMES[step]}をお願いします: {release}"
    _send(release, holders(RIGHTS[step]), subject, names)


# stays Japanese: a letter
def returned(release: Release, comment: str) -> None:
    """To whoever sent it."""
    _send(release, [release.submitted_by], f"一括公開が差し戻されました: {release}", comment)


# stays Japanese: a letter
def failed(release: Release) -> None:
    """It should be live and is not: to whoever sent it and to everybody who approves."""
    people = [release.submitted_by, *holders(RIGHTS["approve"])]
    _send(release, people, f"【確認してください】一括公開ができませんでした: {release}", release.failure)


def _send(release: Release, people: Iterable[Any], subject: str, text: str) -> None:
    where = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('release', args=[release.pk])}"
    to_each(people, subject, f"{text}\n\n{where}")
