"""The approved words of a kids' text, frozen: all that the kids' builders may say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pages.kids_text import KidsText


@dataclass(frozen=True, kw_only=True)
class KidsWordsOf:
    """The approved kids' text, frozen."""

    title: str
    text: str
    closure_text: str
    labels: Mapping[str, str]
    tokens: Mapping[str, list[dict[str, object]]] = field(default_factory=dict)


def words_of(kids_text: KidsText) -> KidsWordsOf:
    """The words of a kids' text."""
    return KidsWordsOf(
        title=kids_text.title,
        text=kids_text.text,
        closure_text=kids_text.closure_text,
        labels=dict(kids_text.labels),
        tokens=dict(kids_text.tokens),
    )
