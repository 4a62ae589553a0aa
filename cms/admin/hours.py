"""The editors' form of opening hours: a field that scripts make clickable, and what its hours mean for two weeks."""

import json
from datetime import date, datetime
from typing import Any

import jpholiday
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from api.hours.evaluation import Is, days
from api.hours.holidays import JAPAN
from api.hours.pattern import Pattern
from catalog import opening_hours

SHOWN_DAYS = 14
WEEKDAY_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
UNKNOWN = _("空のままなら「受付時間は不明」です。開いているとも閉まっているとも案内しません。")
#: What `hours_form.js` says; in braces stands what it fills in.
FORM_WORDS = {
    **{code: WEEKDAYS_ABBR[number] for number, code in enumerate(WEEKDAY_CODES)},
    **{f"{code}Long": WEEKDAYS[number] for number, code in enumerate(WEEKDAY_CODES)},
    "PH": _("祝日"),
    "holidays": _("祝日"),
    "yearly": _("毎年の期間(年末年始など)"),
    "nth": _("第○曜日"),
    "monthly": _("毎月○日"),
    "dates": _("決まった日(一度だけ)"),
    "open": _("曜日と時刻で入力する"),
    "beyond": _("この受付時間は、画面では表しきれません。上の式をそのまま直してください。"),
    "again": _("式を消して、はじめから入力する"),
    "always": _("24時間いつでも"),
    "group": _("曜日の枠 {number}"),
    "addGroup": _("曜日の枠を足す"),
    "removeGroup": _("この枠を消す"),
    "removeNamed": _("{legend}を消す"),
    "noHolidays": _("祝日は休み"),
    "noNewYear": _("年末年始は休み"),
    "special": _("とくべつな日 {number}"),
    "addSpecial": _("とくべつな日を足す"),
    "removeSpecial": _("この日を消す"),
    "start": _("開始"),
    "until": _("〜"),
    "end": _("終了"),
    "nextDay": _("(翌日)"),
    "addTime": _("時間を足す"),
    "addTimeTo": _("{legend}に時間を足す"),
    "remove": _("消す"),
    "removeTime": _("{legend} 時間 {number} を消す"),
    "closed": _("休み"),
    "opens": _("受付する"),
    "which": _("どの日"),
    "onThatDay": _("その日は"),
    "from": _("はじめ"),
    "to": _("おわり"),
    "partOf": _("{text}({part})"),
    "week": _("第何週"),
    "nth1": _("第1"),
    "nth2": _("第2"),
    "nth3": _("第3"),
    "nth4": _("第4"),
    "nth5": _("第5"),
    "last": _("最後の"),
    "weekday": _("曜日"),
    "day": _("日"),
    "dayNumber": _("{number}日"),
    "month": _("月"),
    "monthNumber": _("{number}月"),
    "unknown": _("これから14日間を、いまは表示できません。"),
    "caption": _("これから14日間の受付"),
}


class HoursInput(forms.TextInput):
    """The expression as text: it works without scripts, and `hours_form.js` puts a form of days and times below it."""

    class Media:
        js = ("editors/hours_rules.js", "editors/hours_form.js")
        css = {"all": ("editors/hours.css",)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        words = json.dumps({key: str(word) for key, word in FORM_WORDS.items()}, ensure_ascii=False)
        own = {"data-hours-preview": reverse("hours_preview"), "data-hours-words": words}
        return super().get_context(name, value, {**(attrs or {}), **own})


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
        return {"problem": str(UNKNOWN), "days": []}
    return {
        "problem": "",
        "days": [
            {
                "day": date_format(day, gettext("n月j日(D)")),
                "hours": _told(spans),
                "holiday": jpholiday.is_holiday_name(day) or "",
            }
            for day, spans in days(Pattern.of(hours), today, SHOWN_DAYS)
        ],
    }


def _told(spans: list[tuple[datetime, datetime, Is]]) -> str:
    opened = [(start, end) for start, end, is_open in spans if is_open]
    if not opened:
        return gettext("休み")
    if opened == [(spans[0][0], spans[-1][1])]:
        return gettext("24時間")
    return gettext("、").join(
        gettext("%(start)s〜%(end)s")
        % {"start": _clock(start), "end": _clock(end) if end.date() == start.date() else "24:00"}
        for start, end in opened
    )


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"
