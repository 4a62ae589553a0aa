"""What a check may look at: one entry, read once and frozen. Rules see this and never a model."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from django.utils.translation import gettext

from catalog.languages import JAPANESE

EASY_JAPANESE = "ja-easy"


@dataclass(frozen=True)
class Place:
    """Where in the form something stands: the field's name, its language ("" for none), and what editors call it."""

    field: str
    language: str = ""
    where: str = ""


@dataclass(frozen=True)
class Text:
    """What readers read at a place, as plain text: a paragraph a line. ``kids`` says that it is written for kids."""

    place: Place
    text: str
    kids: bool = False

    @property
    def japanese(self) -> bool:
        return self.kids or self.place.language in (JAPANESE, EASY_JAPANESE)

    @property
    def easy(self) -> bool:
        """Whether it must be easy to read: やさしい日本語, and whatever kids read."""
        return self.kids or self.place.language == EASY_JAPANESE


@dataclass(frozen=True)
class Contact:
    """One way to reach a service. ``field`` is the place of its form, such as ``contact_points-0``."""

    field: str
    where: str
    channel: str
    value: str
    hours: str | None = None
    free_of_charge: bool | None = None
    note: str = ""

    def at(self, field: str, label: str, language: str = "") -> Place:
        return Place(
            f"{self.field}-{field}",
            language,
            gettext("%(where)sの「%(label)s」") % {"where": self.where, "label": label},
        )


@dataclass(frozen=True)
class Link:
    """An address to which readers are sent."""

    place: Place
    url: str

    @property
    def parts(self) -> SplitResult:
        """Its parts; all of them are empty where it is no address at all."""
        return parts_of(self.url)


def parts_of(url: str) -> SplitResult:
    """The parts of an address, however it was typed; all of them are empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:  # a bracket too many
        return urlsplit("")


@dataclass(frozen=True)
class Picture:
    """A picture, and what is said to those who cannot see it."""

    place: Place
    alt: str
    decorative: bool = False


@dataclass(frozen=True)
class Day:
    """A day that must lie ahead; ``past`` is what to say where it lies behind."""

    place: Place
    day: date
    past: str
    todo: str


@dataclass(frozen=True)
class Translation:
    """How far the text of one field in one language can be trusted, and what the house wants of it."""

    place: Place
    label: str
    state: str
    level: str


@dataclass(frozen=True)
class Reading:
    """Everything of one entry that rules look at. Leaves out what no reader ever sees: notes, search words, phrases."""

    document_type: str = "service"
    content_id: UUID | None = None
    texts: tuple[Text, ...] = ()
    contacts: tuple[Contact, ...] = ()
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    days: tuple[Day, ...] = ()
    translations: tuple[Translation, ...] = ()
    #: The Japanese name and its reading, where the type has one.
    name: str = ""
    kana: str | None = None
    #: The kind of organization behind it, "" where the type has none.
    provider: str = ""
    #: Whether it is (or leads to) help in a crisis, and whether what it speaks of is one.
    leads_to_crisis_help: bool = False
    about_crisis: bool = False

    def in_japanese(self) -> Iterator[Text]:
        return (text for text in self.texts if text.japanese)

    def easy(self) -> Iterator[Text]:
        return (text for text in self.texts if text.easy)
