"""Bringing a release live: all of it in the one unit that the caller entered, in whatever order it takes."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils.translation import override

from cms.publication.unit import Unit
from cms.releases import compose, letters
from cms.releases.drafts import Draft
from cms.releases.models import Release
from cms.workflow.models import LiveDigest
from cms.workflow.refusal import PublicationRefused

logger = logging.getLogger(__name__)


def is_due(release: Release, at: datetime) -> bool:
    """Whether its hour has come; without one it has."""
    return release.go_live_at is None or release.go_live_at <= at


def publish(release: Release, drafts: Sequence[Draft], inside: Unit, *, person: Any) -> None:
    """Publish exactly these drafts. Raises PublicationRefused, naming what is broken; then nothing of the unit remains.

    What one item needs may be another's new state (an emergency set needs its new desk), so whatever fails is tried
    again after the others, until nothing more succeeds.
    """
    inside.together |= {draft.content_id for draft in drafts}
    waiting = list(drafts)
    while waiting:
        with override("ja"):  # why it failed is kept and written to others, whatever language this person reads
            refused = [(draft, why) for draft in waiting if (why := _refusal(draft, person))]
            if len(refused) == len(waiting):
                told = [_about(draft, reason) for draft, reasons in refused for reason in reasons]
                raise PublicationRefused(*told, entry=refused[0][0].entry)
        waiting = [draft for draft, _ in refused]
    for draft in drafts:
        release.items.filter(content_id=draft.content_id).update(open=False, digest=draft.digest)
    release.state, release.closed_at, release.failure, release.failed_at = "published", inside.at, "", None
    release.save()
    compose.record(release, "published", person=person, at=inside.at)


# stays Japanese: it is kept and written to others
def _about(draft: Draft, reason: str) -> str:
    return reason if draft.name in reason else f"「{draft.name}」: {reason}"


# stays Japanese: it is kept and written to others
def _refusal(draft: Draft, person: Any) -> tuple[str, ...]:
    """Publish one item, or say why not and leave nothing of it."""
    try:
        with transaction.atomic():
            draft.entry.publish(draft.revision, user=person, skip_permission_checks=True)
    except PublicationRefused as refusal:
        return refusal.reasons
    except OperationalError:  # two that wait for each other: the unit says so
        raise
    except Exception:
        logger.exception("The item %s of a release failed", draft.content_id)
        return ("公開できませんでした。下書きは保存されています。管理者に伝えてください。",)
    return ()


def note_failure(release_id: UUID, refusal: Exception, *, at: datetime) -> None:
    """It should have gone live and did not: remembered on the release, told once for each reason.

    Call it after the unit failed, outside of it.
    """
    why = str(refusal) or type(refusal).__name__
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release_id)
        if not release.is_open:
            return
        news = release.failure != why
        release.failure, release.failed_at = why, at
        release.save(update_fields=["failure", "failed_at"])
        if news:
            compose.record(release, "failed", person=None, at=at, text=why)
            letters.failed(release)


def causes(release: Release) -> list[UUID]:
    """The audit rows of what went live with it: the changes in the log that name one of these belong together."""
    went = dict(release.items.exclude(digest="").values_list("content_id", "digest"))
    rows = LiveDigest.objects.filter(content_id__in=went, at=release.closed_at or release.created_at)
    return [row.cause_id for row in rows if row.digest == went[row.content_id]]
