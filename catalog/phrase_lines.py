"""Lines of patterns: how people say it, one pattern a line. What a line is, and what is wrong with it. Pure.

A line is groups joined by "+", all of which must occur near each other in a text; a group is alternatives joined by
"|". A line without either is a phrase. Full-width signs mean the same, since that is what a Japanese keyboard types.
"""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext

LONGEST = 200

_SIGNS = str.maketrans("\uff0b\uff5c", "+|")  # stays Japanese: as a Japanese keyboard types them


def groups(line: str) -> tuple[tuple[str, ...], ...]:
    """The alternatives of each group, trimmed; an empty text where a sign has nothing beside it."""
    return tuple(
        tuple(word.strip() for word in group.split("|")) for group in line.strip().translate(_SIGNS).split("+")
    )


def patterns(text: str) -> tuple[str, ...]:
    """The lines of a text in their one spelling (``父|母 + 殴``), each once; empty ones are none."""
    spelt = (" + ".join("|".join(words) for words in groups(line)) for line in text.splitlines() if line.strip())
    return tuple(dict.fromkeys(spelt))


def folded(pattern: str) -> str:
    """The spelling by which two patterns are the same to whoever searches."""
    return unicodedata.normalize("NFKC", pattern).casefold()


def problems(text: str) -> list[str]:
    """In plain Japanese, what is wrong with which line; empty if nothing is."""
    return [
        gettext("%(number)s行目「%(shown)s」:%(problem)s")
        % {"number": number, "shown": _shown(line), "problem": problem}
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and (problem := _problem(line))
    ]


def _problem(line: str) -> str:
    found = groups(line)
    if len(line.strip()) > LONGEST:
        return gettext("長すぎます。%(longest)s文字までにして、行を分けてください。") % {"longest": LONGEST}
    if not all(word for words in found for word in words):
        return gettext("「+」や「|」の前か後ろに、ことばがありません。ことばを入れるか、記号を消してください。")
    if empty := [word for word in _words(found) if not _length(word)]:
        return gettext("「%(empty)s」には文字がありません。ことばを書いてください。") % {"empty": empty[0]}
    if len(found) == 1 and (short := [word for word in _words(found) if _length(word) < 2]):
        return gettext(
            "「%(short)s」は1文字だけなので、関係のない文にも当たります。2文字以上にするか、ほかのことばと「+」"
            "で組み合わせてください。"
        ) % {"short": short[0]}
    return ""


def _words(found: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for words in found:
        yield from words


def _length(word: str) -> int:
    return sum(letter.isalnum() for letter in unicodedata.normalize("NFKC", word))


def _shown(line: str) -> str:
    line = line.strip()
    return line if len(line) <= 30 else f"{line[:30]}…"
