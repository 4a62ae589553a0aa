"""What a cell says, and what it looks like: one function each way for every kind of column."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext

from catalog import phone
from catalog.imports.fault import Fault, Fields
from catalog.imports.service_rows import contact_hours, contact_value
from catalog.imports.starter import as_ticked
from catalog.kana import is_reading
from catalog.models import ContactPoint
from catalog.publishable import SLUG
from cms.spreadsheets.columns import BETWEEN, NO, YES, Column
from cms.spreadsheets.text import plain
from cms.spreadsheets.words import Words

_is_url = URLValidator(schemes=["http", "https"])
# stays Japanese: words of a spreadsheet's cells
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?( 0{1,2}:00(:00)?)?")
# stays Japanese: words of a spreadsheet's cells
_SEPARATORS = re.compile(r"[;；\n]")
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
# stays Japanese: words of a spreadsheet's cells
_TRUE = {YES, "true", "1", "○", "有", "可"}
# stays Japanese: words of a spreadsheet's cells
_FALSE = {NO, "false", "0", "×", "無", "不可"}


def cell(column: Column, value: Any, words: Words) -> str:
    """The cell of a value as a stored draft has it."""
    match column.kind:
        case "yes_no":
            return YES if value else NO
        case "choice":
            return _label(column, value)
        case "choices":
            return BETWEEN.join(_label(column, one) for one in value or ())
        case "provider":
            return words.provider.word_of.get(value, "")
        case "topics" | "audiences" | "areas":
            word_of = words.of(column.kind).word_of
            return BETWEEN.join(sorted(word_of[pk] for pk in value or () if pk in word_of))
    return "" if value is None else str(value)


def nothing(column: Column) -> Any:
    """The value of an emptied cell."""
    match column.kind:
        case "yes_no":
            return False
        case "choices" | "topics" | "audiences" | "areas":
            return []
        case "choice" if any(value is None for value, _label in column.labels):
            return None
        case "slug" | "provider" | "date" | "hours":
            return None
    return ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One filled cell, with its heading as the file has it. What is wrong is noted in `faults`."""

    text: str
    heading: str
    file: str
    place: str
    faults: list[Fault]

    def fields(self, value: Any) -> Fields:
        """The cell as an object of one field, which the readers of the starter files can read."""
        return Fields({self.heading: value}, file=self.file, place=self.place, faults=self.faults)

    def fault(self, wrong: str, mend: str) -> None:
        self.fields("").fault(self.heading, wrong, mend)


def value(column: Column, at: Cell, words: Words, *, channel: str = "") -> Any:
    """What the cell says, as a stored draft would have it; of no meaning where a fault was noted.

    `channel` is the kind of a contact: whether it can have this value depends on that.
    """
    if _ERROR.fullmatch(at.text):
        at.fault(
            gettext("「%(text)s」は表計算ソフトの計算の誤りです") % {"text": at.text},
            gettext("式を直すか、値を入れてください。"),
        )
        return None
    match column.kind:
        case "value":
            found: Any = contact_value(at.fields(_with_zero(at.text, channel)), channel, at.heading)
        case "hours":
            found = contact_hours(at.fields(at.text), at.heading)
        case "provider" | "topics" | "audiences" | "areas":
            found = _named(column, at, words)
        case _:
            found = _READERS[column.kind](column, at)
    if column.longest and isinstance(found, str) and len(found) > column.longest:
        at.fault(
            gettext("%(count)s文字あります") % {"count": len(found)},
            gettext("%(longest)s文字までにしてください。") % {"longest": column.longest},
        )
    return found


def lost_zero(text: str) -> bool:
    """Whether this is a telephone number whose leading zero a spreadsheet dropped."""
    digits = plain(text)
    return bool(re.fullmatch(r"[1-9][0-9]{8,9}", digits)) and not _dials(digits) and _dials(f"0{digits}")


def channel_of(text: str) -> str:
    """The kind of contact that a value looks like."""
    channels = ContactPoint.Channel
    if _dials(text) or lost_zero(text):
        return channels.PHONE
    if re.match(r"https?://", text):
        return channels.WEB_FORM
    return channels.EMAIL if re.fullmatch(r"[^@\s]+@[^@\s]+", text) else channels.IN_PERSON


