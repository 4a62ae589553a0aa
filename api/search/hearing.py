"""What finds concepts in a text, made once for all channels that hold the same ones, and anew only of what changed."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar
from weakref import WeakValueDictionary

import orjson

from api.search import tokens
from api.search.folding import HAN_ONLY, LETTERS, fold
from api.search.likeness import Features, Likeness, features
from api.search.patterns import Line, Patterns, read_lines
from api.search.terms import tokens as words

SAYS_SOMETHING = 40
Part = TypeVar("Part")
Whole = TypeVar("Whole")
Body = Mapping[str, Any]


class Hearing(NamedTuple):
    """All concepts of a channel, by their phrases, and by what a text may resemble."""

    patterns: Patterns
    likeness: Likeness


# As long as any channel holds them, by the digests of the concepts that they were made of.
_patterns: WeakValueDictionary[tuple[bytes, ...], Patterns] = WeakValueDictionary()
_likeness: WeakValueDictionary[tuple[bytes, ...], Likeness] = WeakValueDictionary()
# Half a second's work, which threads that meet the same change would each do: one does it and the others find it.
_making: Final = threading.Lock()


def hearing(bodies: Sequence[bytes]) -> Hearing:
    """Return what finds these concepts. Only phrases that no other channel and no earlier state had are read.

    One thread at a time: whoever asks for the same meanwhile waits, and is given what was made.
    """
    with _making:
        made = _hearing(bodies)
        tokens.let_go()
        return made


def _hearing(bodies: Sequence[bytes]) -> Hearing:
    digests = [_digests(orjson.loads(body)) for body in bodies]
    ready: dict[bytes, Features] = {}

    def lines(number: int) -> Iterable[Line]:
        body, read = orjson.loads(bodies[number]), cache(tokens.reading)
        ready[digests[number].texts] = _features(body, read)  # while it is known how its phrases are read
        return _lines(body, read)

    def texts(number: int) -> Features:
        return ready.get(digests[number].texts) or _features(orjson.loads(bodies[number]), tokens.reading)

    return Hearing(
        _made(_patterns, [of.lines for of in digests], _lines_of, lines, Patterns),
        _made(_likeness, [of.texts for of in digests], _features_of, texts, Likeness),
    )


class _Digests(NamedTuple):
    lines: bytes
    texts: bytes


def _digests(body: Body) -> _Digests:
    """Return what two concepts have in common that are found by the same lines, or resembled by the same texts."""
    return _Digests(
        lines=_digest([body["phrases"], body["unless"]]),
        texts=_digest([body["phrases"], body["terms"], [*body["name"].values()]]),
    )


def _digest(texts: Sequence[Sequence[str]]) -> bytes:
    return hashlib.blake2b(orjson.dumps(texts), digest_size=16).digest()


def _made(
    known: WeakValueDictionary[tuple[bytes, ...], Whole],
    digests: Sequence[bytes],
    parts_of: Callable[[Whole], Callable[[int], Part]],
    part: Callable[[int], Part],
    whole: Callable[[Iterable[Part]], Whole],
) -> Whole:
    """Return what was made of these before, or make it: of parts of what is known, and of parts made now.

    `_making` is held: nothing is added to what is known while it is gone through.
    """
    key = tuple(digests)
    made = known.get(key)
    if made is None:
        sources: dict[bytes, tuple[Callable[[int], Part], int]] = {}
        for other in [*known]:
            had = known.get(other)
            if had is not None and not sources.keys() >= {*key} & {*other}:
                at = parts_of(had)
                sources |= {digest: (at, number) for number, digest in enumerate(other)}
        fresh = (sources.get(digest, (part, number)) for number, digest in enumerate(key))
        made = known[key] = whole(make(number) for make, number in fresh)
    return made


def _lines_of(patterns: Patterns) -> Callable[[int], Iterable[Line]]:
    return patterns.lines


def _features_of(likeness: Likeness) -> Callable[[int], Features]:
    return [*likeness.features()].__getitem__


def _lines(body: Body, read: Callable[[str], str]) -> Iterable[Line]:
    lines = [(guard, line) for guard, name in ((False, "phrases"), (True, "unless")) for line in body[name]]
    return read_lines(lines, read)


def _features(body: Body, read: Callable[[str], str]) -> Features:
    lines = (*body["phrases"], *body["terms"], *body["name"].values())
    written = [alternative for line in lines for group in line.split(" + ") for alternative in group.split("|")]
    forms = {token.form for term in body["terms"] for token in words(term, "ja") if token.weight >= SAYS_SOMETHING}
    foreign = {token.form for text in written if LETTERS.search(fold(text)) for token in words(text, "en")}
    return features(forms | foreign, {*map(read, written), *filter(HAN_ONLY.fullmatch, written)})
