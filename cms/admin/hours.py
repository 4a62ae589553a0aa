"""The editors' form of opening hours: a field that scripts make clickable, and what its hours mean for two weeks."""

from datetime import date, datetime
from typing import Any

import jpholiday
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.generic import View

from api.hours.evaluation import Is, days
from api.hours.holidays import JAPAN
from api.hours.pattern import Pattern
from catalog import opening_hours

SHOWN_DAYS = 14
WEEKDAYS = "月火水木金土日"
UNKNOWN = "空のままなら「受付時間は不明」です。開いているとも閉まっているとも案内しません。"


class HoursInput(forms.TextInput):
    """The expression as text: it works without scripts, and `hours_form.js` puts a form of days and times below it."""

    class Media:
        js = ("editors/hours_rules.js", "editors/hours_form.js")
        css = {"all": ("editors/hours.css",)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, {**(attrs or {}), "data-hours-preview": reverse("hours_preview")})


class HoursPreview(View):
    """What hours that are being typed mean for the next days, or what is wrong with them. Keeps nothing."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Raises PermissionDenied for whoever works on no services."""
        if not any(request.user.has_perm(f"catalog.{right}_service") for right in ("add", "change", "view")):
            raise PermissionDenied
        return JsonResponse(preview(request.GET.get("hours", ""), datetime.now(JAPAN).date()))


def preview(text: str, today: date) -> dict[str, Any]:
    """Return each of the next days with its hours in Japanese, or the problem that keeps them from being known."""
    try:
        hours = opening_hours.normalise(text[:500])
    except opening_hours.HoursInvalid as error:
        return {"problem": str(error), "days": []}
    if hours is None:
        return {"problem": UNKNOWN, "days": []}
    return {
        "problem": "",
        "days": [
            {
                "day": f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})",
                "hours": _told(spans),
                "holiday": jpholiday.is_holiday_name(day) or "",
            }
            for day, spans in days(Pattern.of(hours), today, SHOWN_DAYS)
        ],
    }


def _told(spans: list[tuple[datetime, datetime, Is]]) -> str:
    opened = [(start, end) for start, end, is_open in spans if is_open]
    if not opened:
        return "休み"
    if opened == [(spans[0][0], spans[-1][1])]:
        return "24時間"
    return "、".join(
        f"{_clock(start)}〜{_clock(end) if end.date() == start.date() else '24:00'}" for start, end in opened
    )


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"
