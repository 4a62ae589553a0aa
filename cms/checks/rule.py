"""What a rule is, and what it finds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from django.conf import settings
from django.utils.translation import get_language, gettext_noop

from cms.checks.reading import Place, Reading

Level = Literal["block", "warn"]
LEVELS: dict[str, str] = {"block": gettext_noop("公開を止める"), "warn": gettext_noop("知らせる")}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or doubtful, told to whoever asks: ``said`` is what was found, ``todo`` what to do.

    ``field`` is a name in the form (``summary``, ``contact_points-0-value``), ``language`` "" where it has none.
    """

    rule: str
    level: Level
    field: str
    language: str
    said: str
    todo: str
    #: What editors call the place.
    where: str = ""

    @property
    def sentence(self) -> str:
        """The finding where there is no list around it."""
        return in_a_row(f"{self.where}:", self.said, self.todo)


def in_a_row(*sentences: str) -> str:
    """Sentences one after the other: Japanese ones stand without a space between them."""
    return ("" if get_language() == settings.LANGUAGE_CODE else " ").join(sentences)


class Word(NamedTuple):
    """A word of the editors' list. ``unless`` holds longer words in which it does not count."""

    kind: str
    word: str
    reason: str
    instead: str
    blocks: bool = False
    unless: tuple[str, ...] = ()


class Told(NamedTuple):
    """What the last looks at an address found."""

    dead: bool
    said: str


@dataclass(frozen=True)
class Known:
    """What a rule must know from beyond the entry. Everything else it knows from the reading alone."""

    today: date = date(2026, 11, 25)
    words: tuple[Word, ...] = ()
    links: Mapping[str, Told] = field(default_factory=dict)
    #: Who else has this number or this very text: digits or text's digest -> names.
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Kanji up to this school year may stand in kids' texts.
    grade: int = 4


@dataclass(frozen=True)
class Example:
    """A text as the documentation shows it, and the same as a rule reads it."""

    shown: str
    reading: Reading
    known: Known = field(default_factory=Known)


#: What a rule says of one place: place, said, todo, and the level where it is not the rule's own.
Said = tuple[Place, str, str] | tuple[Place, str, str, Level]


@dataclass(frozen=True)
class Rule:
    """One check. ``look`` is pure: the same reading and knowledge always say the same."""

    name: str
    title: str
    level: Level
    why: str
    look: Callable[[Reading, Known], Iterator[Said]]
    good: tuple[Example, ...]
    bad: tuple[Example, ...]

    def findings(self, reading: Reading, known: Known) -> Iterator[Finding]:
        for place, said, todo, *level in self.look(reading, known):
            yield Finding(
                rule=self.name,
                level=level[0] if level else self.level,
                field=place.field,
                language=place.language,
                said=said,
                todo=todo,
                where=place.where,
            )
