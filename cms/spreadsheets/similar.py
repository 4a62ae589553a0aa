"""Which services a new row may mean that are there already: the same number, address, reading or name."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_noop

from catalog import phone
from catalog.kana import sort_key
from catalog.models import ContactPoint, Service
from cms.spreadsheets.text import plain

#: Whatever more than this many share tells nothing about any of them: the number of a town hall, "相談" in a name.
_SHARED_BY_MANY = 200
_ALIKE = 0.85
SURE = 3
_POINTS = {"phone": 2, "url": 2, "kana": 1, "name": 1}
_REASONS = {
    "phone": gettext_noop("電話番号が同じ"),
    "url": gettext_noop("公式ページが同じ"),
    "kana": gettext_noop("よみがなが同じ"),
    "name": gettext_noop("名称が同じ"),
}


@dataclass(frozen=True, kw_only=True)
class Traits:
    """By what a service is found again."""

    name: str
    kana: str = ""
    url: str = ""
    phones: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, kana: str, url: str, phones: Iterable[str]) -> "Traits":
        """From texts as they are written."""
        spelt = unicodedata.normalize("NFKC", name).casefold()
        return cls(
            name="".join(letter for letter in spelt if letter.isalnum()),
            kana=sort_key(kana).partition("0000")[0] if kana else "",
            url=plain(url).lower().partition("://")[2].removeprefix("www.").rstrip("/"),
            phones=tuple(sorted({dialled for one in phones if (dialled := _dialled(one))})),
        )

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "kana": self.kana, "url": self.url, "phones": list(self.phones)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Traits":
        return cls(name=data["name"], kana=data["kana"], url=data["url"], phones=tuple(data["phones"]))


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Something that a row may mean. `key` is a content id, or `row:` with the number of an earlier row."""

    key: str
    name: str
    why: tuple[str, ...]
    points: int

    @property
    def sure(self) -> bool:
        return self.points >= SURE


@dataclass
class Index:
    """What is known, by each trait."""

    _known: dict[str, tuple[str, Traits]] = field(default_factory=dict)
    _by: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: str, name: str, traits: Traits) -> None:
        self._known[key] = (name, traits)
        for trait in _keys(traits):
            self._by[trait].append(key)

    def candidates(self, traits: Traits) -> list[Candidate]:
        """The likeliest first, five at most."""
        points: dict[str, set[str]] = defaultdict(set)
        shared: Counter[str] = Counter()
        for trait in _keys(traits):
            here = self._by.get(trait, ())
            if len(here) > _SHARED_BY_MANY:
                continue
            if trait[0] == "pair":
                shared.update(here)
            else:
                for key in here:
                    points[key].add(trait[0])
        for key in {*points, *(key for key, _count in shared.most_common(10))}:
            if _alike(traits.name, self._known[key][1].name):
                points[key].add("name")
        found = [self._candidate(key, why, traits) for key, why in points.items() if why]
        return sorted(found, key=lambda one: (-one.points, one.key))[:5]

    def _candidate(self, key: str, why: set[str], traits: Traits) -> Candidate:
        name, there = self._known[key]
        reasons = [
            gettext_noop("名称が似ている") if one == "name" and there.name != traits.name else words
            for one, words in _REASONS.items()
            if one in why
        ]
        return Candidate(key=key, name=name, why=tuple(reasons), points=sum(_POINTS[one] for one in why))


def index_of_services() -> Index:
    """Every service as its row says, in two queries; what only a draft of something live says is not looked at."""
    phones: dict[int, list[str]] = defaultdict(list)
    for pk, number in ContactPoint.objects.filter(channel="phone").values_list("service_id", "value"):
        phones[pk].append(number)
    index = Index()
    for pk, content_id, name, kana, url in Service.objects.values_list("pk", "content_id", "name_ja", "kana", "url"):
        index.add(str(content_id), name or "", Traits.of(name or "", kana, url, phones[pk]))
    return index


def _keys(traits: Traits) -> list[tuple[str, str]]:
    found = [("phone", number) for number in traits.phones]
    found += [
        (name, text) for name, text in (("url", traits.url), ("kana", traits.kana), ("name", traits.name)) if text
    ]
    return found + [("pair", pair) for pair in {traits.name[n : n + 2] for n in range(len(traits.name) - 1)}]


def _alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    if one == other:
        return True
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= _ALIKE and match.quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


def _dialled(number: str) -> str:
    try:
        return phone.dial(number)
    except phone.PhoneInvalid:
        return ""