def _with_zero(text: str, channel: str) -> str:
    return f"0{plain(text)}" if channel == ContactPoint.Channel.PHONE and lost_zero(text) else text


def _dials(text: str) -> bool:
    try:
        phone.dial(text)
    except phone.PhoneInvalid:
        return False
    return True


def _label(column: Column, value: Any) -> str:
    return next((label for key, label in column.labels if key == value), "" if value is None else str(value))


def _text(column: Column, at: Cell) -> str:
    if "\n" in at.text and column.kind != "text":
        at.fault(gettext("セルの中で行が変わっています"), gettext("1行にしてください。"))
    return at.text


def _slug(column: Column, at: Cell) -> str:
    slug = plain(at.text)
    if not SLUG.fullmatch(slug):
        at.fault(
            gettext("「%(text)s」は使えません") % {"text": at.text},
            gettext("半角の小文字・数字・ハイフンで3文字から60文字までにしてください。"),
        )
    return slug


# stays Japanese: words of a spreadsheet's cells
def _kana(column: Column, at: Cell) -> str:
    """Katakana, half-width too, is read as hiragana: the municipal datasets write it so."""
    kana = "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヶ" else one for one in plain(at.text))
    if not is_reading(kana):
        at.fault(
            gettext("「%(text)s」はかなだけではありません") % {"text": at.text},
            gettext("ひらがなで書いてください(例:でぃーぶい)。"),
        )
    return kana


def _url(column: Column, at: Cell) -> str:
    try:
        _is_url(at.text)
    except ValidationError:
        at.fault(
            gettext("「%(text)s」はURLではありません") % {"text": at.text},
            gettext("https:// から始まるURLを入れてください。"),
        )
    return at.text


def _date(column: Column, at: Cell) -> str | None:
    found = _DATE.fullmatch(plain(at.text))
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        pass  # a 30 February is told as any other word is
    at.fault(
        gettext("「%(text)s」は日付ではありません") % {"text": at.text}, gettext("2026-11-25 の形にしてください。")
    )
    return None


def _yes_no(column: Column, at: Cell) -> bool | None:
    word = plain(at.text).lower()
    found = True if word in _TRUE else False if word in _FALSE else word
    if not isinstance(found, bool):
        at.fault(
            gettext("「%(text)s」は使えません") % {"text": at.text},
            gettext("「%(yes)s」か「%(no)s」にしてください。") % {"yes": YES, "no": NO},
        )
        return None
    return found


def _choice(column: Column, at: Cell) -> Any:
    labels = [label for _key, label in column.labels]
    word = plain(at.text)
    if word in {str(key) for key, _label in column.labels if key is not None} - {"True", "False"}:
        return word
    word = at.fields(word).choice(at.heading, labels)
    return next((key for key, label in column.labels if label == word), None)


# stays Japanese: words of a spreadsheet's cells
def _choices(column: Column, at: Cell) -> list[str]:
    key_of = {label: key for key, label in column.labels} | {key: key for key, _label in column.labels}
    said = [
        key_of.get(plain(one), plain(one)) for one in _SEPARATORS.split(at.text.replace("、", BETWEEN)) if plain(one)
    ]
    found = at.fields(list(dict.fromkeys(said))).choices(at.heading, [key for key, _label in column.labels])
    return as_ticked(found, column.labels)


def _named(column: Column, at: Cell, words: Words) -> Any:
    """The key of the one row, or the keys of several."""
    named = words.of(column.kind)
    if column.kind == "provider":
        said = [at.text]
    else:
        said = list(dict.fromkeys(one.strip() for one in _SEPARATORS.split(at.text) if one.strip()))
    found = [named.find(one) for one in said]
    for one, pk in zip(said, found, strict=True):
        if pk is None:
            at.fault(
                gettext("「%(one)s」という%(what)sは登録されていません") % {"one": one, "what": named.what},
                gettext("%(what)sの一覧にあるとおりに書くか、先に登録してください。") % {"what": named.what},
            )
    keys = sorted({pk for pk in found if pk is not None})
    return (keys[0] if keys else None) if column.kind == "provider" else keys


_READERS = {
    "id": _text,
    "slug": _slug,
    "text": _text,
    "kana": _kana,
    "url": _url,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
}
