"""Words of the editors' own lists: hurtful ones, and ones too difficult for easy Japanese."""

import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext, gettext_noop

from cms.checks.examples import easy, japanese, listed
from cms.checks.reading import Reading, Text
from cms.checks.rule import Known, Rule, Said, Word


def stands_in(word: Word, text: str) -> bool:
    """Whether the word occurs outside of the longer words in which it does not count. ``text`` is folded."""
    for longer in word.unless:
        text = text.replace(folded(longer), "\n")
    return folded(word.word) in text


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _found(texts: Iterable[Text], words: Iterable[Word]) -> Iterator[tuple[Text, Word]]:
    some = list(words)
    for text in texts:
        said = folded(text.text)
        yield from ((text, word) for word in some if stands_in(word, said))


def _hurtful(reading: Reading, known: Known) -> Iterator[Said]:
    words = [word for word in known.words if word.kind == "hurtful"]
    for text, word in _found(reading.in_japanese(), words):
        todo = (
            gettext("「%(instead)s」のように書いてください。") % {"instead": word.instead}
            if word.instead
            else gettext("ほかの言い方にしてください。")
        )
        yield (
            text.place,
            gettext("「%(word)s」とあります。%(reason)s") % {"word": word.word, "reason": word.reason},
            todo,
            "block" if word.blocks else "warn",
        )


def _difficult(reading: Reading, known: Known) -> Iterator[Said]:
    words = [word for word in known.words if word.kind == "difficult"]
    for text, word in _found(reading.easy(), words):
        todo = (
            gettext("「%(instead)s」のように言いかえてください。") % {"instead": word.instead}
            if word.instead
            else gettext("言いかえるか、説明を付けてください。")
        )
        yield (
            text.place,
            gettext("むずかしいことば「%(word)s」があります。%(reason)s") % {"word": word.word, "reason": word.reason},
            todo,
        )


# stays Japanese: the house's handbook, with its examples
_HURTFUL = listed(
    "hurtful", "甘え", "つらさがある", reason="つらい人を責めることばです。", unless=("甘えて", "甘えても")
)
# stays Japanese: the house's handbook, with its examples
_DIFFICULT = listed("difficult", "申請", "もうしこみ")

# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "hurtful-word",
        gettext_noop("人を傷つけることば"),
        "warn",
        "自殺の報道の手引きなどにもとづく一覧です。一覧は「点検のことば」で直せます。とくに危ないことばは公開を止めます。",
        _hurtful,
        good=(japanese("つらいときは、甘えていいのです。", _HURTFUL),),
        bad=(japanese("それは甘えです。", _HURTFUL),),
    ),
    Rule(
        "difficult-word",
        gettext_noop("むずかしいことば"),
        "warn",
        "やさしい日本語とこども向けの文では、役所のことばを言いかえます。一覧は「点検のことば」で直せます。",
        _difficult,
        good=(easy("もうしこみを します。", _DIFFICULT),),
        bad=(easy("申請(しんせい)を します。", _DIFFICULT),),
    ),
)
