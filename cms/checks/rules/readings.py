"""Readings (よみがな): lists are sorted by them and speech software reads them."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from catalog.kana import is_reading
from cms.checks.examples import named
from cms.checks.reading import Place, Reading
from cms.checks.rule import Known, Rule, Said
from cms.checks.school_kanji import is_kanji

_BRACKETS = re.compile(r"\([^)]*\)")
# stays Japanese: what is looked for in the author's text
_VOWELS = "[あいうえおー]"


def _place() -> Place:
    return Place("kana", where=gettext("「よみがな」"))


def _missing(reading: Reading, known: Known) -> Iterator[Said]:
    if reading.kana is not None and reading.name and not reading.kana.strip():
        yield _place(), gettext("よみがながありません。"), gettext("名称のぜんぶの読みを、ひらがなで入れてください。")


def _incomplete(reading: Reading, known: Known) -> Iterator[Said]:
    if not (reading.kana and reading.name):
        return
    if not is_reading(reading.kana):
        yield (
            _place(),
            gettext("よみがなに、ひらがなでない字があります。"),
            gettext("数字や英字も、ひらがなで書いてください(例:でぃーぶい)。"),
        )
    elif not fits(reading.name, reading.kana):
        yield (
            _place(),
            gettext("よみがな「%(kana)s」が、名称「%(name)s」と合いません。")
            % {"kana": reading.kana, "name": reading.name},
            gettext("抜けたところや、名称が変わったあとの直し忘れがないか確かめてください。"),
        )


# stays Japanese: the letters themselves
def fits(name: str, kana: str) -> bool:
    """Whether a reading can be the one of the whole name: its kana in order, something for all kanji between them."""
    whole = unicodedata.normalize("NFKC", name)
    read = re.sub(r"[\s・]", "", kana)
    # What stands in brackets explains the name and need not be read.
    return any(re.fullmatch("".join(map(_letter, one)), read) for one in (whole, _BRACKETS.sub("", whole)))


# stays Japanese: the letters themselves
def _letter(char: str) -> str:
    hiragana = chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char
    if hiragana in "ゕゖ":
        return "(?:か|が|こ|け)"
    if hiragana == "ー":
        return _VOWELS + "?"
    if "ぁ" <= hiragana <= "ゔ":
        return {"は": "[はわ]", "へ": "[へえ]", "を": "[をお]"}.get(hiragana, hiragana)
    return ".+?" if is_kanji(char) or char in "々〇" else ".*?"


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "kana-missing",
        gettext_noop("よみがながない"),
        "warn",
        "一覧は五十音順です。よみがながないと、さがしても見つかりません。",
        _missing,
        good=(named("いのちの電話", "いのちのでんわ"),),
        bad=(named("いのちの電話", ""),),
    ),
    Rule(
        "kana-incomplete",
        gettext_noop("よみがなが足りない"),
        "warn",
        "名称のぜんぶの読みが要ります。名称だけ直すと、よみがなが古いまま残ります。",
        _incomplete,
        good=(named("DV相談+(プラス)", "でぃーぶいそうだんぷらす"), named("ヤングテレホン", "やんぐてれほん")),
        bad=(named("いのちの電話", "でんわ"), named("DV相談", "DVそうだん")),
    ),
)
