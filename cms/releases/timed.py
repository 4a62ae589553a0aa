"""Releases whose hour has come: each in a unit of its own, and a broken one stops no other."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from cms.publication.due import Outcome
from cms.publication.unit import PublicationRefused, Unit, unit
from cms.releases import approve, compose, conflicts, live
from cms.releases.drafts import drafts_of
from cms.releases.models import Release
from cms.workflow.steps import STEP_NAMES

logger = logging.getLogger(__name__)

#: What failed is tried again by itself, but not at every look: somebody may have to mend it first.
AGAIN_AFTER = timedelta(minutes=1)


# stays Japanese: a command tells it
def go_live(at: datetime) -> Iterator[Outcome]:
    """Bring every submitted release live whose hour has come. Never raises for one of them."""
    due = Release.objects.filter(state="submitted", go_live_at__lte=at)
    for release in list(due.order_by("go_live_at", "pk")):
        if release.failed_at is not None and at - AGAIN_AFTER < release.failed_at <= at:
            yield Outcome(f"一括公開「{release}」", "live", refused=release.failure)
            continue
        try:
            with unit(door="release", at=at) as inside:
                _publish(release, inside)
            yield Outcome(f"一括公開「{release}」", "live")
        except Exception as error:
            if not isinstance(error, PublicationRefused):
                logger.error("The release %s was due and failed", release.pk, exc_info=error)
            live.note_failure(release.pk, error, at=at)
            yield Outcome(f"一括公開「{release}」", "live", refused=str(error) or type(error).__name__)


# stays Japanese: it is kept and written to others
def _publish(release: Release, inside: Unit) -> None:
    release = compose.locked(release.pk)
    if release.state != "submitted" or not live.is_due(release, inside.at):
        return  # somebody was quicker
    drafts = drafts_of(release)
    if found := conflicts.blocking(release, drafts, at=inside.at):
        raise PublicationRefused(*found)
    if missing := approve.missing_steps(release, drafts):
        names = "・".join(STEP_NAMES[step] for step in missing)
        raise PublicationRefused(
            f"公開する日時になりましたが、いまの内容での{names}がまだないため、公開していません。"
            "承認がそろうと、すぐに公開されます。"
        )
    live.publish(release, drafts, inside, person=None)
