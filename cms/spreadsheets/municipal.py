"""Headings of the municipalities' standard datasets (自治体標準オープンデータセット) and of GIF, as ours.

Several of their columns make one contact of ours: a number, its extension, the days and the times.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from catalog import opening_hours
from cms.spreadsheets.columns import Place, by_key
from cms.spreadsheets.compare import Filled
from cms.spreadsheets.text import plain

#: What one of their columns can be that is no single field of ours: key -> what editors see.
MEANINGS = {
    "desk.phone": gettext_noop("電話番号(連絡先になります)"),
    "desk.extension": gettext_noop("内線番号(電話の補足になります)"),
    "desk.email": gettext_noop("メールアドレス(連絡先になります)"),
    "desk.form": gettext_noop("フォームのURL(連絡先になります)"),
    "desk.place": gettext_noop("所在地(窓口の連絡先になります)"),
    "desk.note": gettext_noop("連絡先の備考(補足になります)"),
    "desk.days": gettext_noop("利用できる曜日(受付時間になります)"),
    "desk.opens": gettext_noop("開始時間(受付時間になります)"),
    "desk.closes": gettext_noop("終了時間(受付時間になります)"),
    "desk.times_note": gettext_noop("日時の説明(補足になります)"),
    "desk.municipality": gettext_noop("地方公共団体コード(対象の地域になります)"),
}

#: Their headings -> a key of ours. GIF's 行政サービス・制度 and 支援機関 stand beside the shared columns.
# stays Japanese: words that municipalities write
HEADINGS = {
    "全国地方公共団体コード": "desk.municipality",
    "地方公共団体名": "provider",
    "団体名": "provider",
    "制度所管組織": "provider",
    "実施組織・支援機関": "provider",
    "名称": "name_ja",
    "支援制度名": "name_ja",
    "制度名": "name_ja",
    "タイトル": "name_ja",
    "タイトル(制度名)": "name_ja",
    "施設名": "name_ja",
    "名称_カナ": "kana",
    "名称(カナ)": "kana",
    "名称_英字": "name_en",
    "名称(英字)": "name_en",
    "概要": "summary_ja",
    "内容": "description_ja",
    "説明": "description_ja",
    "費用": "cost_ja",
    "対象者": "conditions_ja",
    "対象条件": "conditions_ja",
    "申請届出方法": "how_to_use_ja",
    "申請方法": "how_to_use_ja",
    "利用方法": "how_to_use_ja",
    "キーワード": "search_words_ja",
    "詳細URL": "url",
    "URL": "url",
    "電話番号": "desk.phone",
    "内線番号": "desk.extension",
    "メールアドレス": "desk.email",
    "連絡先メールアドレス": "desk.email",
    "連絡先FormURL": "desk.form",
    "所在地_連結表記": "desk.place",
    "施設住所": "desk.place",
    "住所": "desk.place",
    "連絡先備考(その他、SNSなど)": "desk.note",
    "利用可能曜日": "desk.days",
    "開始時間": "desk.opens",
    "開始時刻": "desk.opens",
    "終了時間": "desk.closes",
    "終了時刻": "desk.closes",
    "利用可能日時特記事項": "desk.times_note",
    "利用可能日時説明": "desk.times_note",
}

#: Groups made here are numbered after all that a file of ours could have.
_FIRST_NUMBER = 1001
# stays Japanese: words that municipalities write
_DAYS = "月火水木金土日"
_OSM = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
# stays Japanese: words that municipalities write
_TIME = re.compile(r"([0-2]?[0-9])[:時]([0-5][0-9])?(?::00)?分?")


@dataclass(frozen=True, kw_only=True)
class Said:
    """One cell of theirs."""

    heading: str
    text: str


# stays Japanese: words that municipalities write
def as_ours(said: Mapping[str, Said]) -> tuple[list[Filled], list[str]]:
    """The cells of ours that a row of theirs makes, by key of MEANINGS, and notes for the editor."""
    here = {key: one for key, one in said.items() if one.text}
    notes: list[str] = []
    hours = _hours(here, notes)
    extra = [here[key].text for key in ("desk.note", "desk.times_note") if key in here]
    if (extension := here.get("desk.extension")) is not None:
        extra.insert(0, f"内線 {plain(extension.text)}")
    if hours == "" and "desk.days" in here:
        extra.append(_in_words(here))
    found: list[Filled] = []
    kinds = {"desk.phone": "電話", "desk.place": "窓口", "desk.form": "ウェブフォーム", "desk.email": "メール"}
    for key, label in kinds.items():
        if key in here:
            one = here[key]
            first = not found
            texts = {"channel": label, "value": one.text}
            texts |= {"note_ja": "\n".join(extra), "hours": hours} if first else {}
            number = _FIRST_NUMBER + len({filled.place.number for filled in found})
            found += [_filled(f"contact.{name}", number, one.heading, text) for name, text in texts.items() if text]
    if not found and (hours or extra):
        notes.append(gettext("電話番号などの連絡先がないので、曜日・時間・備考は取り込みません。"))
    if (code := here.get("desk.municipality")) is not None:
        found += [
            _filled("areas", 0, code.heading, code.text),
            _filled("coverage_kind", 0, code.heading, "決まった地域だけ"),
        ]
    return found, notes


def _filled(key: str, number: int, heading: str, text: str) -> Filled:
    return Filled(place=Place(column=by_key()[key], number=number), heading=heading, text=text)


def _hours(here: Mapping[str, Said], notes: list[str]) -> str:
    """Days and times as an expression; "" where they cannot be understood, which is told."""
    if not {"desk.days", "desk.opens", "desk.closes"} & here.keys():
        return ""
    days = _days(here["desk.days"].text) if "desk.days" in here else ""
    opens, closes = (_time(here[key].text) if key in here else "" for key in ("desk.opens", "desk.closes"))
    if not (days and opens and closes):
        notes.append(gettext("曜日と時間が読み取れないので、受付時間は空にし、書かれていたことを補足に入れます。"))
        return ""
    expression = f"{days} {opens}-{closes}" + ("" if "PH" in days or days == "Mo-Su" else "; PH off")
    try:
        return opening_hours.normalise(expression) or ""
    except opening_hours.HoursInvalid:
        notes.append(gettext("「%(expression)s」は受付時間にならないので、空にします。") % {"expression": expression})
        return ""


# stays Japanese: words that municipalities write
def _days(text: str) -> str:
    """月火水, 月~金, 平日, 毎日; holidays are open only where they are named."""
    said = plain(text).replace("曜日", "").replace("曜", "").replace("から", "~").replace("〜", "~").replace("-", "~")
    said = said.replace("平日", "月~金").replace("毎日", "月~日").replace("年中無休", "月~日")
    holidays = "祝" in said
    said = re.sub(r"祝日?", "", said)
    said = re.sub(
        rf"([{_DAYS}])~([{_DAYS}])", lambda found: _DAYS[_DAYS.index(found[1]) : _DAYS.index(found[2]) + 1], said
    )
    said = re.sub(r"[・、,;/\s~]", "", said)
    if not said or set(said) - set(_DAYS):
        return ""
    numbers = sorted({_DAYS.index(day) for day in said})
    unbroken = len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1
    days = [_OSM[number] for number in numbers]
    joined = f"{days[0]}-{days[-1]}" if unbroken else ",".join(days)
    return f"{joined},PH" if holidays else joined


def _time(text: str) -> str:
    found = _TIME.fullmatch(plain(text))
    return f"{int(found[1]):02d}:{found[2] or '00'}" if found else ""


# stays Japanese: words that municipalities write
def _in_words(here: Mapping[str, Said]) -> str:
    times = "~".join(here[key].text for key in ("desk.opens", "desk.closes") if key in here)
    return f"受付:{here['desk.days'].text} {times}".strip()
