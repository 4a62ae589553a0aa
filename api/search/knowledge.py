"""What a process knows for searching, followed by the log: how people speak of troubles, and what topics are called.

A concept or topic that changes is a change in the log, so it takes effect in every process with its next answer.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from api.delivery import queries
from api.delivery.followed import Followed
from api.delivery.queries import LogHead, Place
from api.search import lookup, tokens
from api.search.patterns import Patterns, Text
from api.search.terms import tokens as words

TYPES = ("concept", "topic")


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
    """A topic as it stands: its stub, and the words of its name and description with what each says (of 100)."""

    id: UUID
    stub: bytes
    name: str
    forms: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """All of it, for one place."""

    concepts: Sequence[Concept] = ()
    patterns: Patterns = field(default_factory=lambda: Patterns((), str))
    topics: Sequence[Topic] = ()

    def spoken_of(self, texts: Sequence[Text]) -> list[tuple[Concept, int]]:
        """Return the concepts that a text speaks of, the longest match first."""
        found = self.patterns.concepts(texts)
        ordered = sorted(found, key=lambda number: (-found[number], number))
        return [(self.concepts[number], found[number]) for number in ordered]


NOTHING = Knowledge()
_followed: dict[Place, Followed[Knowledge]] = {}
# Readings of editors' phrases, never of what readers type.
_read = lru_cache(maxsize=20_000)(tokens.reading)


def knowledge(place: Place, head: LogHead | None) -> Knowledge:
    """Return what is known at a place as of a head: no query while no concept or topic changes."""
    if head is None:
        return NOTHING
    if place not in _followed:
        _followed[place] = Followed(load=lambda: _load(place), still_right=_untouched(place))
    return _followed[place].at(head)


def _untouched(place: Place) -> Callable[[LogHead, Knowledge], bool]:
    return lambda seen, known: queries.untouched_since(seen, place.channel, TYPES, ())


def _load(place: Place) -> Knowledge:
    stored = lookup.concepts(place.channel)
    lines = [
        (number, guard, line)
        for number, concept in enumerate(stored)
        for guard, name in ((False, "phrases"), (True, "unless"))
        for line in concept.body[name]
    ]
    return Knowledge(
        concepts=[_concept(concept) for concept in stored],
        patterns=Patterns(lines, _read),
        topics=[_topic(topic, stub, body, place) for topic, stub, body in lookup.topics(place)],
    )


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
    return Topic(id=topic, stub=stub, name=name, forms=dict(forms))


def _said(text: Any) -> str:
    """Return a text of a document in words: as it is, or kids' words, or those of all languages."""
    if isinstance(text, str):
        return text
    return str(text["text"]) if "text" in text else "\n".join(text.values())
