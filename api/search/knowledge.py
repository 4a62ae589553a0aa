"""What a process knows for searching, followed by the log: how people speak of troubles, and what topics are called.

A concept or topic that changes is a change in the log, so it takes effect in every process with its next answer.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isqrt
from sys import intern
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from api.delivery import log_since
from api.delivery.followed import Followed
from api.delivery.queries import LogHead, Place
from api.search import lookup, tokens
from api.search.folding import folded_words
from api.search.foremost import foremost
from api.search.hearing import Hearing, hearing
from api.search.neighbours import Pointing, Votes, beside
from api.search.patterns import Text
from api.search.terms import JAPANESE, key, number_of
from api.search.terms import tokens as words

# How much a concept counts (of 100) whose phrase a text has, and for how long that is and how much it resembles all of
# it beside the others'. What is spoken of less than something else counts less still, by the root of that share.
SAID, BY_LENGTH, BY_LIKENESS = 20, 25, 60
MOST_ALIKE, LEAST_ALIKE, CLOSE = 3, 60, 50
BESIDE_SAID, ALONE, SURE = 40, 50, 150
WHOLE_PHRASE = 6
# What weighs more is worth marking in a text.
MARKED = 20


@dataclass(frozen=True, kw_only=True)
class Concept:
    """How people speak of one trouble: what to look for when they do.

    All that is looked up is here as the numbers of the index: `words`, which weigh `weights`, `topic_terms`, `services`
    and what points to them, and `beside`: the services of the concepts nearest to this one, with their votes (of 100).
    `marks` are the weightiest of the words as they are written.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    crisis: str | None = None
    marks: Sequence[str] = ()
    weights: Sequence[int] = b""
    words: Sequence[int] = ()
    topic_terms: Sequence[int] = ()
    services: Sequence[int] = ()
    pointers: Sequence[int] = ()
    beside: Votes = ()


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic as it stands: its stub, its name as written and as read, and its words with what each says (of 100)."""

    id: UUID
    term: int
    stub: bytes
    name: str
    said: Sequence[str]
    forms: Mapping[str, int]


class Topics(NamedTuple):
    """All topics of a place: in the editors' order, by their terms, and by their words with what each says of which."""

    all: Sequence[Topic] = ()
    by_term: Mapping[int, Topic] = {}
    having: Mapping[str, Sequence[tuple[int, int]]] = {}


@dataclass(frozen=True, kw_only=True)
class Concepts:
    """All concepts of a channel, and what finds them in a text."""

    all: Sequence[Concept] = ()
    hearing: Hearing = field(default_factory=lambda: hearing(()))


class Spoken(NamedTuple):
    """The concepts whose phrases a text has, and those that it only resembles, each with what it counts (of 100)."""

    said: Sequence[tuple[Concept, int]]
    resembled: Sequence[tuple[Concept, int]]


