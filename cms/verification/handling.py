"""What editors do with an answer: take values over into their draft, decline them, and be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from catalog.models import Service
from cms.verification import drafts, facts
from cms.verification.models import Handling, OwnerAnswer, OwnerRequest
from cms.workflow.refusal import PublicationRefused

MESSAGE = "message"
LOCKED = gettext_noop(
    "この窓口はほかの担当者がロックしているか、承認の途中です。下書きは変えていません。"
    "ロックを外してもらうか、承認が終わってから、もう一度取り入れてください。"
)
STATES = {
    "live": gettext_noop("公開済み"),
    "draft": gettext_noop("下書きにあり(承認待ち・提出前)"),
    "declined": gettext_noop("見送った"),
    "open": gettext_noop("まだ"),
}


@dataclass(frozen=True)
class Said:
    """One value of an answer, and where it stands now."""

    key: str
    label: str
    before: str
    after: str
    state: str
    draft: str

    @property
    def state_words(self) -> str:
        return gettext(STATES[self.state])


def standing(answer: OwnerAnswer, live: Service | None) -> list[Said]:
    """Every value that the desk gave, and whether it is live, in the latest draft, declined, or nowhere yet."""
    if live is None:
        return []
    draft = facts.values(live.get_latest_revision_as_object())
    now = facts.values(live)
    declined = set(answer.handlings.filter(decision="declined").values_list("key", flat=True))
    return [_said(one, now, draft, declined) for one in answer.corrections]


def _said(one: dict[str, str], now: dict[str, str], draft: dict[str, str], declined: set[str]) -> Said:
    key, kind = one["key"], facts.kind_of(one["key"])
    if key in declined:
        state = "declined"
    elif facts.holds(now, key, one["after"]):
        state = "live"
    else:
        state = "draft" if facts.holds(draft, key, one["after"]) else "open"
    in_draft = facts.shown(kind, draft.get(key, "")) if kind != facts.GONE else ""
    return Said(
        key,
        facts.in_words(one["label"]),
        facts.shown(kind, one["before"]),
        facts.shown(kind, one["after"]),
        state,
        in_draft,
    )


def is_settled(answer: OwnerAnswer, live: Service | None) -> bool:
    """Whether nothing of an answer waits for an editor: each value is live or declined, the message was read."""
    if live is None:
        return True
    unread = answer.request.message and not answer.handlings.filter(key=MESSAGE).exists()
    return not unread and all(said.state in {"live", "declined"} for said in standing(answer, live))


def settle(at: datetime, requests: Iterable[OwnerRequest] | None = None) -> int:
    """Note which answers are done with. Returns how many are so now."""
    if requests is None:
        requests = unsettled()
    done = 0
    for asked in requests:
        live = Service.objects.filter(content_id=asked.content_id, live=True).first()
        if is_settled(asked.answer, live):
            done += OwnerRequest.objects.filter(pk=asked.pk, settled_at=None).update(settled_at=at)
    return done


def unsettled() -> Any:
    """Answered requests of which something waits for an editor, oldest answer first."""
    waiting = OwnerRequest.objects.filter(answered_at__isnull=False, settled_at=None)
    return waiting.select_related("answer").order_by("answered_at", "pk")


@transaction.atomic
def take_over(answer: OwnerAnswer, keys: Iterable[str], *, person: Any, at: datetime) -> list[str]:
    """Put these values into the latest draft as this person's work. Returns the labels of what no longer fits there.

    Raises PublicationRefused, with nothing written, where somebody else locked the listing.
    """
    live = Service.objects.select_for_update().get(content_id=answer.content_id)
    lock = live.get_lock()
    if lock is not None and lock.for_user(person):
        raise PublicationRefused(gettext(LOCKED))
    draft = live.get_latest_revision_as_object()
    missed, taken, wanted = [], [], set(keys)
    for one in answer.corrections:
        if one["key"] not in wanted:
            continue
        if drafts.put(draft, one["key"], one["after"]):
            taken.append(one["key"])
        else:
            missed.append(facts.in_words(one["label"]))
    if taken:
        draft.save_revision(user=person, clean=False, log_action=True)
        _decide(answer, taken, "taken", person, at)
    return missed


@transaction.atomic
def decline(answer: OwnerAnswer, keys: Iterable[str], *, person: Any, at: datetime) -> None:
    """Say that these values are not wanted, or that the message was read."""
    known = {one["key"] for one in answer.corrections}
    _decide(answer, [key for key in keys if key in known], "declined", person, at)


@transaction.atomic
def read_message(answer: OwnerAnswer, *, person: Any, at: datetime) -> None:
    """Say that the message was read."""
    _decide(answer, [MESSAGE], "read", person, at)


def _decide(answer: OwnerAnswer, keys: Iterable[str], decision: str, person: Any, at: datetime) -> None:
    decided = set(answer.handlings.filter(decision=decision).values_list("key", flat=True))
    for key in keys:
        if key not in decided:
            Handling(answer=answer, key=key, decision=decision, person=person, at=at).save()
