"""The one door: may this content be live? Every way of publishing ends here, inside the unit."""

from collections.abc import Callable, Container
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Model
from django.utils.translation import gettext

from catalog.publishable import Entry
from cms.workflow import authorship
from cms.workflow.digest import digest
from cms.workflow.models import Approval, Authorship, LiveDigest
from cms.workflow.refusal import PublicationRefused
from cms.workflow.steps import STEP_NAMES, required_steps

# What else may stand for the steps, by the record and for exactly this content since what is live: two people in an
# emergency. Whoever keeps such a record says so here; each function is asked with the entry and what is live.
stand_ins: list[Callable[[Entry, LiveDigest | None], bool]] = []


def live_digest(content_id: UUID) -> LiveDigest | None:
    """What is live of this entry by the record, or None if it never was."""
    return LiveDigest.objects.filter(content_id=content_id).order_by("-pk").first()


def missing_steps(entry: Entry) -> list[str]:
    """The steps whose yes is missing for exactly this content. Rows by authors since the live version do not count."""
    content, last = digest(entry), live_digest(entry.content_id)
    rows = Approval.objects.filter(content_id=entry.content_id, digest=content)
    if last is not None:
        rows = rows.filter(pk__gt=last.approval_boundary)
    if settings.TOMOSHIBI_DEMO and rows.filter(step="demo").exists():
        return []
    if any(stands_in(entry, last) for stands_in in stand_ins):
        return []
    if not has_known_author(entry):
        return list(required_steps(entry))  # an unknown author could be the approver
    authors = authors_of(entry)
    said_yes = {row.step for row in rows if row.person_id not in authors}
    missing = [step for step in required_steps(entry) if step not in said_yes]
    if not missing and is_from_outside(entry) and len({row.person_id for row in rows} - authors) < 2:
        return list(required_steps(entry)[-1:])  # or one person alone would have read an outsider's words
    return missing


def authors_of(entry: Entry) -> set[int]:
    """Who may not approve this content: everybody who wrote since the version that is live."""
    last = live_digest(entry.content_id)
    boundary = last.authorship_boundary if last else 0
    return authorship.authors_since(entry.content_id, boundary, digest(entry))


def is_from_outside(entry: Entry) -> bool:
    """Whether a desk or a partner wrote this content and no person of the house: two of them have to read it."""
    last = live_digest(entry.content_id)
    return authorship.is_from_outside(entry.content_id, last.authorship_boundary if last else 0, digest(entry))


def has_known_author(entry: Entry) -> bool:
    """Whether somebody is on record as having written exactly this content."""
    return authorship.is_known(entry.content_id, digest(entry))


def require_approval(entry: Entry) -> None:
    """Raises PublicationRefused, naming what is missing, unless every required step stands for this content."""
    if not (missing := missing_steps(entry)):
        return
    names = gettext("・").join(gettext(STEP_NAMES[step]) for step in missing)
    raise PublicationRefused(
        gettext(
            "「%(entry)s」は、この内容での%(names)sがまだないため、公開できません。「公開までの確認に提出する」"
            "を押して、書いた人とは別の担当者に見てもらってください。"
        )
        % {"entry": entry, "names": names},
        entry=entry,
    )


def admit(
    entry: Entry,
    *,
    at: datetime,
    door: str,
    person: Any,
    agreed: Container[str] = (),
    gate: Callable[[Entry], None] = lambda entry: None,
) -> UUID | None:
    """Let a row that is live be live. Returns the id of its new audit row, or None where its content did not change.

    ``agreed`` holds digests to which two people agreed otherwise: a withdrawal from some channels. ``gate`` is asked
    of other new content before approval is, and raises as well.
    Raises PublicationRefused.
    """
    content, last = digest(entry), live_digest(entry.content_id)
    if last is not None and last.digest == content:
        return None
    if content not in agreed:
        gate(entry)
        require_approval(entry)
    return _record(entry.content_id, content, at=at, door=door, person=person)


def release(content_id: UUID, model: type[Model], *, at: datetime, door: str, person: Any, agreed: bool) -> UUID | None:
    """Let an entry cease to be live. ``agreed`` says that a confirmed withdrawal or an approved expiry is behind it.

    Raises PublicationRefused.
    """
    last = live_digest(content_id)
    if last is None or not last.digest:
        return None
    if not agreed:
        raise PublicationRefused(
            gettext(
                "公開中の%(kind)sは、ひとりでは取り下げたり削除したりできません。「取り下げ」"
                "の画面で理由を書いて申し出て、別の担当者に確かめてもらってください。"
            )
            % {"kind": model._meta.verbose_name},
            withdraw=content_id,
        )
    return _record(content_id, "", at=at, door=door, person=person)


def _record(content_id: UUID, content: str, *, at: datetime, door: str, person: Any) -> UUID:
    first = (
        Authorship.objects.filter(content_id=content_id, digest=content, pk__gt=_boundary(content_id))
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )
    row = LiveDigest(
        content_id=content_id,
        digest=content,
        door=door,
        person=person if getattr(person, "pk", None) else None,
        authorship_boundary=first or _boundary(content_id),
        approval_boundary=Approval.objects.aggregate(last=Max("pk"))["last"] or 0,
        at=at,
    )
    row.save()
    return row.cause_id


def _boundary(content_id: UUID) -> int:
    last = live_digest(content_id)
    return last.authorship_boundary if last else 0
