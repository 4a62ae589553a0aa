"""What waits for this person, and what everybody should see: a number each, and the way to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.models import WorkflowState

from cms.admin import approval_queue
from cms.checks.models import LinkState, Round, RoundFinding
from cms.dashboard import counts
from cms.dashboard.models import DailyCount
from cms.override import overdue as emergencies
from cms.releases.models import Release
from cms.translation.models import Work
from cms.verification import freshness, handling

FAILURES = 2


@dataclass(frozen=True)
class Box:
    """One number: what it counts, where it leads, and whether it should not wait."""

    title: str
    count: int
    url: str = ""
    urgent: bool = False
    note: str = ""


def own(person: Any) -> Iterator[Box]:
    """What this person has to do, or waits for."""
    queue = reverse("approvals")
    if any(person.has_perm(right) for right in approval_queue.RIGHTS.values()):
        waiting = approval_queue.waiting(person, mine="can")
        late = sum(row.is_late for row in waiting)
        yield Box(
            gettext("自分が点検・承認できるもの"),
            len(waiting),
            f"{queue}?mine=can",
            urgent=bool(late),
            note=gettext("うち%(late)s件は%(days)s日より長く待っています")
            % {"late": late, "days": settings.APPROVAL_WAIT_DAYS}
            if late
            else "",
        )
    if person.has_perm("catalog.change_service"):
        sent = WorkflowState.objects.filter(requested_by=person)
        returned = sent.filter(status=WorkflowState.STATUS_NEEDS_CHANGES).count()
        yield Box(gettext("差し戻された自分の下書き"), returned, f"{queue}?mine=sent", urgent=bool(returned))
        waits = sent.filter(status=WorkflowState.STATUS_IN_PROGRESS).count()
        yield Box(gettext("自分が出して、承認を待っているもの"), waits, f"{queue}?mine=sent")
    day = counts.today()
    until = day + timedelta(days=max(settings.REVIEW_REMINDER_DAYS))
    mine = freshness.due(until, steward=person)
    late_days = sum(one.day < day for one in mine)
    yield Box(
        gettext("自分が担当で、見直しの日が近いもの"),
        len(mine),
        urgent=bool(late_days),
        note=gettext("うち%(late)s件は期限切れです") % {"late": late_days} if late_days else "",
    )


def everybodys(person: Any) -> Iterator[Box]:
    """What keeps the listings true, for whoever may see them."""
    if not person.has_perm("catalog.view_service"):
        return
    services = reverse("wagtailsnippets_catalog_service:list")
    unverified, late = counts.unverified_and_overdue(counts.today())
    yield Box(gettext("要確認が残る公開中の窓口"), unverified, f"{services}?{urlencode({'unverified': 'true'})}")
    yield Box(gettext("確認の期限切れ"), late, reverse("overdue_listings"), urgent=bool(late))
    yield Box(gettext("窓口から届いた返事"), handling.unsettled().count(), reverse("owner_requests"))
    stale = Work.objects.filter(waiting_since__isnull=False).aggregate(stale=Sum("stale"))["stale"] or 0
    yield Box(gettext("日本語より古い訳の文"), stale, reverse("translation"))
    report = reverse("checks_report")
    yield Box(
        gettext("つながらないリンク"),
        LinkState.objects.filter(failures__gte=FAILURES).count(),
        f"{report}?rule=link-dead",
    )
    yield _of_last_round(report)
    unreviewed = emergencies.unreviewed().count()
    yield Box(gettext("事後の確認を待つ緊急の公開・停止"), unreviewed, reverse("emergencies"), urgent=bool(unreviewed))
    failed = Release.objects.filter(state="submitted", go_live_at__lt=timezone.now()).count()
    yield Box(gettext("時刻を過ぎても公開できていない一括公開"), failed, reverse("releases"), urgent=bool(failed))
    yield _of_drift()


def _of_last_round(report: str) -> Box:
    last = Round.objects.filter(running=None).order_by("-pk").first()
    if last is None or last.finished_at is None:
        return Box(
            gettext("点検で見つかったこと(公開を止めるもの)"), 0, report, note=gettext("まだ全体の点検をしていません")
        )
    blocking = RoundFinding.objects.filter(round=last, level="block").count()
    said = gettext("%(day)sの点検") % {"day": _day(timezone.localtime(last.finished_at))}
    return Box(gettext("点検で見つかったこと(公開を止めるもの)"), blocking, report, urgent=bool(blocking), note=said)


def _day(day: date) -> str:
    return date_format(day, gettext("n月j日"))


def _of_drift() -> Box:
    """What the worker found at night: nobody can be sent to a screen, since only operators can mend it."""
    last = DailyCount.objects.filter(series="drift").order_by("-day").first()
    title = gettext("公開中の内容と公開データの違い")
    if last is None:
        return Box(title, 0, note=gettext("まだ調べていません(毎晩2時から調べます)"))
    said = gettext("%(day)sに調べました。管理者に伝えてください") if last.count else gettext("%(day)sに調べました")
    said %= {"day": _day(last.day)}
    return Box(title, last.count, urgent=bool(last.count), note=said)
