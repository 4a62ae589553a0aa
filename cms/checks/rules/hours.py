"""Opening hours: a person who calls a closed desk may not call again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop

from api.hours.evaluation import holding
from api.hours.holidays import JAPAN
from api.hours.pattern import Pattern
from catalog import opening_hours
from cms.checks.examples import hours
from cms.checks.reading import Contact, Reading
from cms.checks.rule import Known, Rule, Said

#: So many days before the last opening it is told.
SOON = timedelta(days=30)


def _with_hours(reading: Reading) -> Iterator[Contact]:
    return (contact for contact in reading.contacts if contact.hours)


def _format(reading: Reading, known: Known) -> Iterator[Said]:
    for contact in _with_hours(reading):
        try:
            opening_hours.normalise(contact.hours)
        except opening_hours.HoursInvalid as error:
            yield (
                contact.at("hours", gettext("受付時間")),
                str(error),
                gettext("「曜日と時刻で入力する」からも入れられます。"),
            )


def _never(reading: Reading, known: Known) -> Iterator[Said]:
    for contact in _with_hours(reading):
        if last_opening(contact.hours or "", known.today) == date.min:
            yield (
                contact.at("hours", gettext("受付時間")),
                gettext("この受付時間では、これから一度も開きません。"),
                gettext("受付時間を直すか、終わった窓口なら連絡先を消してください。"),
            )


def _end(reading: Reading, known: Known) -> Iterator[Said]:
    for contact in _with_hours(reading):
        last = last_opening(contact.hours or "", known.today)
        if last is not None and last != date.min and last - known.today <= SOON:
            yield (
                contact.at("hours", gettext("受付時間")),
                gettext("受付は%(year)s年%(month)s月%(day)s日で終わります。")
                % {"year": last.year, "month": last.month, "day": last.day},
                gettext("そのあとの受付時間を確かめてください。"),
            )


@lru_cache(maxsize=4096)
def last_opening(hours: str, today: date) -> date | None:
    """The last day on which it opens: None where no end is in sight or hours cannot be read, ``date.min`` for never."""
    try:
        pattern = Pattern.of(opening_hours.normalise(hours))
    except opening_hours.HoursInvalid:
        return None
    at = datetime(today.year, today.month, today.day, tzinfo=JAPAN)
    horizon, last = at + SOON + timedelta(days=1), date.min
    while True:
        is_open, until = holding(pattern, at)
        if until is None:
            return None if is_open or is_open is None else last
        if is_open:
            if until > horizon:
                return None
            last = (until - timedelta(minutes=1)).date()
        elif until > horizon:
            # Closed beyond the horizon, and opening again after it: something yearly, or the next season.
            return None
        at = until


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "hours-format",
        gettext_noop("受付時間の書きかた"),
        "block",
        "読みとれない受付時間は、「いま開いている窓口」に正しく出せません。",
        _format,
        good=(hours("Mo-Fr 09:00-17:00; PH off"), hours("24/7")),
        bad=(hours("月-金 9時から17時"), hours("PH off; Mo-Fr 09:00-17:00")),
    ),
    Rule(
        "hours-never",
        gettext_noop("一度も開かない受付時間"),
        "block",
        "ずっと閉まっている連絡先は、ないのと同じです。",
        _never,
        good=(hours("Mo-Fr 09:00-17:00"),),
        bad=(hours("off"), hours("2020 Jan 01-2020 Dec 31 09:00-17:00")),
    ),
    Rule(
        "hours-end",
        gettext_noop("まもなく終わる受付"),
        "warn",
        "期間の決まった窓口は、終わる前に、次の期間か代わりの窓口を用意します。",
        _end,
        good=(hours("Mo-Fr 09:00-17:00"), hours("2026 Apr 01-2027 Mar 31 09:00-17:00")),
        bad=(hours("2026 Nov 01-2026 Dec 10 09:00-17:00"),),
    ),
)
