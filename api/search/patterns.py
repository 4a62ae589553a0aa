"""Everyday phrases as editors write them, made quick to find: all phrases of all concepts in one walk over a text.

A line is groups joined by ` + `, each of them alternatives joined by `|`: every group must occur, in any order, near
each other. Nothing of an editor's line is a regular expression.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from api.search.folding import KANJI, folded_words

# The first characters of all groups of a match lie within so many characters.
NEAR = 30
SHORT_LATIN = 4
# By so many characters of their beginnings alternatives are found.
START = 3
ENDINGS = ("s", "es", "ed", "ing", "d")


class Span(NamedTuple):
    start: int
    end: int

    def lies_in(self, other: "Span") -> bool:
        return other.start <= self.start and self.end <= other.end


class Match(NamedTuple):
    """Where all groups of a line occur, and how many characters these have, without what stands between them."""

    span: Span
    said: int


class Text(NamedTuple):
    """One spelling of what somebody typed; inside `closed` spans no phrase begins or ends."""

    text: str
    closed: Sequence[Span] = ()


class Pattern(NamedTuple):
    """One line of a concept, or of its guards: the spellings of each of its groups."""

    concept: int
    guard: bool
    groups: Sequence[Sequence[str]]


class Patterns:
    """All lines of all concepts, by the beginnings of their alternatives.

    A line is looked at where its rarest group occurs: the one whose alternatives stand in the fewest lines.
    """

    def __init__(self, lines: Iterable[tuple[int, bool, str]], read: Callable[[str], str]) -> None:
        self._patterns: list[Pattern] = []
        for concept, guard, line in lines:
            groups = tuple(tuple(sorted(_alternatives(group, read))) for group in line.split(" + "))
            if all(groups):
                self._patterns.append(Pattern(concept, guard, groups))
        used = Counter(word for pattern in self._patterns for group in pattern.groups for word in group)
        users: defaultdict[str, array[int]] = defaultdict(lambda: array("L"))
        for number, pattern in enumerate(self._patterns):
            for word in min(pattern.groups, key=lambda group: sum(used[word] for word in group)):
                users[word].append(number)
        self._users = {word: numbers.tobytes() for word, numbers in users.items()}
        self._short = frozenset(word for word in used if len(word) < START)
        by_start: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(used.keys() - self._short):
            by_start[word[:START]].append(word)
        self._by_start = {start: tuple(words) for start, words in by_start.items()}

    def concepts(self, texts: Collection[Text]) -> dict[int, int]:
        """Return the concepts that a text speaks of, with how many characters their best match has, gaps left out.

        A match that a guard surrounds does not count.
        """
        found: dict[int, int] = {}
        guarded: set[int] = set()
        for text in texts:
            matches: defaultdict[int, list[Match]] = defaultdict(list)
            guards: defaultdict[int, list[Match]] = defaultdict(list)
            for pattern, match in self._matches(text):
                (guards if pattern.guard else matches)[pattern.concept].append(match)
            for concept, some in matches.items():
                # What only seems so as it is written does not become so by being read aloud.
                if concept in guarded:
                    continue
                around = guards.get(concept, ())
                free = [match for match in some if not any(match.span.lies_in(guard.span) for guard in around)]
                if not free and concept not in found:
                    guarded.add(concept)
                if free:
                    found[concept] = max(found.get(concept, 0), *(match.said for match in free))
        return found

    def _matches(self, text: Text) -> Iterator[tuple[Pattern, Match]]:
        occurring = self._occurring(text)
        possible: set[int] = set()
        for word in occurring.keys() & self._users.keys():
            possible.update(array("L", self._users[word]))
        for number in possible:
            pattern = self._patterns[number]
            if any(occurring.keys().isdisjoint(group) for group in pattern.groups):
                continue
            for match in _together(
                [[span for word in group if word in occurring for span in occurring[word]] for group in pattern.groups]
            ):
                yield pattern, match

    def _occurring(self, text: Text) -> dict[str, list[Span]]:
        """Return the alternatives that occur in a text, with the places of each."""
        found: dict[str, list[Span]] = {}
        written = text.text
        inside = {at for closed in text.closed for at in range(closed.start + 1, closed.end)}
        for at in range(len(written)):
            if at in inside:
                continue
            for word in self._beginning(written, at):
                end = at + len(word)
                if end not in inside and _fits(word, Span(at, end), written):
                    found.setdefault(word, []).append(Span(at, end))
        return found

    def _beginning(self, written: str, at: int) -> list[str]:
        """Return the alternatives that a text has here."""
        found = [word for word in self._by_start.get(written[at : at + START], ()) if written.startswith(word, at)]
        if written[at] in self._short:
            found.append(written[at])
        pair = written[at : at + 2]
        if pair in self._short and len(pair) > 1:
            found.append(pair)
        return found


def _alternatives(group: str, read: Callable[[str], str]) -> set[str]:
    """Return the spellings of a group: as written, and as read, unless the reading is too short to mean anything."""
    found = set()
    for written in group.split("|"):
        folded = folded_words(written)
        if not folded:
            continue
        found.add(folded)
        if len(folded) > 1 and KANJI.search(folded):
            spoken = read(written)
            if len(spoken) > 2:
                found.add(spoken)
    return found


def _fits(alternative: str, span: Span, written: str) -> bool:
    """Return whether an occurrence begins and ends where a word may: Latin ones only where theirs do."""
    if not alternative.isascii():
        return True
    if (
        alternative[0].isalnum()
        and span.start
        and written[span.start - 1].isascii()
        and written[span.start - 1].isalnum()
    ):
        return False
    after = _letters(written, span.end)
    return not after or len(alternative) > SHORT_LATIN or after in ENDINGS


def _letters(text: str, start: int) -> str:
    end = start
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    return text[start:end]


def _together(groups: Sequence[Sequence[Span]]) -> Iterator[Match]:
    """Return the stretches of text in which all groups occur near each other, one for each place of the first."""
    first, *others = groups
    for anchor in first:
        chosen = [anchor, *(min(spans, key=lambda span: abs(span.start - anchor.start)) for spans in others)]
        starts = [span.start for span in chosen]
        if max(starts) - min(starts) <= NEAR:
            said = sum(span.end - span.start for span in chosen)
            yield Match(Span(min(starts), max(span.end for span in chosen)), said)
