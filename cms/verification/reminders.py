"""Reminders of review days: one letter for a person and a day, each stage of each day told once, then to approvers.

Several processes may do this at once: the letter's row is the claim, and the table has one for a person and day.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder

from catalog.publishable import Entry
from cms.verification import freshness
from cms.verification.models import Reminder, ReminderLetter
from cms.workflow.people import called

logger = logging.getLogger(__name__)

#: A claim of a process that died is taken over after this.
CLAIM = timedelta(hours=1)
#: A letter names so many at most; the rest is counted, and told on the next days.
LONGEST = 200
_HEADINGS = {
    "escalated": "見直しの日を過ぎています(承認者にも知らせています)",
    "due": "見直しの日が来ました",
    "soon": "見直しの日まで7日以内",
    "early": "見直しの日まで30日以内",
}


@dataclass(frozen=True)
class Due:
    """One entry of which one person is to be told."""

    entry: Entry
    stage: str
    person: Any

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.person.pk, self.entry.content_id, self.entry.review_by, self.stage)


def stage_of(review_by: date, day: date) -> str:
    """Which reminder is the latest that is due, "" for none yet. A stage that no worker saw is not made up for."""
    early, soon, due = settings.REVIEW_REMINDER_DAYS
    left = (review_by - day).days
    if left <= -settings.REVIEW_ESCALATION_DAYS:
        return "escalated"
    return next((name for name, days in (("due", due), ("soon", soon), ("early", early)) if left <= days), "")


def due_on(day: date) -> list[Due]:
    """Whom to tell of what on this day: stewards, and approvers where there is none or where it is long overdue."""
    approvers = list(_approvers())
    found = []
    for entry in freshness.to_review(day + timedelta(days=max(settings.REVIEW_REMINDER_DAYS))):
        stage = stage_of(entry.review_by or day, day)
        steward = entry.steward if entry.steward is not None and entry.steward.is_active else None
        people = [*([steward] if steward else []), *(approvers if steward is None or stage == "escalated" else [])]
        found += [Due(entry, stage, person) for person in dict.fromkeys(people)]
    return found


def _approvers() -> Iterator[Any]:
    right = Permission.objects.filter(content_type__app_label="workflow", codename="approve")
    people = get_user_model().objects.filter(
        Q(groups__permissions__in=right) | Q(user_permissions__in=right), is_active=True
    )
    yield from people.distinct().order_by("pk")


def send(at: datetime) -> int:
    """Send today's letters that nobody sent yet. Returns how many went out; a mail server that fails is left alone."""
    day = timezone.localtime(at).date()
    told = set(
        Reminder.objects.filter(letter__sent_at__isnull=False).values_list(
            "person_id", "content_id", "review_by", "stage"
        )
    )
    by_person: dict[Any, list[Due]] = defaultdict(list)
    for due in due_on(day):
        if due.key not in told and due.person.email:
            by_person[due.person].append(due)
    sent = 0
    for person, dues in by_person.items():
        letter = _claim(person, day, at)
        if letter is None:
            continue
        if not _send_to(person, dues[:LONGEST], day, letter):
            break  # the next ones would wait for the same dead server, and with them whatever else is due
        sent += 1
    return sent


def _send_to(person: Any, dues: list[Due], day: date, letter: ReminderLetter) -> bool:
    try:
        EmailMessage(f"【ともしび】内容の見直し({len(dues)}件)", _text(person, dues), to=[person.email]).send()
    except (OSError, ValueError) as error:
        # What it says is left out: a mail server's refusal names the address.
        logger.error("A reminder could not be sent, and is tried again in an hour: %s", type(error).__name__)
        return False
    except Exception:  # of ours, and no mail server's
        logger.exception("A reminder could not be sent; it is tried again in an hour")
        return False
    with transaction.atomic():
        ReminderLetter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
        Reminder.objects.bulk_create(
            [
                Reminder(
                    person=person,
                    content_id=due.entry.content_id,
                    review_by=due.entry.review_by or day,
                    stage=due.stage,
                    letter=letter,
                )
                for due in dues
            ],
            ignore_conflicts=True,
        )
    return True


def _claim(person: Any, day: date, at: datetime) -> ReminderLetter | None:
    """The row that lets this process, and no other, send this person's letter of this day."""
    try:
        with transaction.atomic():
            return ReminderLetter.objects.create(person=person, day=day, claimed_at=at)
    except IntegrityError:
        stale = ReminderLetter.objects.filter(person=person, day=day, sent_at=None, claimed_at__lte=at - CLAIM)
        return ReminderLetter.objects.get(person=person, day=day) if stale.update(claimed_at=at) else None


def _text(person: Any, dues: Iterable[Due]) -> str:
    by_stage: dict[str, list[Due]] = defaultdict(list)
    for due in dues:
        by_stage[due.stage].append(due)
    finder = AdminURLFinder(person)
    parts = [f"{called(person)} さん\n\n内容を見直す日の知らせです。"]
    for stage, heading in _HEADINGS.items():
        if some := by_stage.get(stage):
            parts.append("\n".join([f"■ {heading}", *(_line(due.entry, finder) for due in some)]))
    panel = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home")
    parts.append(
        "見直したら、「確認と公開」のタブの「次の見直し日」を先の日にして保存し、承認に出してください。\n"
        f"あなたの仕事の一覧: {panel}"
    )
    return "\n\n".join(parts) + "\n"


def _line(entry: Entry, finder: AdminURLFinder) -> str:
    where = finder.get_edit_url(entry)
    steward = f"、担当 {entry.steward}" if entry.steward else "、担当者なし"
    line = f"・{entry.review_by:%Y年%m月%d日} {entry._meta.verbose_name}「{entry}」{steward}"
    return f"{line}\n  {settings.WAGTAILADMIN_BASE_URL}{where}" if where else line
