"""Japanese typed in Latin letters: Hepburn and the spellings of keyboards."""

import re

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_GLIDES = {
    "ky": "き", "gy": "ぎ", "sy": "し", "zy": "じ", "ty": "ち", "dy": "ぢ", "ny": "に", "hy": "ひ", "by": "び",
    "py": "ぴ", "my": "み", "ry": "り", "sh": "し", "ch": "ち", "cy": "ち", "j": "じ", "jy": "じ",
}  # fmt: skip


def _syllables() -> dict[str, str]:
    found = {consonant + vowel: row[n] for consonant, row in _ROWS.items() for n, vowel in enumerate("aiueo")}
    for glide, kana in _GLIDES.items():
        found |= {
            glide + "a": kana + "ゃ",
            glide + "u": kana + "ゅ",
            glide + "o": kana + "ょ",
            glide + "e": kana + "ぇ",
        }
    found |= {"ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を", "shi": "し", "chi": "ち", "tsu": "つ"}
    found |= {"fu": "ふ", "ji": "じ", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "nn": "ん", "n'": "ん"}
    return found | {"ti": "ち", "di": "ぢ", "-": "ー", "vu": "ゔ", "xtu": "っ", "ltu": "っ"}


SYLLABLES = _syllables()
WORDS = re.compile(r"[a-z'-]*[a-z]")
OTHER_LETTERS = re.compile(r"[^\W\d_a-z]")


def to_kana(text: str) -> str | None:
    """Return folded Latin letters as hiragana, or None where they spell no Japanese: one word of it may be foreign."""
    if OTHER_LETTERS.search(text):
        return None
    words = [_word(match[0]) for match in WORDS.finditer(text)]
    spelt = [word for word in words if word]
    return "".join(spelt) if spelt and len(words) - len(spelt) <= len(words) // 5 else None


def _word(word: str) -> str | None:
    kana, at = "", 0
    while at < len(word):
        piece, length = _syllable(word, at)
        if not length:
            return None
        kana, at = kana + piece, at + length
    return kana


def _syllable(word: str, at: int) -> tuple[str, int]:
    """Return the next kana and how many letters they take; none where no syllable begins here."""
    doubled = word[at : at + 2]
    if len(doubled) == 2 and (doubled[0] == doubled[1] or doubled == "tc") and doubled[0] not in "aiueon'-":
        return "っ", 1
    for length in (3, 2, 1):
        kana = SYLLABLES.get(word[at : at + length])
        if kana is not None and not (kana == "ん" and doubled == "nn" and word[at + 2 : at + 3] in {*"aiueoy"} - {""}):
            return kana, length
    return ("ん", 1) if word[at] in "nm" else ("", 0)
