"""Sentences: short ones are understood, also at night and in distress."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from cms.checks.examples import easy, in_language, japanese, kids
from cms.checks.reading import Reading, Text
from cms.checks.rule import Known, Rule, Said

#: The longest sentence of each language: in letters, or in words where words stand apart.
LETTERS = {"ja": 90, "ja-easy": 50, "kids": 40, "zh-hans": 80}
WORDS = {"en": 35, "ko": 25, "vi": 45}
# stays Japanese: what is looked for in the author's text
_ENDS = re.compile(r"(?<=[。!?！？])|\n")
_ENDS_APART = re.compile(r"(?<=[.!?])\s+|\n")


def _length(reading: Reading, known: Known) -> Iterator[Said]:
    for text in reading.texts:
        variant = "kids" if text.kids else text.place.language
        if (most := LETTERS.get(variant)) is not None:
            unit = gettext("字")
            found = [(len(re.sub(r"\s", "", one)), one) for one in _ENDS.split(text.text)]
        elif (most := WORDS.get(variant)) is not None:
            unit = gettext("語")
            found = [(len(one.split()), one) for one in _ENDS_APART.split(text.text)]
        else:
            continue
        yield from _told(text, found, most, unit)


def _told(text: Text, found: list[tuple[int, str]], most: int, unit: str) -> Iterator[Said]:
    """One finding for a text, on its longest sentence."""
    too_long = [(length, one.strip()) for length, one in found if length > most]
    if too_long:
        length, sentence = max(too_long)
        more = gettext("(ほかに%(count)s文)") % {"count": len(too_long) - 1} if len(too_long) > 1 else ""
        yield (
            text.place,
            gettext("「%(sentence)s…」は1文が%(length)s%(unit)sです%(more)s。")
            % {"sentence": sentence[:16], "length": length, "unit": unit, "more": more},
            gettext("%(most)s%(unit)sまでを目安に、文を分けるか箇条書きにしてください。")
            % {"most": most, "unit": unit},
        )


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "sentence-length",
        gettext_noop("長い文"),
        "warn",
        "長い文は、つらいときには読めません。目安は、日本語90字、やさしい日本語50字、こども向け40字、"
        "中国語80字、英語35語、韓国語25語、ベトナム語45語です。",
        _length,
        good=(
            japanese("電話で話を聞きます。名前は言わなくてもかまいません。"),
            easy("でんわで そうだんできます。なまえは いらないです。"),
            kids("こまったら、電話していいよ。"),
            in_language("en", "Call us at any time. You need not tell your name."),
        ),
        bad=(
            japanese("この窓口は、" + "いろいろな事情があって困っている人が、" * 6 + "電話で相談できるところです。"),
            easy(
                "にほんに すんでいて、しごとや おかねや かぞくのことで こまっている ひとが、"
                "いつでも でんわして はなしを きいてもらえる ばしょです。"
            ),
            kids("学校のことや友だちのことや家のことでこまったときは、いつでも電話やチャットで話していいところだよ。"),
            in_language("en", "This is a place where " + "people who are in trouble and " * 6 + "others can call."),
        ),
    ),
)
