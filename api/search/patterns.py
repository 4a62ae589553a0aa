"""Everyday phrases as editors write them, made quick to find: all phrases of all concepts in one walk over a text.

A line is groups joined by ` + `, each of them alternatives joined by `|`: every group must occur, in any order, near
each other. Nothing of an editor's line is a regular expression.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from api.search.folding import KANJI, folded_words

# The first characters of all groups of a match lie within so many characters.
NEAR = 30
SHORT_LATIN = 4
LAST_ASCII = "\x7f"
# How many of a line's groups may be the one by which it is found: as many as these bits tell apart.
GROUP_BITS = 3
GROUP_MASK = (1 << GROUP_BITS) - 1
ENDINGS = ("s", "es", "ed", "ing", "d")


Span = tuple[int, int]
"""Where something begins and ends in a text."""
Match = tuple[int, int, int]
"""Where all groups of a line occur, and how many characters these have, without what stands between them."""
Likely = tuple[int, list[list[int]]]
"""A line, and of each of its groups the words that a text has in any spelling."""


class Text(NamedTuple):
    """One spelling of what somebody typed; inside `closed` spans no phrase begins or ends."""

    text: str
    closed: Sequence[Span] = ()


class Line(NamedTuple):
    """One line of a concept, or of its guards: the spellings of each of its groups."""

    guard: bool
    groups: Sequence[Sequence[str]]


def read_lines(lines: Iterable[tuple[bool, str]], read: Callable[[str], str]) -> list[Line]:
    """Return the lines of a concept, guards last; `read` says how Chinese characters are read.

    Lines of signs alone are left out.
    """
    found = []
    for guard, line in sorted(lines, key=itemgetter(0)):
        groups = tuple(tuple(sorted(_alternatives(group, read))) for group in line.split(" + "))
        if all(groups):
            found.append(Line(guard, groups))
    return found


class Patterns:
    """All lines of all concepts, kept small: words and lines are numbers. One automaton finds all words of a text.

    A line is looked at where its rarest group occurs: the one whose alternatives stand in the fewest lines.
    """

    def __init__(self, concepts: Iterable[Iterable[Line]]) -> None:
        numbers: dict[str, int] = {}
        # Of each line its concept, and whether it is a guard (in the lowest bit): in this order.
        self._lines = array("I")
        # Where the groups of each line begin, where the words of each group do, and the words.
        self._groups, self._members, self._words = array("I", [0]), array("I", [0]), array("I")
        for concept, lines in enumerate(concepts):
            for line in lines:
                for group in line.groups:
                    self._words.extend(numbers.setdefault(word, len(numbers)) for word in group)
                    self._members.append(len(self._words))
                self._groups.append(len(self._members) - 1)
                self._lines.append(concept << 1 | line.guard)
        ordered = sorted(numbers)
        place = array("I", bytes(self._words.itemsize * len(ordered)))
        for number, word in enumerate(ordered):
            place[numbers[word]] = number
        self._words = array("I", map(place.__getitem__, self._words))
        self._letters = "".join(ordered)
        self._ends = array("I", [0])
        for word in ordered:
            self._ends.append(self._ends[-1] + len(word))
        self._words_in = AhoCorasick(
            ordered, matchkind=MatchKind.Standard, store_patterns=False, implementation=Implementation.ContiguousNFA
        )
        self._users, self._user_ends = self._used(len(ordered))

    def _used(self, words: int) -> tuple["array[int]", "array[int]"]:
        """Return the lines that are looked at where a word occurs, word by word, and where those of each end.

        In the lowest bits of a line's number stands which of its groups the word is in.
        """
        used, ends = array("I", bytes(4 * words)), array("I", bytes(4 * (words + 1)))
        for word in self._words:
            used[word] += 1

        def rarest(line: int) -> tuple[int, Sequence[int]]:
            numbered = islice(enumerate(self._groups_of(line)), 1 << GROUP_BITS)
            return min(numbered, key=lambda pair: sum(used[word] for word in pair[1]))

        for line in range(len(self._lines)):
            for word in rarest(line)[1]:
                ends[word + 1] += 1
        for word in range(words):
            ends[word + 1] += ends[word]
        users, at = array("I", bytes(4 * ends[-1])), ends[:]
        for line in range(len(self._lines)):
            number, group = rarest(line)
            for word in group:
                users[at[word]] = line << GROUP_BITS | number
                at[word] += 1
        return users, ends

    def _groups_of(self, line: int) -> Iterator["array[int]"]:
        members = self._members
        for group in range(self._groups[line], self._groups[line + 1]):
            yield self._words[members[group] : members[group + 1]]

    def _word(self, number: int) -> str:
        return self._letters[self._ends[number] : self._ends[number + 1]]

    def lines(self, concept: int) -> Iterator[Line]:
        """Return the lines of a concept again."""
        first, after = (bisect_left(self._lines, number << 1) for number in (concept, concept + 1))
        for number in range(first, after):
            groups = [[self._word(word) for word in group] for group in self._groups_of(number)]
            yield Line(bool(self._lines[number] & 1), groups)

    def concepts(self, texts: Collection[Text]) -> dict[int, int]:
        """Return the concepts that a text speaks of, with how many characters their best match has, gaps left out.

        A match that a guard surrounds does not count.
        """
        occurring = [self._occurring(text) for text in texts]
        likely = self._likely({*chain(*occurring)})
        found: dict[int, int] = {}
        guarded: set[int] = set()
        for places in occurring:
            matches: dict[int, list[Match]] = {}
            guards: dict[int, list[Match]] = {}
            for line, match in self._matches(likely, places):
                (guards if line & 1 else matches).setdefault(line >> 1, []).append(match)
            for concept, some in matches.items():
                # What only seems so as it is written does not become so by being read aloud.
                if concept in guarded:
                    continue
                around = guards.get(concept, ())
                free = [said for start, end, said in some if not _surrounded(start, end, around)]
                if not free and concept not in found:
                    guarded.add(concept)
                if free:
                    found[concept] = max(found.get(concept, 0), *free)
        return found

    def _likely(self, occurring: set[int]) -> list[Likely]:
        """Return the lines of which every group has one of these words. Most have none of one of the groups."""
        groups, members, words = self._groups, self._members, self._words
        users, ends, nowhere = self._users, self._user_ends, occurring.isdisjoint
        found: list[Likely] = []
        for user in {user for word in occurring for user in users[ends[word] : ends[word + 1]]}:
            line = user >> GROUP_BITS
            first, after = groups[line], groups[line + 1]
            occurs, group = first + (user & GROUP_MASK), first
            while group < after and (group == occurs or not nowhere(words[members[group] : members[group + 1]])):
                group += 1
            if group == after:
                bounds = members[first : after + 1]
                having = [[word for word in words[a:b] if word in occurring] for a, b in pairwise(bounds)]
                found.append((self._lines[line], having))
        return found

    def _matches(self, likely: Sequence[Likely], places: Mapping[int, list[Span]]) -> Iterator[tuple[int, Match]]:
        for line, groups in likely:
            spans = [[span for word in group if word in places for span in places[word]] for group in groups]
            if all(spans):
                for match in _together(spans):
                    yield line, match

    def _occurring(self, text: Text) -> dict[int, list[Span]]:
        """Return the words of lines that occur in a text, with the places of each."""
        written = text.text
        inside = {at for start, end in text.closed for at in range(start + 1, end)}
        found: dict[int, list[Span]] = {}
        for number, at, end in self._words_in.find_matches_as_indexes(written, overlapping=True):
            if at in inside or end in inside:
                continue
            if written[at] > LAST_ASCII or not (word := written[at:end]).isascii() or _fits(word, at, written):
                found.setdefault(number, []).append((at, end))
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


def _fits(alternative: str, start: int, written: str) -> bool:
    """Return whether an occurrence in Latin letters begins and ends where a word may."""
    if alternative[0].isalnum() and start and written[start - 1].isascii() and written[start - 1].isalnum():
        return False
    after = _letters(written, start + len(alternative))
    return not after or len(alternative) > SHORT_LATIN or after in ENDINGS


def _letters(text: str, start: int) -> str:
    end = start
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    return text[start:end]


def _together(groups: Sequence[Sequence[Span]]) -> Iterator[Match]:
    """Return the stretches of text in which all groups occur near each other, one for each place of the first."""
    first, *others = groups
    for anchor, anchor_end in first:
        start, end = anchor, anchor_end
        said, latest = end - start, start
        for spans in others:
            begins, ends = spans[0] if len(spans) == 1 else min(spans, key=lambda span: abs(span[0] - anchor))
            start, end = min(start, begins), max(end, ends)
            latest = max(latest, begins)
            said += ends - begins
        if latest - start <= NEAR:
            yield start, end, said


def _surrounded(start: int, end: int, guards: Iterable[Match]) -> bool:
    """Return whether a match lies inside one of these."""
    return any(begins <= start and end <= ends for begins, ends, _ in guards)
