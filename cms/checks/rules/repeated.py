"""Texts that stand twice: often a copy that was meant to be changed."""

import hashlib
import re
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from catalog.languages import JAPANESE
from cms.checks.examples import SUMMARY
from cms.checks.reading import Place, Reading, Text
from cms.checks.rule import Example, Known, Rule, Said

#: Shorter ones repeat for good reasons: 「相談は無料です。」
SHORTEST = 40


def comparable(text: Text) -> str | None:
    """What stands for a text when it is compared with others: None where it is too short or no Japanese."""
    bare = re.sub(r"\s", "", text.text)
    if text.place.language != JAPANESE or len(bare) < SHORTEST:
        return None
    return hashlib.sha256(bare.encode()).hexdigest()


def _repeated(reading: Reading, known: Known) -> Iterator[Said]:
    for text in reading.texts:
        digest = comparable(text)
        if digest is not None and (others := known.others.get(digest)):
            names = gettext("、").join(gettext("「%(name)s」") % {"name": name} for name in others[:3])
            yield (
                text.place,
                gettext("まったく同じ文が%(names)sにもあります。") % {"names": names},
                gettext("写したままなら、このものに合わせて書きかえてください。"),
            )


def _example(*, twice: bool) -> Example:
    # stays Japanese: what is looked for in the author's text
    text = Text(
        Place("summary", "ja", SUMMARY),
        "こころの不調や生活の困りごとについて、専門の相談員が電話で話を聞き、いっしょに考えます。",
    )
    # stays Japanese: what is looked for in the author's text
    others = {str(comparable(text)): ("こころの電話",)} if twice else {}
    # stays Japanese: what is looked for in the author's text
    shown = "「こころの電話」と一字も違わない概要" if twice else "ほかにない概要"
    return Example(shown, Reading(texts=(text,)), Known(others=others))


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "repeated-text",
        gettext_noop("ほかと同じ文"),
        "warn",
        "コピーして作ったときの書きかえ忘れを見つけます。40字より短い文は数えません。",
        _repeated,
        good=(_example(twice=False),),
        bad=(_example(twice=True),),
    ),
)
