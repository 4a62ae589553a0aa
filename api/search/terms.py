"""The terms of a text with their weights: what an item is indexed under, and what a question looks up.

A term begins with its kind: `n` the one spelling of a word, `r` its reading, `b` a pair of characters, `t` a topic,
`s` a service that is pointed to, `p` the beginning of a name, `g` how widely a desk helps.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from api.search.folding import CJK, folded_words
from api.search.tokens import Token, foreign, japanese

# What a reader can find. Topics and concepts help to find it, and are followed by the log (`knowledge`).
TYPES = ("service", "faq", "article")
JAPANESE = ("ja", "ja-easy", "mul")
# How much a text says of its item: its name and the words that editors gave it for search, most.
FIELDS: Mapping[str, int] = {"name": 30, "words": 30, "summary": 14, "easy": 10, "text": 7}
IN_PAIRS = ("name", "words", "summary")
MOST_WORDS, MOST_READINGS, MOST_PAIRS = 60, 32, 16
SATURATION = 40
PREFIXES = 6


def key(channel: str, language: str, term: str) -> int:
    """Return the number that stands for a term of a channel and language: 47 bits, positive."""
    digest = hashlib.blake2b(f"{channel}\0{language}\0{term}".encode("utf-8", "replace"), digest_size=6).digest()
    return int.from_bytes(digest, "big") >> 1


def number_of(channel: str, content_id: UUID) -> int:
    """Return the number under which an item of a channel is indexed: the same on every database."""
    digest = hashlib.blake2b(content_id.bytes + channel.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 2


def tokens(text: str, language: str) -> Iterable[Token]:
    """Return the words of a text."""
    return japanese(text) if language in JAPANESE else foreign(text)


def weigh(texts: Mapping[str, str], language: str) -> dict[str, int]:
    """Return the terms of an item's texts (by field) with the weight of each, 1 to 1000."""
    words: defaultdict[str, int] = defaultdict(int)
    readings: defaultdict[str, int] = defaultdict(int)
    pairs: defaultdict[str, int] = defaultdict(int)
    for field, text in texts.items():
        boost = FIELDS.get(field, 0)
        if not boost or not text:
            continue
        for token in tokens(text, language):
            words["n" + token.form] += boost * token.weight
            if len(token.reading) > 1:
                readings["r" + token.reading] += boost * token.weight
        if field in IN_PAIRS:
            for pair in in_pairs(folded_words(text)):
                pairs["b" + pair] += boost * 100
    chosen = (*_heaviest(words, MOST_WORDS), *_heaviest(readings, MOST_READINGS), *_heaviest(pairs, MOST_PAIRS))
    # More of the same word says less and less more of it: never 1000, however often it stands.
    return {term: max(1, 1000 * weight // (weight + SATURATION * 100)) for term, weight in chosen}


def _heaviest(weights: Mapping[str, int], most: int) -> list[tuple[str, int]]:
    return sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]


def in_pairs(folded: str) -> Iterable[str]:
    """Return the pairs of characters inside a folded text's runs of Chinese characters and kana."""
    for match in CJK.finditer(folded):
        run = match[0]
        for at in range(len(run) - 1):
            yield run[at : at + 2]


def beginnings(name: str, kana: str, language: str) -> dict[str, int]:
    """Return the terms under which what a reader begins to type finds this name: of all of it, and of its words."""
    found: dict[str, int] = {}
    folded = folded_words(name)
    starts = {folded: 900, folded_words(kana): 900}
    for token in tokens(name, language):
        if token.weight > 20:
            for piece in (token.surface, token.reading):
                starts.setdefault(piece, 300)
    for start, weight in starts.items():
        for length in range(1, min(PREFIXES, len(start)) + 1):
            term = "p" + start[:length]
            found[term] = max(found.get(term, 0), weight)
    return found


def prefix(folded: str) -> str:
    """Return the term that the beginning of a name looks up."""
    return "p" + folded[:PREFIXES]
