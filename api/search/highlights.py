"""Which pieces of a document's own texts to show, and where the words of the question stand in them."""

from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypedDict

from api.search.folding import fold

EXCERPT, BEFORE = 120, 24
MOST_MARKS = 12
Span = tuple[int, int]


class Marked(TypedDict):
    """A text and the places to mark in it, as answers tell them."""

    text: str
    marks: Sequence[Span]


class Prepared(NamedTuple):
    """A text to look through and its lines: as it is, folded, and whence each character came if folding moved any."""

    text: str
    folded: str
    places: Sequence[int] | None
    lines: Sequence["Prepared"] = ()


def prepared(text: str) -> Prepared:
    """Return a text made ready to be looked through, once for many questions."""
    lines = text.split("\n")
    return _line(text)._replace(lines=[_line(line) for line in lines] if len(lines) > 1 else ())


def highlight(texts: Mapping[str, Prepared], words: Sequence[str]) -> dict[str, Marked | None]:
    """Return the title with its marks, and the excerpt that fits best: of the summary, else of the whole text."""
    title = texts.get("name")
    return {
        "title": _title(title, words) if title and title.text else None,
        "excerpt": _excerpt([text for text in (texts.get("summary"), texts.get("text")) if text and text.text], words),
    }


def _title(title: Prepared, words: Sequence[str]) -> Marked:
    """Return the line of a name in several languages that has a mark, else the first."""
    for line in title.lines[1:]:
        if found := marks(line, words):
            return Marked(text=line.text, marks=found)
    first = title.lines[0] if title.lines else title
    return Marked(text=first.text, marks=marks(first, words))


def _excerpt(texts: Sequence[Prepared], words: Sequence[str]) -> Marked | None:
    for text in texts:
        found = marks(text, words)
        if found:
            start = max(0, found[0][0] - BEFORE) if found[0][1] > EXCERPT else 0
            piece = text.text[start : start + EXCERPT]
            return Marked(text=piece, marks=[(a - start, b - start) for a, b in found if b - start <= len(piece)])
    return Marked(text=texts[0].text[:EXCERPT], marks=[]) if texts else None


def marks(text: Prepared, words: Sequence[str]) -> list[Span]:
    """Return where these folded words stand in a text, in order, touching ones as one."""
    folded, places = text.folded, text.places
    found: list[Span] = []
    for word in words:
        if word not in folded:
            continue
        at = folded.find(word)
        while at >= 0 and len(found) < MOST_MARKS:
            if _begins(folded, at, word):
                found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    if not found:
        return found
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged if places is None else [(places[start], places[end - 1] + 1) for start, end in merged]


def _begins(folded: str, at: int, word: str) -> bool:
    """Return whether a word of letters begins here, and not in the middle of another."""
    return not (word[0].isascii() and at and folded[at - 1].isascii() and folded[at - 1].isalnum())


def _line(text: str) -> Prepared:
    folded = fold(text)
    if folded == text:
        return Prepared(text, text, None)
    pieces = [*map(_character, text)]
    folded = "".join(pieces)
    if len(folded) == len(pieces) and "" not in pieces:
        return Prepared(text, folded, None)  # one for each: more for one would be none for another
    return Prepared(text, folded, array("H", [at for at, piece in enumerate(pieces) for _ in piece]))


# A language has few characters, and texts are long.
_character: Final = lru_cache(maxsize=8192)(fold)
