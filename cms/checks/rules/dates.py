"""Days that are over."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext, gettext_noop

from cms.checks.examples import day, japanese
from cms.checks.reading import Reading
from cms.checks.rule import Known, Rule, Said

# stays Japanese: what is looked for in the author's text
_UNTIL = re.compile(
    r"(?:(令和)(\d{1,2}|元)|(20\d\d))年(\d{1,2})月(?:(\d{1,2})日)?(?:\([^)]{1,3}\))?(?:まで|限り|締切|しめきり|必着)"
)
_REIWA = 2018


def _past(reading: Reading, known: Known) -> Iterator[Said]:
    for found in reading.days:
        if found.day < known.today:
            yield found.place, found.past, found.todo


def _past_in_text(reading: Reading, known: Known) -> Iterator[Said]:
    for text in reading.in_japanese():
        for match in _UNTIL.finditer(unicodedata.normalize("NFKC", text.text)):
            until = _day(match)
            if until is not None and until < known.today:
                yield (
                    text.place,
                    gettext("「%(match)s」は、もう過ぎています。") % {"match": match[0]},
                    gettext("いまも使えるものか確かめ、日付を直すか、公開をやめてください。"),
                )


def _day(match: re.Match[str]) -> date | None:
    """The last day of what was matched; a month without a day lasts until its end."""
    reiwa, year_of_reiwa, year, month, of_month = match.groups()
    # stays Japanese: what is looked for in the author's text
    whole = _REIWA + (1 if year_of_reiwa == "元" else int(year_of_reiwa)) if reiwa else int(year)
    try:
        return date(whole, int(month), int(of_month)) if of_month else _end_of(whole, int(month))
    except ValueError:
        return None


def _end_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "past-date",
        gettext_noop("過ぎた日付"),
        "warn",
        "終わった臨時休止や期限が残っていると、読む人はいまのことだと思います。",
        _past,
        good=(day(date(2027, 1, 3), "臨時休止は2027年1月3日まで"),),
        bad=(day(date(2026, 1, 3), "臨時休止は2026年1月3日まで"),),
    ),
    Rule(
        "past-date-in-text",
        gettext_noop("文の中の過ぎた期限"),
        "warn",
        "「○月○日まで」と書いた文は、その日が過ぎると、まちがいになります。",
        _past_in_text,
        good=(japanese("申込みは2027年3月31日までです。"), japanese("2011年3月11日の地震のあと、始まりました。")),
        bad=(japanese("申込みは2025年3月31日までです。"), japanese("令和6年3月まで受け付けます。")),
    ),
)
