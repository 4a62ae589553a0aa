"""Kanji in kids' texts: what has not been taught yet needs its reading, or kana."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from cms.checks.examples import kids
from cms.checks.reading import Reading
from cms.checks.rule import Known, Rule, Said
from cms.checks.school_kanji import BEYOND, is_kanji, year_of

#: A word whose reading stands behind it in brackets, as kids' pages write it.
# stays Japanese: what is looked for in the author's text
_EXPLAINED = re.compile(r"[一-鿿々]+[ぁ-ゖ]*[((]([ぁ-ゖァ-ヺー]+)[))]")


def _kanji(reading: Reading, known: Known) -> Iterator[Said]:
    for text in reading.texts:
        if not text.kids:
            continue
        bare = _EXPLAINED.sub("", text.text)
        found = sorted({char for char in bare if is_kanji(char) and year_of(char) > known.grade}, key=bare.index)
        if found:
            names = gettext("・").join(f"{char}({_taught(year_of(char))})" for char in found[:8])
            yield (
                text.place,
                gettext("小学%(grade)s年生までに習わない漢字があります:%(names)s。")
                % {"grade": known.grade, "names": names},
                gettext("ひらがなにするか、うしろに読みを付けてください(例:孤独(こどく))。"),
            )


def _taught(year: int) -> str:
    return gettext("中学から") if year == BEYOND else gettext("小%(year)s") % {"year": year}


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "kids-kanji",
        gettext_noop("こどもがまだ習わない漢字"),
        "warn",
        "こども向けの文は、小学4年生が読めるように書きます(学年は設定で変えられます)。",
        _kanji,
        good=(kids("友だちのことで、こまっていませんか。"), kids("孤独(こどく)を感じたら、話してね。")),
        bad=(kids("悩みを誰かに相談してね。"),),
    ),
)
