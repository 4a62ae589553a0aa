"""Readings (よみがな): lists are sorted by them and speech software reads them."""

import re
import unicodedata
from collections.abc import Iterator

from catalog.kana import is_reading
from cms.checks.examples import named
from cms.checks.reading import Place, Reading
from cms.checks.rule import Known, Rule, Said
from cms.checks.school_kanji import is_kanji

PLACE = Place("kana", where="「よみがな」")
_BRACKETS = re.compile(r"\([^)]*\)")
_VOWELS = "[あいうえおー]"


def _missing(reading: Reading, known: Known) -> Iterator[Said]:
    if reading.kana is not None and reading.name and not reading.kana.strip():
        yield PLACE, "よみがながありません。", "名称のぜんぶの読みを、ひらがなで入れてください。"


def _incomplete(reading: Reading, known: Known) -> Iterator[Said]:
    if not (reading.kana and reading.name):
        return
    if not is_reading(reading.kana):
        yield (
            PLACE,
            "よみがなに、ひらがなでない字があります。",
            "数字や英字も、ひらがなで書いてください(例:でぃーぶい)。",
        )
    elif not fits(reading.name, reading.kana):
        yield (
            PLACE,
            f"よみがな「{reading.kana}」が、名称「{reading.name}」と合いません。",
            "抜けたところや、名称が変わったあとの直し忘れがないか確かめてください。",
        )


def fits(name: str, kana: str) -> bool:
    """Whether a reading can be the one of the whole name: its kana in order, something for all kanji between them."""
    whole = unicodedata.normalize("NFKC", name)
    read = re.sub(r"[\s・]", "", kana)
    # What stands in brackets explains the name and need not be read.
    return any(re.fullmatch("".join(map(_letter, one)), read) for one in (whole, _BRACKETS.sub("", whole)))


def _letter(char: str) -> str:
    hiragana = chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char
    if hiragana in "ゕゖ":
        return "(?:か|が|こ|け)"
    if hiragana == "ー":
        return _VOWELS + "?"
    if "ぁ" <= hiragana <= "ゔ":
        return {"は": "[はわ]", "へ": "[へえ]", "を": "[をお]"}.get(hiragana, hiragana)
    return ".+?" if is_kanji(char) or char in "々〇" else ".*?"


RULES = (
    Rule(
        "kana-missing",
        "よみがながない",
        "warn",
        "一覧は五十音順です。よみがながないと、さがしても見つかりません。",
        _missing,
        good=(named("いのちの電話", "いのちのでんわ"),),
        bad=(named("いのちの電話", ""),),
    ),
    Rule(
        "kana-incomplete",
        "よみがなが足りない",
        "warn",
        "名称のぜんぶの読みが要ります。名称だけ直すと、よみがなが古いまま残ります。",
        _incomplete,
        good=(named("DV相談+(プラス)", "でぃーぶいそうだんぷらす"), named("ヤングテレホン", "やんぐてれほん")),
        bad=(named("いのちの電話", "でんわ"), named("DV相談", "DVそうだん")),
    ),
)
