"""Saying yes to a release: to exactly these items, their contents and the hour, as the page showed them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.utils.translation import gettext

from cms.publication.unit import Unit
from cms.releases import compose, conflicts, letters, live
from cms.releases.drafts import Draft, drafts_of, release_digest
from cms.releases.models import Release, ReleaseApproval, ReleaseEvent
from cms.workflow import door
from cms.workflow.approve import Overtaken
from cms.workflow.models import Approval
from cms.workflow.people import RIGHTS
from cms.workflow.refusal import PublicationRefused
from cms.workflow.steps import STEP_NAMES, STEPS, required_steps


def steps_of(drafts: Sequence[Draft]) -> list[str]:
    """The steps that any of its items needs, in order."""
    needed = {step for draft in drafts if draft.entry is not None for step in required_steps(draft.entry)}
    return [step for step, _ in STEPS if step in needed]


def missing_steps(release: Release, drafts: Sequence[Draft]) -> list[str]:
    """The steps whose yes is missing for exactly this release, or for one of its items as it is now.

    Sending it back voids every yes: else whoever put it together could bring it live by old ones, just as it was.
    """
    digest, composers = release_digest(drafts, release.go_live_at), compose.composers(release)
    rows = release.approvals.filter(digest=digest).exclude(person__in=composers)
    lately = set(_since_returned(release).filter(what="approved", digest=digest).values_list("text", flat=True))
    said = {step for step in rows.values_list("step", flat=True) if _as_recorded(step) & lately}
    lacking = {step for draft in drafts if draft.entry is not None for step in door.missing_steps(draft.entry)}
    return [step for step in steps_of(drafts) if step not in said or step in lacking]


def _as_recorded(step: str) -> set[str]:
    """How the record names a step: by its key, and in older rows by its Japanese name."""
    return {step, STEP_NAMES[step]}


def _since_returned(release: Release) -> QuerySet[ReleaseEvent]:
    """What happened since it was last sent back. By ids, since clocks can be set back."""
    last = release.events.filter(what="returned").aggregate(last=Max("pk"))["last"]
    return release.events.filter(pk__gt=last or 0)


def changed_since(release: Release, drafts: Sequence[Draft]) -> bool:
    """Whether somebody said yes to it as it was, and it is no longer what they saw."""
    approvals = release.approvals.order_by("-pk")
    last = approvals.first()
    return last is not None and last.digest != release_digest(drafts, release.go_live_at)


def obstacle(release: Release, drafts: Sequence[Draft], step: str, person: Any) -> str | None:
    """Why this person may not say yes here, in Japanese, or None."""
    if not person.has_perm(RIGHTS[step]):
        return gettext("この手順(%(step)s)を行う権限がありません。") % {"step": gettext(STEP_NAMES[step])}
    if person.pk in compose.composers(release):
        return gettext(
            "あなたが組んだ一括公開です(ものを入れた・外した、または日時を決めた)。"
            "ほかの担当者に承認してもらってください。"
        )
    for draft in drafts:
        if draft.entry is not None and person.pk in door.authors_of(draft.entry):
            return gettext(
                "「%(name)s」に、あなたが書いた内容が含まれています。ほかの担当者に承認してもらってください。"
            ) % {"name": draft.name}
    return None


def approve(release_id: UUID, *, seen_digest: str, person: Any, inside: Unit, comment: str = "") -> list[str]:
    """Write one step's yes; after the last one the release goes live, or waits for its hour. Returns the steps left.

    Call it inside a unit. Raises Overtaken where it is not what was seen, PublicationRefused where it may not be.
    """
    release, drafts = _seen(release_id, seen_digest)
    step = next(iter(missing_steps(release, drafts)), None)
    if step is None:
        raise Overtaken(gettext("この一括公開は、もう承認されています。画面を開きなおしてください。"))
    if (why := obstacle(release, drafts, step, person)) is not None:
        raise PublicationRefused(why)
    if found := conflicts.blocking(release, drafts, at=inside.at):
        raise PublicationRefused(*found)
    ReleaseApproval(release=release, digest=seen_digest, step=step, person=person, comment=comment, at=inside.at).save()
    for draft in drafts:
        if step in required_steps(draft.entry):
            Approval(
                content_id=draft.content_id,
                digest=draft.digest,
                step=step,
                person=person,
                revision=draft.revision,
                comment=f"一括公開「{release}」として",
                at=inside.at,
            ).save()  # stays Japanese: it is kept
    compose.record(release, "approved", person=person, at=inside.at, digest=seen_digest, text=step)
    left = missing_steps(release, drafts)
    if left:
        letters.step_begins(release, drafts, left[0])
    elif live.is_due(release, inside.at):
        live.publish(release, drafts, inside, person=person)
    return left


def send_back(release_id: UUID, *, seen_digest: str, person: Any, comment: str, at: datetime) -> None:
    """Return it to whoever put it together, with a word. Whoever has any step's right may; also of one's own.

    Raises PermissionDenied, Overtaken, PublicationRefused.
    """
    release, _ = _seen(release_id, seen_digest)
    if not any(person.has_perm(right) for right in RIGHTS.values()):
        raise PermissionDenied
    if not comment.strip():
        raise PublicationRefused(gettext("差し戻す理由を書いてください。"))
    compose.back_to_draft(release)
    compose.record(release, "returned", person=person, at=at, text=comment)
    letters.returned(release, comment)


def _seen(release_id: UUID, seen_digest: str) -> tuple[Release, list[Draft]]:
    """The release, locked, so that two people's clicks happen one after the other, and what is in it now."""
    release = compose.locked(release_id)
    if release.state != "submitted":
        raise Overtaken(gettext("この一括公開は、確認に出されていません。画面を開きなおしてください。"))
    drafts = drafts_of(release)
    if release_digest(drafts, release.go_live_at) != seen_digest:
        raise Overtaken(
            gettext(
                "画面を開いたあとに、一括公開の中の内容が変わりました。新しい内容を見てから、もう一度決めてください。"
            )
        )
    return release, drafts
