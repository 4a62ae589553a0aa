"""How what somebody is typing may go on: names that begin so, or have a word that does."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson

from api.delivery.queries import Place
from api.search import lookup
from api.search.folding import folded_words
from api.search.knowledge import Knowledge
from api.search.lookup import Narrowed
from api.search.romaji import to_kana
from api.search.terms import JAPANESE, PREFIXES, key, prefix
from api.search.tokens import reading

CANDIDATES = 40
MOST_TOPICS = 3
CONSONANTS = "bcdfghjklmpqrstvwxyz"


class Suggestion(NamedTuple):
    """One way to go on. Without an id it is only another way to ask."""

    text: str
    type: str
    id: str | None
    slug: str | None


def suggestions(typed: str, place: Place, known: Knowledge, most: int) -> list[Suggestion]:
    """Return the ways to go on, each text once."""
    starts = _starts(typed, place)
    found: dict[str, Suggestion] = {}
    for line in (*_topics(starts, known), *_items(starts, place), *_concepts(starts, place, known)):
        found.setdefault(line.text, line)
    return list(found.values())[:most]


def _starts(typed: str, place: Place) -> list[str]:
    folded = folded_words(typed)
    # The last syllable is not finished yet.
    spelt = to_kana(folded.rstrip(CONSONANTS)) if place.language in JAPANESE else None
    return [start for start in (folded, spelt) if start]


def _topics(starts: Sequence[str], known: Knowledge) -> Iterator[Suggestion]:
    named = [topic for topic in known.topics.all if any(start in said for start in starts for said in topic.said)]
    for topic in named[:MOST_TOPICS]:
        stub = orjson.loads(topic.stub)
        yield Suggestion(topic.name.split("\n", 1)[0], "topic", stub["id"], stub["slug"])


def _items(starts: Sequence[str], place: Place) -> Iterator[Suggestion]:
    languages = dict.fromkeys(("ja" if place.language == "ja-easy" else place.language, "ja"))
    terms = {
        key(place.channel, language, prefix(start)): CANDIDATES
        for start in starts
        for language in (languages if place.language != "mul" else ("mul",))
    }
    best: dict[int, int] = {}
    for _, item, weight in lookup.best(terms, Narrowed(), place):
        best[item] = max(best.get(item, 0), weight)
    ordered = sorted(best, key=lambda item: (-best[item], item))[:CANDIDATES]
    stubs = lookup.stubs(place, ordered)
    for stub in (orjson.loads(stubs[item]) for item in ordered if item in stubs):
        text = _text(stub["title"])
        if any(len(start) <= PREFIXES or _goes_on(text, start) for start in starts):
            yield Suggestion(text, stub["type"], stub["id"], stub["slug"])


def _goes_on(text: str, start: str) -> bool:
    """Return whether a name holds all that was typed, as written or as read."""
    return start in folded_words(text) or start in reading(text)


def _concepts(starts: Sequence[str], place: Place, known: Knowledge) -> Iterator[Suggestion]:
    for concept in known.concepts.all:
        name = concept.names.get(place.language if place.language != "mul" else "ja")
        if name and any(len(start) > 1 and start in folded_words(name) for start in starts):
            yield Suggestion(name, "concept", None, None)


def _text(title: str | dict[str, str]) -> str:
    """Return a title in words: as it is, the text of kids' words, or the Japanese among all languages."""
    if isinstance(title, str):
        return title
    return title["text"] if "text" in title else title["ja"]
