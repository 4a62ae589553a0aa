"""Words of a text. Japanese goes through Sudachi, everything else is cut at its own gaps.

Sudachi's dictionary is a file of 200 MB that the kernel maps into the process. Its pages are shared by all workers and
can be taken back at any time, but count as the process's own while they are mapped: `let_go` unmaps what was looked up
so far, every so often and once it is much, which costs a millisecond or two and leaves the file in the kernel's cache.
"""

import ctypes
import threading
from collections.abc import Iterator, Sequence
from functools import cache
from mmap import PAGESIZE
from pathlib import Path
from typing import NamedTuple

import sudachipy

from api.search.common_words import EMPTY, FAINT, FOREIGN
from api.search.folding import CJK, KANJI, LATIN, fold, hiragana, tidy

# Sudachi refuses more than 49,149 bytes at once.
PIECE = 8_000
# After so many texts what was looked up is let go, and earlier where it is more than this: one looks every so often.
LET_GO_AFTER, LOOK_AFTER, MOST_MAPPED = 512, 32, 64_000_000
MADV_DONTNEED = 4
DICTIONARY = "sudachidict_core/resources/system.dic"
FAINT_WEIGHT = 12

SPOKEN = {"名詞": 100, "動詞": 70, "形容詞": 80, "形状詞": 80, "副詞": 40, "感動詞": 40, "連体詞": 0}


class Token(NamedTuple):
    """One word: as written (folded), its one spelling, its reading in hiragana, and how much it says (of 100)."""

    surface: str
    form: str
    reading: str
    weight: int


_local = threading.local()
_dictionary: list[sudachipy.Dictionary] = []
_lock = threading.Lock()
_calls = [0]
_left = [0]
_kinds: dict[int, tuple[str, str]] = {}


def _tokenizer() -> sudachipy.Tokenizer:
    """Return this thread's tokenizer: one that two threads use at once raises."""
    known: sudachipy.Tokenizer | None = getattr(_local, "tokenizer", None)
    if known is None:
        with _lock:
            if not _dictionary:
                _dictionary.append(sudachipy.Dictionary(dict="core"))
            known = _dictionary[0].tokenizer(sudachipy.SplitMode.C)
        _local.tokenizer = known
    _calls[0] += 1
    if _calls[0] % LOOK_AFTER == 0 and (_calls[0] % LET_GO_AFTER == 0 or _files_mapped() > _left[0] + MOST_MAPPED):
        let_go()
    return known


def let_go() -> None:
    """Unmap the pages of the dictionary that were looked at; where the system knows no such thing, nothing happens."""
    for start, length in _mapped() if _dictionary else ():
        _system().madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), MADV_DONTNEED)
    _left[0] = _files_mapped()


