"""Which words of a text went and which came: for approvers and translators, who must not search for them."""

import re
import threading
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, Literal

from sudachipy import Dictionary, SplitMode, Tokenizer

Kind = Literal["same", "gone", "new"]

#: Sudachi takes 49,149 bytes at most, and comparing takes time by the square: above this, sentences are the words.
LONG: Final = 6_000
#: What stays between two changes and is no longer than this is told with them: a particle alone helps no reader.
ISLAND: Final = 2
# stays Japanese: the ends of sentences
_SENTENCE: Final = re.compile(r"[^。．.!?！？\n]+[。．.!?！？\n]*|[。．.!?！？\n]+")
_PIECE: Final = re.compile(r"\n|[^\n]{1,4000}")
_of_thread = threading.local()


def marked(before: str, after: str) -> list[tuple[Kind, str]]:
    """``before`` and ``after`` in pieces: what is the "same", what is "gone", what is "new". No piece is empty.

    Same and gone together are exactly ``before``, same and new exactly ``after``. Neighbours of a kind are one piece.
    """
    cut = words if max(len(before), len(after)) <= LONG else _sentences
    return [(kind, "".join(found)) for kind, found in compared(cut(before), cut(after))]


def compared(old: Sequence[str], new: Sequence[str]) -> list[tuple[Kind, list[str]]]:
    """The same of any two lists of words. Of a change, what is gone stands before what is new."""
    pieces: list[tuple[Kind, list[str]]] = []
    for gone, come, same in _changes(old, new):
        found: tuple[tuple[Kind, Sequence[str]], ...] = (("gone", gone), ("new", come), ("same", same))
        pieces += [(kind, list(some)) for kind, some in found if some]
    return pieces


def _changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """Each change, what goes and what comes, with what stays after it; a short stay between two changes is in both."""
    runs: list[tuple[int, int, int, int]] = []  # what changes: its places in both lists
    for tag, *places in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if runs and _is_island(old[runs[-1][1] : places[0]]):
            runs[-1] = (runs[-1][0], places[1], runs[-1][2], places[3])
        else:
            runs.append((places[0], places[1], places[2], places[3]))
    starts = [*(run[0] for run in runs), len(old)]
    told = zip(runs, starts[1:], strict=True)
    return [((), (), old[: starts[0]]), *((old[i1:i2], new[j1:j2], old[i2:end]) for (i1, i2, j1, j2), end in told)]


def _is_island(same: Sequence[str]) -> bool:
    text = "".join(same)
    return len(text.strip()) <= ISLAND and "\n" not in text


def words(text: str) -> list[str]:
    """A text in words, Japanese or other; together they are exactly the text."""
    return [word.surface() for piece in _PIECE.findall(text) for word in _tokenizer().tokenize(piece)]


def _sentences(text: str) -> list[str]:
    return _SENTENCE.findall(text)


def _tokenizer() -> Tokenizer:
    """This thread's own: one that two threads use at once raises."""
    known: Tokenizer | None = getattr(_of_thread, "tokenizer", None)
    if known is None:
        known = _of_thread.tokenizer = Dictionary(dict="core").tokenizer(SplitMode.A)
    return known
