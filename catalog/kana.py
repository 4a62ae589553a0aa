"""The order of readings (五十音順), as a key that every database compares alike. Pure.

The order of ties follows JIS X 4061: clear before voiced, long mark before small before large, hiragana before
katakana.
"""

import re
import unicodedata

_ROWS = {
    "あ": "あかさたなはまやらわがざだばぱぁゃゎゕ",
    "い": "いきしちにひみりぎじぢびぴぃゐ",
    "う": "うくすつぬふむゆるぐずづぶぷぅゅっゔ",
    "え": "えけせてねへめれげぜでべぺぇゑゖ",
    "お": "おこそとのほもよろをごぞどぼぽぉょ",
}
_VOWEL = {kana: vowel for vowel, row in _ROWS.items() for kana in row}
_LARGE = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_PLAIN, _VOICED, _HALF_VOICED = 0, 1, 2
_LONG_SIZE, _SMALL_SIZE, _LARGE_SIZE = 0, 1, 2
_LONG_MARK = "ー"
_END = "0000"

_READING = re.compile(r"[ぁ-ゖー・\s]*[ぁ-ゖ][ぁ-ゖー・\s]*")


def is_reading(text: str) -> bool:
    """Whether a reading is written in hiragana alone (long marks, middle dots and spaces may stand between)."""
    return _READING.fullmatch(text) is not None


def sort_key(text: str) -> str:
    """A key whose plain order is 五十音順. Only 0-9 and a-f occur, so collations and code points agree.

    The letters come first, four hex digits each and closed by 0000; ties are broken by voicing, then size, then script.
    """
    letters: list[str] = []
    ties: list[tuple[int, int, int]] = []
    for char in unicodedata.normalize("NFKC", text).casefold():
        if char.isspace() or char == "・":
            continue
        hiragana = _hiragana(char)
        size = _LARGE_SIZE
        if hiragana == _LONG_MARK and letters and letters[-1] in _VOWEL:
            base, voicing, size = _VOWEL[letters[-1]], _PLAIN, _LONG_SIZE
        else:
            base, voicing = _unvoiced(hiragana)
            if base in _LARGE:
                base, size = _LARGE[base], _SMALL_SIZE
        letters.append(base)
        ties.append((voicing, size, int(hiragana != char)))
    primary = "".join(letter.encode("utf-16-be").hex() for letter in letters)
    return primary + _END + "".join(str(level) for by_level in zip(*ties, strict=True) for level in by_level)


def _hiragana(char: str) -> str:
    return chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char


def _unvoiced(char: str) -> tuple[str, int]:
    """The clear form of a kana and which voicing it lost."""
    decomposed = unicodedata.normalize("NFD", char)
    match decomposed[1:]:
        case "\u3099":
            return decomposed[0], _VOICED
        case "\u309a":
            return decomposed[0], _HALF_VOICED
    return char, _PLAIN