def _files_mapped() -> int:
    """Return how many bytes of files this process has mapped and looked at; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[2]) * PAGESIZE
    except OSError:
        return 0


@cache
def _mapped() -> Sequence[tuple[int, int]]:
    """Return where the dictionary lies, and how long it is: it stays there as long as the process lives."""
    try:
        maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    ranges = [line.split(" ", 1)[0].partition("-") for line in maps.splitlines() if line.endswith(DICTIONARY)]
    return [(int(start, 16), int(end, 16) - int(start, 16)) for start, _, end in ranges]


@cache
def _system() -> ctypes.CDLL:
    return ctypes.CDLL(None)


class Read(NamedTuple):
    """A Japanese text: its words, and its pieces as written (folded) with how each is read."""

    words: Sequence[Token]
    pieces: Sequence[tuple[str, str]]

    @property
    def reading(self) -> str:
        return "".join(spoken for _, spoken in self.pieces)


def read(text: str) -> Read:
    """Return the words of a Japanese text and its reading; Latin words and signs stay as they are."""
    written = tidy(text)
    words: list[Token] = []
    pieces: list[tuple[str, str]] = []
    for start in range(0, len(written), PIECE):
        for morpheme in _tokenizer().tokenize(written[start : start + PIECE]):
            token = _token(morpheme)
            pieces.append((token.surface, token.reading if KANJI.search(token.surface) else token.surface))
            if token.weight and token.form:
                words.append(token)
                if len(token.surface) > 2:
                    words += _parts(morpheme, token)
    return Read(words, pieces)


def japanese(text: str) -> Sequence[Token]:
    """Return the words of a Japanese text, long ones as a whole and in their parts; Latin words as they are."""
    return read(text).words


def reading(text: str) -> str:
    """Return how a Japanese text is read, in hiragana; what has no reading stays as it is.

    Characters that only Chinese has are no Japanese: such a text stays as it is.
    """
    if not KANJI.search(text) or not _writable(text):
        return fold(tidy(text))
    written = tidy(text)
    pieces = [_tokenizer().tokenize(written[start : start + PIECE]) for start in range(0, len(written), PIECE)]
    return "".join(_spoken(morpheme) for morphemes in pieces for morpheme in morphemes)


def _spoken(morpheme: sudachipy.Morpheme) -> str:
    surface = fold(morpheme.surface())
    return hiragana(morpheme.reading_form()) if KANJI.search(surface) else surface


def _writable(text: str) -> bool:
    """Return whether Japanese has all of the Chinese characters of a text."""
    try:
        "".join(KANJI.findall(text)).encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True


def _parts(morpheme: sudachipy.Morpheme, whole: Token) -> Iterator[Token]:
    parts = list(morpheme.split(sudachipy.SplitMode.A))
    if len(parts) > 1:
        for part in map(_token, parts):
            if part.weight and part.form != whole.form:
                yield part._replace(weight=part.weight * 6 // 10)


def _kind(morpheme: sudachipy.Morpheme) -> tuple[str, str]:
    """Return what sort of word this is; the dictionary numbers its few hundred sorts, so each is spelt out once."""
    number = morpheme.part_of_speech_id()
    if number not in _kinds:
        first, second, *_ = morpheme.part_of_speech()
        _kinds[number] = first, second
    return _kinds[number]


def _token(morpheme: sudachipy.Morpheme) -> Token:
    kind = _kind(morpheme)
    written, one_spelling = morpheme.surface(), morpheme.normalized_form()
    surface = fold(written)
    form = surface if one_spelling == written else fold(one_spelling)
    weight = SPOKEN.get(kind[0], 0)
    if kind[1] in {"数詞", "非自立可能"} and len(surface) < 2:
        weight = 10 if weight else 0
    if form in FAINT:
        weight = min(weight, FAINT_WEIGHT)
    elif form in EMPTY:
        weight = 0
    if not (surface.isalnum() or KANJI.search(surface)) or surface.isspace():
        weight = 0
    return Token(surface, form, hiragana(morpheme.reading_form()), weight)


def foreign(text: str) -> Iterator[Token]:
    """Return the words of a text in another language: Latin words by their stems, Chinese and Korean in pairs."""
    folded = fold(text)
    for match in LATIN.finditer(folded):
        word = match[0]
        if len(word) > 1 and word not in FOREIGN:
            stemmed = stem(word)
            yield Token(word, stemmed, "", 100 if len(word) > 3 else 60)
    for match in CJK.finditer(folded):
        run = match[0]
        for at in range(max(1, len(run) - 1)):
            yield Token(run[at : at + 2], run[at : at + 2], "", 60 if len(run) > 1 else 20)


def stem(word: str) -> str:
    """Return an English word without its commonest endings; words of other languages mostly stay as they are."""
    word = word.split("'", 1)[0].split("’", 1)[0]
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + instead
    return word


ENDINGS = (
    ("iness", "y"), ("ational", "ate"), ("ations", "ate"), ("ation", "ate"), ("ings", ""), ("ing", ""), ("ies", "y"),
    ("ied", "y"), ("ness", ""), ("edly", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", ""),
)  # fmt: skip
