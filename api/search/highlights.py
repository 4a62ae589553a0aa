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


class Highlights(TypedDict):
    """What is shown of an item beside it: its title, and a piece of what it says."""

    title: Marked | None
    excerpt: Marked | None


class Prepared(NamedTuple):
    """A text to look through: as it is, folded, and whence each character came if folding moved any."""

    text: str
    folded: str
    places: Sequence[int] | None


class Texts(NamedTuple):
    """The texts of an item made ready to be looked through, once for many questions.

    Of its name the lines, in the order in which one is chosen; summary and text; all of it, folded; and what is shown
    where nothing is marked.
    """

    titles: Sequence[Prepared]
    excerpts: Sequence[Prepared]
    everything: str
    plain: Highlights


NO_TEXTS: Final = Texts((), (), "", Highlights(title=None, excerpt=None))


def prepared(texts: Mapping[str, str]) -> Texts:
    """Return the texts of an item, by their names, made ready."""
    name = texts.get("name")
    titles = [_line(line) for line in name.split("\n")] if name else []
    excerpts = [_line(text) for text in (texts.get("summary"), texts.get("text")) if text]
    plain = Highlights(
        title=Marked(text=titles[0].text, marks=[]) if titles else None,
        excerpt=Marked(text=excerpts[0].text[:EXCERPT], marks=[]) if excerpts else None,
    )
    # A name in several languages: the line that has a mark, else the first.
    titles = titles[1:] + titles[:1]
    return Texts(titles, excerpts, "\n".join(text.folded for text in (*titles, *excerpts)), plain)


def highlight(texts: Texts, words: Sequence[str]) -> Highlights:
    """Return the title with its marks, and the excerpt that fits best: of the summary, else of the whole text."""
    everything = texts.everything
    words = [word for word in words if word in everything]
    if not words:
        return texts.plain
    return {
        "title": _title(texts.titles, words) or texts.plain["title"],
        "excerpt": _excerpt(texts.excerpts, words) or texts.plain["excerpt"],
    }


def _title(lines: Sequence[Prepared], words: Sequence[str]) -> Marked | None:
    for line in lines:
        if found := marks(line, words):
            return {"text": line.text, "marks": found}
    return None


def _excerpt(texts: Sequence[Prepared], words: Sequence[str]) -> Marked | None:
    for text in texts:
        if found := marks(text, words):
            start = max(0, found[0][0] - BEFORE) if found[0][1] > EXCERPT else 0
            piece = text.text[start : start + EXCERPT]
            return {"text": piece, "marks": [(a - start, b - start) for a, b in found if b - start <= len(piece)]}
    return None


def marks(text: Prepared, words: Sequence[str]) -> list[Span]:
    """Return where these folded words stand in a text, in order, touching ones as one."""
    folded, places = text.folded, text.places
    found: list[Span] = []
    for word in words:
        at = folded.find(word)
        while at >= 0 and len(found) < MOST_MARKS:
            end = at + len(word)
            if not word[0].isascii() or _begins(folded, at):
                found.append((at, end))
            at = folded.find(word, end)
    if len(found) > 1:
        found = _merged(found)
    return found if places is None else [(places[start], places[end - 1] + 1) for start, end in found]


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _begins(folded: str, at: int) -> bool:
    """Return whether a word of letters begins here, and not in the middle of another."""
    return not (at and folded[at - 1].isascii() and folded[at - 1].isalnum())


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
