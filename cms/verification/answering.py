"""A desk's answer is taken once: kept for ever, and made a draft where no editor is at work on another."""

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.models import Service
from cms.verification import drafts, facts
from cms.verification.models import OwnerAnswer, OwnerRequest
from cms.workflow.digest import digest
from cms.workflow.refusal import PublicationRefused

logger = logging.getLogger(__name__)


class Overtaken(Exception):
    """What is live is no longer what the page showed."""


def seen(service: Service) -> str:
    """A digest of all values that the page shows."""
    return hashlib.sha256(json.dumps(facts.values(service), ensure_ascii=False).encode()).hexdigest()


def live_service(content_id: UUID) -> Service | None:
    """The listing if it is live."""
    return Service.objects.filter(content_id=content_id, live=True).first()


def take(
    asked: OwnerRequest,
    kind: str,
    corrections: Sequence[Mapping[str, str]],
    *,
    message: str,
    seen_facts: str,
    at: datetime,
) -> OwnerAnswer | None:
    """Keep the answer and, where possible, make its draft. None where the request was closed before, by whomever.

    Raises Overtaken where the live values changed since the page was made. Of two answers at once exactly one wins:
    the row of the request is locked, and the table takes one answer for a request.
    """
    with transaction.atomic():
        locked = OwnerRequest.objects.select_for_update().get(pk=asked.pk)
        if not locked.is_open(at):
            return None
        live = Service.objects.select_for_update().filter(content_id=locked.content_id, live=True).first()
        if live is None or seen(live) != seen_facts:
            raise Overtaken
        said = [*corrections, *_the_check(live, kind, corrections, at)]
        revision = _draft(live, said)
        answer = OwnerAnswer(
            request=locked,
            content_id=locked.content_id,
            kind=kind,
            digest=digest(live),
            corrections=said,
            revision_id=revision,
            at=at,
        )
        answer.save()
        locked.answered_at, locked.message = at, message
        locked.save(update_fields=["answered_at", "message"])
    if kind == "confirmed" and revision is not None:
        submit(live)
    return answer


def _the_check(
    live: Service, kind: str, corrections: Sequence[Mapping[str, str]], at: datetime
) -> list[dict[str, str]]:
    """The day of the check: whoever corrects some values has looked at them all; who only writes a word has not."""
    if kind == "corrected" and not corrections:
        return []
    before = live.verified_on.isoformat() if live.verified_on else ""
    after = timezone.localtime(at).date().isoformat()
    return [{"key": facts.CHECKED_ON, "label": gettext_noop("最後に確認した日"), "before": before, "after": after}]


def _draft(live: Service, said: Sequence[Mapping[str, str]]) -> int | None:
    """The id of the draft that holds the answer. A fault here loses the draft, never the answer."""
    if not said:
        return None
    try:
        with transaction.atomic():
            revision = drafts.by_the_desk(live, said)
    except Exception:
        logger.exception("The draft of a desk's answer for service %s failed", live.content_id)
        return None
    return revision.pk if revision is not None else None


def submit(live: Service) -> None:
    """Send the latest draft for approval; where that is refused, it stays a draft on the editors' list."""
    draft = Service.objects.get(pk=live.pk).get_latest_revision_as_object()
    workflow = draft.get_workflow()
    if workflow is None:
        return
    try:
        workflow.start(draft, None)
    except PublicationRefused as refusal:
        logger.info("A confirmed listing %s was not submitted: %s", live.content_id, refusal)
