"""Which words of a cell name which rows: providers, topics, audiences and areas."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from catalog.models import Area, Audience, Organization, Topic
from cms.spreadsheets.columns import BETWEEN
from cms.spreadsheets.text import fold, plain


@dataclass
class Named:
    """`word_of` has the word that a file gets for each row; `row_of` every word that leads to one row alone."""

    what: str
    word_of: dict[int, str] = field(default_factory=dict)
    row_of: dict[str, int] = field(default_factory=dict)

    def find(self, word: str) -> int | None:
        """The row that a word of a cell names, whatever width it is written in."""
        found = self.row_of.get(word)
        return self.row_of.get(plain(word)) if found is None else found


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one moment."""

    provider: Named
    topics: Named
    audiences: Named
    areas: Named

    def of(self, kind: str) -> Named:
        """For a kind of column."""
        return {
            "provider": self.provider,
            "topics": self.topics,
            "audiences": self.audiences,
            "areas": self.areas,
        }[kind]


def words() -> Words:
    """All words, in four queries."""
    return Words(provider=_entries(Organization), topics=_entries(Topic), audiences=_entries(Audience), areas=_areas())


def _entries(model: Any) -> Named:
    rows = list(model.objects.order_by("pk").values_list("pk", "content_id", "public_slug", "name_ja"))
    candidates = [(pk, [name or "", slug or "", str(content_id)]) for pk, content_id, slug, name in rows]
    return _named(str(model._meta.verbose_name), candidates)


def _areas() -> Named:
    rows = list(Area.objects.order_by("pk").values_list("pk", "code", "name_ja", "parent__name_ja"))
    found = _named(gettext("地域"), [(pk, [code, f"{parent or ''}{name}", name]) for pk, code, name, parent in rows])
    # The check digit makes sure that a code whose leading zero a spreadsheet dropped is no other area's.
    found.row_of |= {code[1:]: pk for pk, code, *_ in rows if code.startswith("0") and code[1:] not in found.row_of}
    return found


def _named(what: str, candidates: Iterable[tuple[int, list[str]]]) -> Named:
    """Each row under all its words; a word that two rows have leads nowhere; one that a cell would split is none."""
    rows = [(pk, [word for word in words if _can_stand(word)]) for pk, words in candidates]
    found = Named(what=what)
    for position in range(3):  # the best words first: a name that is another's slug stays that name
        level = [(pk, words[position]) for pk, words in rows if position < len(words)]
        shared = Counter(word for _pk, word in level)
        for pk, word in level:
            if shared[word] == 1 and word not in found.row_of:
                found.row_of[word] = pk
                found.word_of.setdefault(pk, word)
    for word, pk in list(found.row_of.items()):
        found.row_of.setdefault(plain(word), pk)
    return found


def _can_stand(word: str) -> bool:
    # stays Japanese: a separator of cells
    return bool(word) and BETWEEN not in word and "；" not in word and word == fold(word) and "\n" not in word
