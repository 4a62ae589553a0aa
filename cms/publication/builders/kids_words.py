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
    search_words: str
    labels: Mapping[str, str]
    tokens: Mapping[str, list[dict[str, object]]] = field(default_factory=dict)

    def search(self) -> dict[str, str]:
        """What search reads of it: these words alone, whatever the source says to others."""
        return {"name": self.title, "text": self.text, "words": self.search_words}


def words_of(kids_text: KidsText) -> KidsWordsOf:
    """The words of a kids' text."""
    return KidsWordsOf(
        title=kids_text.title,
        text=kids_text.text,
        closure_text=kids_text.closure_text,
        search_words=kids_text.search_words,
        labels=dict(kids_text.labels),
        tokens=dict(kids_text.tokens),
    )
