"""Words that occur nowhere else, so that any byte of any answer tells whose text it holds."""

import re

#: For adults, for kids, and for editors alone.
ADULT, KIDS, EDITORS = "a", "k", "n"

_WORD = re.compile(rb"zq[akn]\d+z")
_KIDS = re.compile(r"zqk\d+z")


def word(reader: str, number: int) -> str:
    """A word for one kind of reader."""
    return f"zq{reader}{number}z"


def words_in(raw: bytes | str | None) -> frozenset[str]:
    """Every such word in these bytes or this text."""
    raw = (raw or "").encode() if isinstance(raw, str | None) else raw
    return frozenset(found.decode() for found in _WORD.findall(raw))


def is_for_kids(found: str) -> bool:
    """Whether a word was written for kids."""
    return _KIDS.fullmatch(found) is not None