class Knowledge(NamedTuple):
    """All of it, for one place."""

    concepts: Concepts = Concepts()
    topics: Topics = Topics()

    def spoken_of(self, texts: Sequence[Text], forms: Iterable[str], reading: str) -> Spoken:
        """Return the concepts that a text speaks of, and those that it only resembles."""
        matched = self.concepts.hearing.patterns.concepts(texts)
        alike = self.concepts.hearing.likeness.of(forms, reading, matched)
        most, top = max(WHOLE_PHRASE, *matched.values(), 0), max(1, *alike.values(), 0)
        said = {
            number: SAID + BY_LENGTH * matched[number] // most + BY_LIKENESS * alike.get(number, 0) // top
            for number in matched
        }
        best = max(1, *said.values(), 0)
        said = {number: share * isqrt(10_000 * share // best) // 100 for number, share in said.items()}
        least = max(LEAST_ALIKE, top * CLOSE // 100)
        near = {n: much for n, much in alike.items() if much >= least and n not in matched}
        sure = (BESIDE_SAID if matched else ALONE) * min(top, SURE) // SURE
        resembled = {n: sure * alike[n] // top for n in foremost(near, MOST_ALIKE)}
        return Spoken(
            said=[(self.concepts.all[number], said[number]) for number in foremost(said, len(said))],
            resembled=[(self.concepts.all[number], share) for number, share in resembled.items()],
        )


NOTHING = Knowledge()
_concepts: dict[str, Followed[Concepts]] = {}
_topics: dict[Place, Followed[Topics]] = {}


def knowledge(place: Place, head: LogHead | None) -> Knowledge:
    """Return what is known at a place as of a head: no query while no concept or topic changes."""
    if head is None:
        return NOTHING
    channel = place.channel
    if channel not in _concepts:
        of = Place(channel, "mul" if place.language == "mul" else "ja")
        _concepts[channel] = Followed(load=lambda: _load(of), still_right=_untouched(channel, "concept"))
    if place not in _topics:
        _topics[place] = Followed(load=lambda: _load_topics(place), still_right=_untouched(channel, "topic"))
    return Knowledge(concepts=_concepts[channel].at(head), topics=_topics[place].at(head))


def _untouched(channel: str, document_type: str) -> Callable[[LogHead, object], bool]:
    return lambda seen, known: log_since.untouched_since(seen, channel, (document_type,), ())


def _load(place: Place) -> Concepts:
    stored = lookup.concepts(place.channel)
    concepts = [_concept(concept, place) for concept in stored]
    votes = beside([Pointing(concept.services, concept.topic_terms) for concept in concepts])
    concepts = [replace(concept, beside=its) for concept, its in zip(concepts, votes, strict=True)]
    return Concepts(all=concepts, hearing=hearing([concept.stored for concept in stored]))


def _load_topics(place: Place) -> Topics:
    topics = [_topic(topic, stub, body, place) for topic, stub, body in lookup.topics(place)]
    having: dict[str, list[tuple[int, int]]] = {}
    for number, topic in enumerate(topics):
        for form, weight in topic.forms.items():
            having.setdefault(form, []).append((number, weight))
    return Topics(topics, {topic.term: topic for topic in topics}, having)


def _concept(stored: lookup.StoredConcept, place: Place) -> Concept:
    forms: defaultdict[str, int] = defaultdict(int)
    body = orjson.loads(stored.stored)
    for term in body["terms"]:
        for token in words(term, "ja"):
            forms[token.form] = max(forms[token.form], token.weight)
    return Concept(
        names=body["name"],
        crisis=body["crisis"],
        marks=tuple(intern(form) for form, weight in forms.items() if weight > MARKED),
        weights=bytes(forms[form] for form in sorted(forms)),
        words=array("q", [key(*place, f"n{form}") for form in sorted(forms)]),
        topic_terms=array("q", [key(place.channel, "", f"t{topic}") for topic in stored.topics]),
        services=array("q", [number_of(place.channel, service) for service in stored.services]),
        pointers=array("q", [key(place.channel, "", f"s{service}") for service in stored.services]),
    )


def _topic(topic: UUID, stub: bytes, body: Mapping[str, Any], place: Place) -> Topic:
    name = _said(body["name"])
    forms: defaultdict[str, int] = defaultdict(int)
    for text, share in ((name, 100), (_said(body.get("description") or ""), 50)):
        for token in words(text, place.language):
            forms[token.form] = max(forms[token.form], token.weight * share // 100)
    said = (folded_words(name), *((tokens.reading(name),) if place.language in JAPANESE else ()))
    term = key(place.channel, "", f"t{topic}")
    return Topic(id=topic, term=term, stub=stub, name=name, said=said, forms=dict(forms))


def _said(text: Any) -> str:
    """Return a text of a document in words: as it is, or kids' words, or those of all languages."""
    if isinstance(text, str):
        return text
    return str(text["text"]) if "text" in text else "\n".join(text.values())
