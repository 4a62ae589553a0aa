"""What somebody typed, as search understands it: the words to look up, what they speak of, and whether it is urgent."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from api.delivery.queries import Place
from api.search import tokens
from api.search.folding import KANA_ONLY, KANJI, KATAKANA, folded_words, tidy
from api.search.foremost import foremost
from api.search.hearing import SAYS_SOMETHING
from api.search.knowledge import MARKED, Concept, Knowledge, Topic
from api.search.patterns import Span, Text
from api.search.romaji import to_kana
from api.search.terms import JAPANESE, in_pairs, key, prefix

# How much each thing that is looked up counts (of 100).
WORD, READING_OF_KANA, READING_OF_KANJI, PAIR = 100, 90, 25, 20
CONCEPT_WORD, CONCEPT_TOPIC, NAMED_TOPIC = 50, 110, 25
OWN, JAPANESE_TOO = 100, 60
WORDS_BESIDE_CONCEPT = 60
MOST_TERMS = 48
KATAKANA_SENTENCE = 6
CHINESE = "zh-hans"
ONE_NAME, NAME = 14, 60


class Question(NamedTuple):
    """What to look up: words as the index numbers them, with what each counts.

    `shares` are the concepts spoken of and those that it only resembles, with what each counts (of 100).
    """

    terms: Mapping[int, int]
    concepts: Sequence[Concept]
    shares: Sequence[tuple[Concept, int]]
    topics: Sequence[Topic]
    crisis: Sequence[str]
    marks: Sequence[str]


class Spoken(NamedTuple):
    """One way to read what was typed: as text, folded, and cut into words."""

    text: str
    folded: str
    read: tokens.Read


def understand(typed: str, place: Place, known: Knowledge) -> Question:
    """Return how search understands a text."""
    spoken = _spoken(typed, place)
    found = [token for way in spoken for token in _words(way, place.language)]
    forms = [token.form for token in found if token.weight >= SAYS_SOMETHING]
    of = known.spoken_of([text for way in spoken for text in _texts(way)], forms, spoken[-1].read.reading)
    concepts = [concept for concept, _ in of.said]
    shares = [*of.said, *of.resembled]
    share = WORDS_BESIDE_CONCEPT if any(concept.services for concept in concepts) else 100
    counted = {term: weight * share // 100 for term, weight in _lexical(found, spoken, place).items()}
    topics = _topics(found, known)
    for topic, weight in topics:
        counted[topic.term] = NAMED_TOPIC * weight // 100
    for concept, share in shares:
        _count(counted, concept, share)
    return Question(
        terms=counted
        if len(counted) <= MOST_TERMS
        else {term: counted[term] for term in foremost(counted, MOST_TERMS)},
        concepts=concepts,
        shares=shares,
        topics=[topic for topic, _ in topics],
        crisis=sorted({concept.crisis for concept in concepts if concept.crisis}),
        marks=_marks(found, concepts),
    )


def _spoken(typed: str, place: Place) -> list[Spoken]:
    """Return what was typed and, where it spells Japanese in Latin letters or a sentence in katakana, that."""
    folded = folded_words(typed)
    ways = [typed]
    if place.language in JAPANESE:
        spelt = to_kana(folded)
        if spelt is not None:
            ways.append(spelt)
        elif KATAKANA.fullmatch(tidy(typed)):
            ways = [folded] if len(folded) >= KATAKANA_SENTENCE else [typed, folded]
    return [_way(text, folded if text is typed else folded_words(text), place.language) for text in ways]


def _way(text: str, folded: str, language: str) -> Spoken:
    """Return one way to read a text; Chinese is not read as Japanese."""
    read = tokens.read(text) if language != CHINESE else tokens.Read((), [(folded, folded)])
    return Spoken(text, folded, read)


def _texts(way: Spoken) -> list[Text]:
    """Return a text as phrases are looked for in it: as written and, where that differs, as read.

    No phrase begins or ends inside the reading of Chinese characters.
    """
    if way.read.reading == way.folded:
        return [Text(way.folded)]
    closed: list[Span] = []
    at = 0
    for surface, reading in way.read.pieces:
        if KANJI.search(surface):
            closed.append((at, at + len(reading)))
        at += len(reading)
    return [Text(way.folded), Text(way.read.reading, closed)]


def _words(way: Spoken, language: str) -> Iterator[tokens.Token]:
    if language in JAPANESE or KANJI.search(way.text):
        yield from way.read.words
    if language not in JAPANESE:
        yield from tokens.foreign(way.text)


def _count(counted: dict[int, int], concept: Concept, share: int) -> None:
    """Count the words and topics of a concept."""
    for word, weight in zip(concept.words, concept.weights, strict=True):
        much = CONCEPT_WORD * weight * share // 10_000
        if counted.get(word, -1) < much:
            counted[word] = much
    for position, topic in enumerate(concept.topic_terms, start=1):
        much = CONCEPT_TOPIC * share // (100 * position)
        if counted.get(topic, -1) < much:
            counted[topic] = much


def _lexical(found: Sequence[tokens.Token], spoken: Sequence[Spoken], place: Place) -> dict[int, int]:
    """Return the terms of the words and of the text as a whole, as the index numbers them, with what each counts."""
    own = "ja" if place.language == "ja-easy" else place.language
    shares = {own: OWN} if own in JAPANESE else {own: OWN, "ja": JAPANESE_TOO}
    terms: dict[str, int] = {}
    for term, counts in chain(_of_words(found), *map(_of_whole, spoken)):
        if terms.get(term, -1) < counts:
            terms[term] = counts
    return {
        key(place.channel, language, term): counts * share // 100
        for language, share in shares.items()
        for term, counts in terms.items()
    }


def _of_words(found: Sequence[tokens.Token]) -> Iterator[tuple[str, int]]:
    for token in found:
        yield "n" + token.form, WORD * token.weight // 100
        if len(token.reading) > 1:
            counts = READING_OF_KANA if KANA_ONLY.fullmatch(token.surface) else READING_OF_KANJI
            yield "r" + token.reading, counts * token.weight // 100


def _of_whole(way: Spoken) -> Iterator[tuple[str, int]]:
    """Return the terms of a text as one: it may be a name, and pairs of its characters stand in any word."""
    if 1 < len(way.folded) <= ONE_NAME:
        for whole in {way.folded, way.read.reading}:
            yield "r" + whole, READING_OF_KANA
            yield prefix(whole), NAME
    for pair in in_pairs(way.folded):
        if KANJI.search(pair):
            yield "b" + pair, PAIR


def _topics(found: Sequence[tokens.Token], known: Knowledge) -> list[tuple[Topic, int]]:
    """Return the topics whose name or description has a word of these, with what it says there."""
    forms = {token.form: token.weight for token in found if token.weight >= SAYS_SOMETHING}
    best: dict[int, int] = {}
    for form, weight in forms.items():
        for number, says in known.topics.having.get(form, ()):
            best[number] = max(best.get(number, 0), min(weight, says))
    numbers = sorted(sorted(number for number in best if best[number]), key=best.__getitem__, reverse=True)
    return [(known.topics.all[number], best[number]) for number in numbers]


def _marks(found: Sequence[tokens.Token], concepts: Sequence[Concept]) -> list[str]:
    """Return what is worth marking in a text: the words without their endings, and those that concepts look for."""
    marks = {_without_ending(token.surface) for token in found if token.weight > MARKED}
    marks.update(*[concept.marks for concept in concepts])
    return sorted(sorted(marks - {""}), key=len, reverse=True)


def _without_ending(surface: str) -> str:
    bare = surface.rstrip(
        "ぁあぃいぅうぇえぉおかきくけこさしすせそたちっつてとなにぬねのはひふへほまみむめもらりるれろんがぎぐげござじずぜぞだぢづでどばびぶべぼ"
    )
    return bare if KANJI.search(bare) else surface
