"""Japanese telephone numbers: as the desk writes them, and as a telephone dials them. Pure.

`phonenumbers` drops `#`, calls 188 invalid and regroups 0120-0-78310: it only says whether an 0AB number exists.
"""

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext

SHORT_CODES = frozenset(
    {"110", "118", "119", "171", "188", "189"} | {"#7119", "#8000", "#8008", "#8103", "#8891", "#9110", "#9999"}
)

_HYPHENS = re.compile(r"[‐‑‒–—―−ーｰ─]")  # stays Japanese: signs
_NUMBER = re.compile(r"#?[0-9]+(-[0-9]+)*")


class PhoneInvalid(ValueError):
    """A number that nobody could dial; the message says in Japanese what is wrong."""


def normalise(text: str) -> str:
    """The number as shown: half-width, the desk's own grouping kept. Raises PhoneInvalid."""
    shown = unicodedata.normalize("NFKC", text).replace("♯", "#")
    shown = _HYPHENS.sub("-", shown)
    shown = re.sub(r"\s*[()]\s*|\s+", "-", shown.strip()).strip("-")
    shown = re.sub(r"-+", "-", shown)
    if not shown:
        raise PhoneInvalid(gettext("電話番号を入れてください。"))
    if shown.startswith("+"):
        raise PhoneInvalid(
            gettext("「%(text)s」:国番号(+81)を付けず、0から始まる国内の番号で入れてください。") % {"text": text}
        )
    if not _NUMBER.fullmatch(shown):
        raise PhoneInvalid(
            gettext(
                "「%(text)s」:電話番号に使えるのは数字とハイフン、先頭の#だけです。内線や説明は「補足」"
                "に書いてください。"
            )
            % {"text": text}
        )
    number = _digits(shown)
    if number in SHORT_CODES:
        return shown
    if number.startswith("#") or len(number) <= 4:
        raise PhoneInvalid(
            gettext("「%(text)s」:登録されていない短縮番号です。番号をもう一度確かめてください。") % {"text": text}
        )
    if not number.startswith("0"):
        raise PhoneInvalid(gettext("「%(text)s」:市外局番(0から始まる番号)から入れてください。") % {"text": text})
    if not _exists(number):
        raise PhoneInvalid(
            gettext("「%(text)s」:この桁の並びの電話番号はありません。桁数と数字を確かめてください。") % {"text": text}
        )
    return shown


def dial(text: str) -> str:
    """What a telephone dials: digits, and `#` in front of a short code. Raises PhoneInvalid."""
    return _digits(normalise(text))


def _digits(shown: str) -> str:
    return shown.replace("-", "")


def _exists(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "JP"))
    except phonenumbers.NumberParseException:
        return False
