"""What a process knows for searching, followed by the log: how people speak of troubles, and what topics are called.

A concept or topic that changes is a change in the log, so it takes effect in every process with its next answer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from api.delivery import queries
from api.delivery.followed import Followed
from api.delivery.queries import LogHead, Place
from api.search import lookup, tokens
from api.search.folding import folded_words
from api.search.likeness import Likeness
from api.search.patterns import Patterns, Text
from api.search.terms import JAPANESE
from api.search.terms import tokens as words

SAYS_SOMETHING = 40


@dataclass(frozen=True, kw_only=True)
class Concept:
    """How people speak of one trouble: what to look for when they do."""

    names: Mapping[str, str] = field(default_factory=dict)
    crisis: str | None = None
    forms: Sequence[tuple[str, int]] = ()
    topics: Sequence[UUID] = ()
    services: Sequence[UUID] = ()


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic as it stands: its stub, its name as written and as read, and its words with what each says (of 100)."""

    id: UUID
    stub: bytes
    name: str
    said: Sequence[str]
    forms: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Concepts:
    """All concepts of a channel, and what finds them in a text."""

    all: Sequence[Concept] = ()
    patterns: Patterns = field(default_factory=lambda: Patterns((), str))
    likeness: Likeness = field(default_factory=lambda: Likeness(()))


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """All of it, for one place."""

    concepts: Concepts = field(default_factory=Concepts)
    topics: Sequence[Topic] = ()

    def spoken_of(self, texts: Sequence[Text]) -> list[tuple[Concept, int]]:
        """Return the concepts that a text speaks of, the longest match first."""
        found = self.concepts.patterns.concepts(texts)
        ordered = sorted(found, key=lambda number: (-found[number], number))
        return [(self.concepts.all[number], found[number]) for number in ordered]

    def resembled(self, forms: Iterable[str], reading: str, most: int) -> list[tuple[Concept, int]]:
        """Return the concepts whose words and phrases a text resembles, with how much (of 1000, about)."""
        found = self.concepts.likeness.nearest(forms, reading, most)
        return [(self.concepts.all[number], alike) for number, alike in found]


NOTHING = Knowledge()
_concepts: dict[str, Followed[Concepts]] = {}
_topics: dict[Place, Followed[Sequence[Topic]]] = {}


def knowledge(place: Place, head: LogHead | None) -> Knowledge:
    """Return what is known at a place as of a head: no query while no concept or topic changes."""
    if head is None:
        return NOTHING
    channel = place.channel
    if channel not in _concepts:
        _concepts[channel] = Followed(load=lambda: _load(channel), still_right=_untouched(channel, "concept"))
    if place not in _topics:
        _topics[place] = Followed(load=lambda: _load_topics(place), still_right=_untouched(channel, "topic"))
    return Knowledge(concepts=_concepts[channel].at(head), topics=_topics[place].at(head))


def _untouched(channel: str, document_type: str) -> Callable[[LogHead, object], bool]:
    return lambda seen, known: queries.untouched_since(seen, channel, (document_type,), ())


def _load(channel: str) -> Concepts:
    stored = lookup.concepts(channel)
    read = cache(tokens.reading)  # of editors' phrases, while they are loaded
    lines = [
        (number, guard, line)
        for number, concept in enumerate(stored)
        for guard, name in ((False, "phrases"), (True, "unless"))
        for line in concept.body[name]
    ]
    concepts = [_concept(concept) for concept in stored]
    readings = (map(read, _alternatives(concept)) for concept in stored)
    said = ((form for form, weight in concept.forms if weight >= SAYS_SOMETHING) for concept in concepts)
    return Concepts(
        all=concepts,
        patterns=Patterns(lines, read),
        likeness=Likeness(zip(said, readings, strict=True)),
    )


def _load_topics(place: Place) -> Sequence[Topic]:
    return [_topic(topic, stub, body, place) for topic, stub, body in lookup.topics(place)]


def _alternatives(stored: lookup.StoredConcept) -> Iterator[str]:
    for line in (*stored.body["phrases"], *stored.body["terms"], *stored.body["name"].values()):
        for group in line.split(" + "):
            yield from group.split("|")


def _concept(stored: lookup.StoredConcept) -> Concept:
    forms: defaultdict[str, int] = defaultdict(int)
    for term in stored.body["terms"]:
        for token in words(term, "ja"):
            forms[token.form] = max(forms[token.form], token.weight)
    return Concept(
        names=stored.body["name"],
        crisis=stored.body["crisis"],
        forms=tuple(sorted(forms.items())),
        topics=stored.topics,
        services=stored.services,
    )


def _topic(topic: UUID, stub: bytes, body: Mapping[str, Any], place: Place) -> Topic:
    name = _said(body["name"])
    forms: defaultdict[str, int] = defaultdict(int)
    for text, share in ((name, 100), (_said(body.get("description") or ""), 50)):
        for token in words(text, place.language):
            forms[token.form] = max(forms[token.form], token.weight * share // 100)
    said = (folded_words(name), *((tokens.reading(name),) if place.language in JAPANESE else ()))
    return Topic(id=topic, stub=stub, name=name, said=said, forms=dict(forms))


def _said(text: Any) -> str:
    """Return a text of a document in words: as it is, or kids' words, or those of all languages."""
    if isinstance(text, str):
        return text
    return str(text["text"]) if "text" in text else "\n".join(text.values())
