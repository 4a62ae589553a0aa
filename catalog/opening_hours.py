"""Opening hours: OSM expressions in Japanese time, checked before they are saved. Pure.

None means unknown: neither open nor closed.
"""

import re
import unicodedata

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined] # missing in its stub

HELP = _(
    "例:Mo-Fr 09:00-17:00; PH off; Dec 29-Jan 03 off(PHは祝日、offは休み、いつでもなら24/7)。"
    "わからないときや地域でちがうときは空のままにし、文章の説明は「補足」に書きます。"
)

_DASHES = re.compile(r"[‐‑‒–—―−〜~]")  # stays Japanese: signs
_WEEKDAYS, _TIMES = re.compile(r"[月火水木金土日]"), re.compile(r"[時分]|午前|午後")  # stays Japanese: as typed
_OPENS_NEVER = re.compile(r"\b(off|closed)\s*$", re.IGNORECASE)
_EXCEPTION = re.compile(r"\bPH\b|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b", re.IGNORECASE)
_SUN = re.compile(r"\b(sunrise|sunset|dawn|dusk)\b", re.IGNORECASE)
_RULES = re.compile(r"; ?|, (?!\d{1,2}:)")
_HAS_TIMES = re.compile(r"\d:\d\d|24/7")
_MONTH_DAY = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{1,2})\b(?!:)", re.IGNORECASE)
_LONGEST = {
    **dict.fromkeys(("Jan", "Mar", "May", "Jul", "Aug", "Oct", "Dec"), 31),
    **dict.fromkeys(("Apr", "Jun", "Sep", "Nov"), 30),
    "Feb": 29,
}
_CLOCK = re.compile(r"\b(\d{1,2}):\d\d\s*-")


class HoursInvalid(ValueError):
    """Hours that cannot be understood or mean something else; the message says in Japanese what is wrong."""


def normalise(text: str | None) -> str | None:
    """The expression as stored: half-width, single spaces; None for an empty one. Raises HoursInvalid."""
    expression = computable(text)
    if expression is None:
        return None
    if re.search(r"\bunknown\b", expression, re.IGNORECASE):
        raise HoursInvalid(gettext("わからない受付時間は、「unknown」と書かずに空のままにしてください。"))
    _refuse_days_that_never_come(expression)
    _refuse_days_without_times(expression)
    _refuse_overruled_closure(expression)
    return expression


def computable(text: str | None) -> str | None:
    """The same, for all from which a machine can tell open from closed, though an editor may have meant another."""
    expression = " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", text or "")).split()).rstrip("; ")
    if not expression:
        return None
    if '"' in expression or "“" in expression or "”" in expression:
        raise HoursInvalid(gettext('受付時間に文章("…")は書けません。予約が必要などの説明は「補足」に書いてください。'))
    if "||" in expression:
        raise HoursInvalid(gettext("受付時間に「||」は使えません。曜日や日付ごとに「;」で区切って書いてください。"))
    if re.search(r"\bSH\b", expression):
        raise HoursInvalid(
            gettext("「SH」(学校の休み)は計算できません。期間を日付で書いてください(例:Jul 21-Aug 31)。")
        )
    if _SUN.search(expression):
        raise HoursInvalid(
            gettext("日の出・日の入りの時刻は計算できません。時刻を 09:00-17:00 のように書いてください。")
        )
    try:
        OpeningHours(expression)
    except ParserError as error:
        raise HoursInvalid(_explain(expression, str(error))) from error
    return expression


def _refuse_days_that_never_come(expression: str) -> None:
    """The library takes 30 February for other days."""
    for month, day in _MONTH_DAY.findall(expression):
        if int(day) > _LONGEST[month.title()]:
            raise HoursInvalid(
                gettext("「%(month)s %(day)s」という日はありません。日付を確かめてください。")
                % {"month": month, "day": day}
            )


def _refuse_days_without_times(expression: str) -> None:
    """Days alone mean the whole day, and `Mo, We 10:00-12:00` means all of Monday: nobody means that."""
    for rule in _RULES.split(expression):
        if not (_OPENS_NEVER.search(rule) or _HAS_TIMES.search(rule)):
            raise HoursInvalid(
                gettext(
                    "「%(rule)s」に時刻がありません。一日中のときは「%(rule)s 00:00-24:00」と書いてください。"
                    "曜日を並べるコンマのあとには、空白を入れません(例:Mo,We 10:00-12:00)。"
                )
                % {"rule": rule}
            )


def _refuse_overruled_closure(expression: str) -> None:
    """A later rule overrules an earlier one: `PH off; Mo-Fr 09:00-17:00` is open on holidays."""
    closed: str | None = None
    for rule in (part.strip() for part in expression.split(";")):
        if _OPENS_NEVER.search(rule):
            if _EXCEPTION.search(rule):
                closed = closed or rule
        elif closed is not None:
            raise HoursInvalid(
                gettext(
                    "「%(closed)s」のあとに「%(rule)s」があるので、休みになりません。休み(off)は、時間を書いたあとの最後に"
                    "並べてください。"
                )
                % {"closed": closed, "rule": rule}
            )


def _explain(expression: str, parser_message: str) -> str:
    """Say what editors most often write instead, else where reading stopped."""
    if _WEEKDAYS.search(expression):
        return gettext("曜日は、月 Mo・火 Tu・水 We・木 Th・金 Fr・土 Sa・日 Su・祝日 PH と書いてください。") + HELP
    if _TIMES.search(expression):
        return gettext("時刻は、24時間制で 09:00-17:00 のように書いてください。") + HELP
    late = next((hour for hour in _CLOCK.findall(expression) if int(hour) >= 24), None)
    if late:
        return (
            gettext("%(late)s時から始まる時間は書けません。次の日の %(early)s:00 からとして書いてください。")
            % {"late": late, "early": format(int(late) - 24, "02d")}
        ) + HELP
    place = re.search(r"--> \d+:(\d+)", parser_message)
    rest = expression[int(place.group(1)) - 1 :] if place else expression
    if not rest:
        return gettext("受付時間が途中で終わっています。終わりの時刻まで書いてください。") + HELP
    return (gettext("受付時間の「%(rest)s」から先が読み取れません。") % {"rest": rest}) + HELP
