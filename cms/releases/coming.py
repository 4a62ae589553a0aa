"""What comes and goes, day by day: what the calendar shows. Pure reads; each kind is one function."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_noop
from wagtail.models import Revision, TaskState

from catalog.models import ContactPoint, Service
from catalog.publishable import Entry
from cms.publication import sources
from cms.releases.models import Release

JAPAN = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class Happening:
    """One thing on one day. ``source`` is what it is about, where that has an editor; else ``url`` leads there."""

    day: date
    kind: str
    said: str
    name: str
    clock: str = ""
    source: Any = None
    url: str = ""

    @property
    def order(self) -> tuple[date, str, str, str]:
        """What has an hour comes after what lasts all day."""
        return self.day, self.clock, self.said, self.name


@dataclass(frozen=True)
class Span:
    """Days from ``first`` to ``last``, both included, in Japanese time."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.first, time(), JAPAN)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), JAPAN)


def _going_live(span: Span) -> Iterator[Happening]:
    """Approved for an hour, or asked for it and waiting for somebody's yes."""
    for revision in Revision.objects.filter(approved_go_live_at__gte=span.begin, approved_go_live_at__lt=span.end):
        if isinstance(entry := revision.as_object(), Entry):
            yield _at(revision.approved_go_live_at, "live", gettext("公開されます"), entry)
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, workflow_state__status="in_progress")
    for state in waiting.select_related("revision"):
        if not state.revision.content.get("go_live_at"):
            continue  # or everything that waits would be read as a whole
        entry = state.revision.as_object()
        if entry.go_live_at and span.begin <= entry.go_live_at < span.end:
            yield _at(entry.go_live_at, "live", gettext("公開の予定(承認待ち)"), entry)


def _expiring(span: Span) -> Iterator[Happening]:
    for entry in _live(expire_at__gte=span.begin, expire_at__lt=span.end):
        yield _at(entry.expire_at, "expire", gettext("公開が終わります"), entry)


def _released(span: Span) -> Iterator[Happening]:
    open_ones = Q(state__in=["draft", "submitted"], go_live_at__gte=span.begin, go_live_at__lt=span.end)
    past = Q(state="published", closed_at__gte=span.begin, closed_at__lt=span.end)
    said = {
        "draft": gettext("一括公開の予定(準備中)"),
        "submitted": gettext("一括公開の予定"),
        "published": gettext("一括公開しました"),
    }
    for release in Release.objects.filter(open_ones | past):
        moment = localtime(release.closed_at or release.go_live_at, JAPAN)
        yield Happening(
            day=moment.date(),
            kind="release",
            said=said[release.state],
            name=str(release),
            clock=f"{moment:%H:%M}",
            url=reverse("release", args=[release.pk]),
        )


def _to_be_reviewed(span: Span) -> Iterator[Happening]:
    for entry in _live(review_by__gte=span.first, review_by__lte=span.last):
        yield Happening(entry.review_by, "review", gettext("見直しの期限"), str(entry), source=entry)


def _closed(span: Span) -> Iterator[Happening]:
    """Closures of desks and of single contacts: the first day and the last."""
    for service in Service.objects.filter(_some_day(span), live=True):
        yield from _days(span, service, service, "")
    contacts = ContactPoint.objects.filter(_some_day(span), service__live=True).select_related("service")
    for contact in contacts:
        label = contact.text_in("label", "ja") or contact.value
        yield from _days(span, contact, contact.service, f"({label})")


def _some_day(span: Span) -> Q:
    days = (span.first, span.last)
    return Q(closure_from__range=days) | Q(closure_until__range=days)


def _days(span: Span, closed: Any, service: Service, which: str) -> Iterator[Happening]:
    for day, said in (
        (closed.closure_from, gettext("臨時休止が始まります")),
        (closed.closure_until, gettext("臨時休止の最終日")),
    ):
        if day is not None and span.first <= day <= span.last:
            yield Happening(day, "closure", said, f"{service}{which}", source=service)


#: Of services there may be many on a day, 90 columns wide: these are what is shown of one.
_SHOWN = ("content_id", "name_ja", "review_by", "expire_at")


def _live(**condition: Any) -> Iterator[Any]:
    models: tuple[Any, ...] = sources.ENTRY_MODELS
    for model in models:
        rows = model._default_manager.filter(live=True, **condition)
        yield from rows.only(*_SHOWN) if model is Service else rows


def _at(moment: datetime, kind: str, said: str, entry: Entry) -> Happening:
    local = localtime(moment, JAPAN)
    return Happening(local.date(), kind, said, str(entry), f"{local:%H:%M}", source=entry)


#: Every kind, under the key that the filter uses: what editors call it, and who finds it.
KINDS: dict[str, tuple[str, Callable[[Span], Iterator[Happening]]]] = {
    "release": (gettext_noop("一括公開"), _released),
    "live": (gettext_noop("公開の予定"), _going_live),
    "expire": (gettext_noop("公開の終わり"), _expiring),
    "review": (gettext_noop("見直しの期限"), _to_be_reviewed),
    "closure": (gettext_noop("臨時休止"), _closed),
}


def happenings(span: Span, kinds: list[str]) -> list[Happening]:
    """All that happens in these days, of these kinds, in order."""
    found = (happening for kind in kinds for happening in KINDS[kind][1](span))
    return sorted(found, key=lambda happening: happening.order)
