"""The only writer of the index: run inside the publication's own transaction, beside what it follows from.

The log's head is locked by then, so one writer at a time counts, and the index says what stands at every commit.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from api.delivery import database
from api.delivery.chunks import chunks
from api.delivery.models import Change
from api.documents.record import Record
from api.search.models import Indexed
from api.search.terms import TYPES, beginnings, key, number_of, weigh

JAPANESE, EASY = "ja", "ja-easy"
ROWS = 500
EVERYTHING, GENERAL = "*", "g"
Texts = Mapping[str, str]
Weights = dict[int, int]


@dataclass(kw_only=True)
class Findable:
    """One item of one channel, in all its languages: what it is indexed by."""

    content_id: UUID
    channel: str
    type: str
    texts: dict[str, Texts] = field(default_factory=dict)
    topics: list[UUID] = field(default_factory=list)
    services: list[UUID] = field(default_factory=list)
    nationwide: bool = False

    def point(self, role: str, target: UUID) -> None:
        """Note what this item points to, in order; in every language it is the same."""
        targets = {"topics": self.topics, "related_services": self.services}.get(role)
        if targets is not None and target not in targets:
            targets.append(target)

    def say(self, language: str, name: str, text: str) -> None:
        """Note one text of this item."""
        self.texts[language] = {**self.texts.get(language, {}), name: text}

    @property
    def number(self) -> int:
        return number_of(self.channel, self.content_id)

    def weights(self) -> Weights:
        """Return the terms of this item, as numbers, with the weight of each."""
        found = {self._key("", EVERYTHING): 1}
        for language, texts in self._own_texts().items():
            terms = weigh(texts, language) | beginnings(texts.get("name", ""), texts.get("kana", ""), language)
            if language == JAPANESE and (easy := self.texts.get(EASY, {}).get("name")):
                terms = beginnings(easy, "", language) | terms
            found |= {self._key(language, term): weight for term, weight in terms.items()}
        for position, topic in enumerate(self.topics):
            found[self._key("", f"t{topic}")] = max(400, 1000 - 150 * position)
        for position, service in enumerate(self.services):
            found[self._key("", f"s{service}")] = max(400, 1000 - 100 * position)
        if self.type == "service":
            found[self._key("", f"s{self.content_id}")] = 1000
            found[self._key("", GENERAL)] = min(1000, 100 * len(self.topics) + 300 * self.nationwide + 1)
        return found

    def _key(self, language: str, term: str) -> int:
        return key(self.channel, language, term)

    def _own_texts(self) -> dict[str, Texts]:
        """Return the texts by language without what only repeats the Japanese: that is found by the Japanese itself.

        Easy Japanese is Japanese: its words, which are those of everyday, find the item for all who ask in Japanese.
        """
        if JAPANESE not in self.texts:
            return self.texts
        base = self.texts[JAPANESE]
        own = {
            language: {name: text for name, text in texts.items() if text and text != base.get(name)}
            for language, texts in self.texts.items()
            if language != JAPANESE
        }
        easy = own.pop(EASY, {})
        return {
            JAPANESE: {**base, "easy": "\n".join(easy.values())},
            **{key: some for key, some in own.items() if some},
        }


def follow(changes: Sequence[Change], records: Iterable[Record]) -> None:
    """Make the index say what these changes made of the log. `records` are all that stand of the changed items."""
    touched = {(change.content_id, change.channel) for change in changes if change.type in TYPES}
    if touched:
        write(findables(record for record in records if (record.content_id, record.channel) in touched), touched)


def findables(records: Iterable[Record]) -> list[Findable]:
    """Return the items that these records make findable, each with all its languages."""
    found: dict[tuple[UUID, str], Findable] = {}
    for record in records:
        if record.type not in TYPES:
            continue
        place = record.content_id, record.channel
        item = found.setdefault(place, Findable(content_id=place[0], channel=place[1], type=record.type))
        item.texts[record.language] = record.search
        for reference in sorted(record.references):
            item.point(reference.role, reference.id)
        item.nationwide = "national" in record.facets.get("area", ())
    return list(found.values())


def write(items: Sequence[Findable], touched: Iterable[tuple[UUID, str]]) -> None:
    """Write these items, and take out of the index what was touched and is not among them."""
    wanted = {item.number: item.weights() for item in items}
    numbers = sorted({*wanted, *(number_of(channel, content_id) for content_id, channel in touched)})
    for some in chunks(numbers):
        _write({number: wanted.get(number, {}) for number in some})
    Indexed.objects.filter(pk__in=[number for number in numbers if number not in wanted]).delete()
    Indexed.objects.bulk_create(
        [Indexed(id=item.number, content_id=item.content_id, channel=item.channel, type=item.type) for item in items],
        ignore_conflicts=True,
    )


def _write(wanted: Mapping[int, Weights]) -> None:
    """Rewrite the rows that differ, and count how many items each word stands in."""
    standing: defaultdict[int, Weights] = defaultdict(dict)
    for number, term, weight in database.rows(_sql(STANDING, len(wanted)), [*wanted]):
        standing[number][term] = weight
    counts: Counter[int] = Counter()
    fresh: list[tuple[int, int, int]] = []
    with connection.cursor() as cursor:
        for number, weights in wanted.items():
            had = standing[number]
            gone = had.keys() - weights.keys()
            fresh += [(number, term, weight) for term, weight in weights.items() if had.get(term) != weight]
            counts.update(weights.keys() - had.keys())
            counts.subtract(gone)
            for some in _runs(sorted(gone)):
                cursor.execute(_sql(GONE, len(some)), [number, *some])
        for rows in _runs(fresh):
            cursor.execute(_sql(FRESH, len(rows), "(%s, %s, %s)"), [value for row in rows for value in row])
        for counted in _runs(sorted((term, count) for term, count in counts.items() if count)):
            cursor.execute(_sql(COUNTED, len(counted), "(%s, %s)"), [value for row in counted for value in row])
        # A word that nothing holds any more is not even remembered as a number.
        for some in _runs(sorted(term for term, count in counts.items() if count < 0)):
            cursor.execute(_sql(FORGOTTEN, len(some)), [*some])


STANDING = "SELECT indexed, term, weight FROM search_posting WHERE indexed IN ({places})"
GONE = "DELETE FROM search_posting WHERE indexed = %s AND term IN ({places})"
FRESH = (
    "INSERT INTO search_posting (indexed, term, weight) VALUES {places}"
    " ON CONFLICT (indexed, term) DO UPDATE SET weight = excluded.weight"
)
COUNTED = (
    "INSERT INTO search_frequency (term, items) VALUES {places}"
    " ON CONFLICT (term) DO UPDATE SET items = search_frequency.items + excluded.items"
)
FORGOTTEN = "DELETE FROM search_frequency WHERE items <= 0 AND term IN ({places})"


def _sql(text: str, count: int, place: str = "%s") -> str:
    return database.statement(text, places=", ".join([place] * count))


def _runs(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + ROWS] for start in range(0, len(rows), ROWS))
