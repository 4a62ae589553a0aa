"""One spelling for search: width, case, kana, accents, invisible signs. What is stored and shown stays as written."""

import re
import unicodedata
from functools import cache

KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# Signs that change how a character looks or joins, and nothing that anybody would search for.
INVISIBLE = dict.fromkeys(
    [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF]
)
JAPANESE_RUN = r"\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
GAP_IN_JAPANESE = re.compile(rf"(?<=[{JAPANESE_RUN}])\s+(?=[{JAPANESE_RUN}])")
KANJI = re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff]")
# Such a phrase may be Japanese or Chinese.
HAN_ONLY = re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff]+")
KANA_ONLY = re.compile(r"[\u3040-\u30ff]+")
# Han, kana and Hangul: what is written without gaps, or is cut in pairs for those who leave them out.
CJK = re.compile(rf"[{JAPANESE_RUN}\uac00-\ud7af\u1100-\u11ff]+")
# No hiragana among it: what a machine or a hurried hand wrote in katakana alone.
KATAKANA = re.compile(r"[\u30a1-\u30ff\W\d_]+")
LETTERS = re.compile(r"[a-z]+")
LATIN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")


@cache
def _folds() -> dict[int, int | str | None]:
    """Return what each character becomes after NFKC and lower case: Latin letters lose their accents."""
    plain: dict[int, int | str | None] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        bare = "".join(sign for sign in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(sign))
        if bare != chr(code):
            plain[code] = bare
    return {**plain, ord("đ"): "d", **KATAKANA_TO_HIRAGANA, **INVISIBLE}


def fold(text: str) -> str:
    """Return a text as search compares it: NFKC, lower case, hiragana, no accents, no invisible signs."""
    return unicodedata.normalize("NFKC", text).lower().translate(_folds())


def folded_words(text: str) -> str:
    """Return a folded text without the gaps that easy Japanese puts between its words, other gaps being one space."""
    return " ".join(GAP_IN_JAPANESE.sub("", fold(text)).split())


def tidy(text: str) -> str:
    """Return a text for the tokenizer: width and invisible signs as in `fold`, its kana as written, no inner gaps."""
    return GAP_IN_JAPANESE.sub("", unicodedata.normalize("NFKC", text).translate(INVISIBLE))


def hiragana(text: str) -> str:
    """Return a reading in hiragana."""
    return text.translate(KATAKANA_TO_HIRAGANA)
