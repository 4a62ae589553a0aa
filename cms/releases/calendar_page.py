"""The calendar: a month as a table, or as a list, which is also what a narrow screen shows."""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from api.hours.holidays import names_of
from cms.releases.coming import JAPAN, KINDS, Happening, Span, happenings
from cms.releases.menu import may_look

#: So many of a day stand in a cell of the table; the rest is one click away, in the list.
IN_A_CELL = 5

#: From the month that is shown, how far the list of months to choose from goes.
MONTHS_BACK, MONTHS_AHEAD = 12, 24


@dataclass(frozen=True)
class Shown:
    """One happening on the page, with the address that it leads to for this person."""

    happening: Happening
    kind: str
    url: str | None


@dataclass(frozen=True)
class Day:
    """One day of the month."""

    date: date
    weekday: str
    holiday: str
    today: bool
    shown: list[Shown]
    in_month: bool = True

    @property
    def first(self) -> list[Shown]:
        return self.shown[:IN_A_CELL]

    @property
    def more(self) -> int:
        return len(self.shown) - IN_A_CELL

    @property
    def tone(self) -> str:
        """How the date is coloured; the words beside it say the same."""
        weekday = self.date.weekday()
        if self.holiday or weekday == calendar.SUNDAY:
            return "sunday"
        return "saturday" if weekday == calendar.SATURDAY else "weekday"


class CalendarPage(WagtailAdminTemplateMixin, TemplateView):
    """What comes and goes in one month, by the kinds that were asked for."""

    template_name = "editors/calendar.html"
    page_title = _("カレンダー")
    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_look(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localtime(timezone=JAPAN).date()
        first = month_of(self.request.GET.get("month", ""), today)
        kinds = [kind for kind in self.request.GET.getlist("kind") if kind in KINDS] or list(KINDS)
        weeks = list(self._weeks(first, today, kinds))
        days = [day for week in weeks for day in week if day.in_month]
        as_list = self.request.GET.get("view") == "list"
        return super().get_context_data(
            first=first,
            weeks=weeks,
            days=[day for day in days if day.shown or day.holiday or day.today],
            count=sum(len(day.shown) for day in days),
            weekdays=[WEEKDAYS_ABBR[day] for day in calendar.Calendar(calendar.SUNDAY).iterweekdays()],
            kinds=[(kind, gettext(label), kind in kinds) for kind, (label, _) in KINDS.items()],
            months=[_moved(first, moved) for moved in range(-MONTHS_BACK, MONTHS_AHEAD + 1)],
            as_list=as_list,
            before=_address(_moved(first, -1), kinds, as_list=as_list),
            after=_address(_moved(first, 1), kinds, as_list=as_list),
            now=_address(today, kinds, as_list=as_list),
            as_table_url=_address(first, kinds, as_list=False),
            as_list_url=_address(first, kinds, as_list=True),
            **kwargs,
        )

    def _weeks(self, first: date, today: date, kinds: list[str]) -> Iterator[list[Day]]:
        weeks = calendar.Calendar(firstweekday=calendar.SUNDAY).monthdatescalendar(first.year, first.month)
        last = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
        of_day: dict[date, list[Shown]] = defaultdict(list)
        find = AdminURLFinder(self.request.user).get_edit_url
        for happening in happenings(Span(first, last), kinds):
            url = happening.url or (find(happening.source) if happening.source is not None else None)
            of_day[happening.day].append(Shown(happening, gettext(KINDS[happening.kind][0]), url))
        for week in weeks:
            yield [
                Day(
                    date=day,
                    weekday=str(WEEKDAYS_ABBR[day.weekday()]),
                    holiday=names_of(day.year).get(day, ""),
                    today=day == today,
                    shown=of_day.get(day, []),
                    in_month=day.month == first.month,
                )
                for day in week
            ]


def month_of(asked: str, today: date) -> date:
    """The first day of the month that an address asks for as 2026-12; of this month where it asks for none."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", asked, re.ASCII)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def _moved(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _address(month: date, kinds: list[str], *, as_list: bool) -> str:
    asked: list[tuple[str, str]] = [("month", f"{month:%Y-%m}")]
    if len(kinds) < len(KINDS):
        asked += [("kind", kind) for kind in kinds]
    if as_list:
        asked.append(("view", "list"))
    return f"?{urlencode(asked)}"
