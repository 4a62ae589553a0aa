"""As what a draft can be shown: each channel that knows its type, and there each language."""

from dataclasses import dataclass

from django.utils.translation import gettext

from catalog.languages import JAPANESE, language_name, languages
from catalog.publishable import CHANNELS, Entry

#: The language of documents that say everything in all languages.
ALL = "mul"


@dataclass(frozen=True)
class Mode:
    """One channel in one language."""

    channel: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.channel}:{self.language}"

    @property
    def label(self) -> str:
        """As editors read it in the panel."""
        return gettext("%(channel)s・%(language)s") % {
            "channel": gettext(str(dict(CHANNELS)[self.channel])),
            "language": gettext("全言語") if self.language == ALL else language_name(self.language),
        }


def modes(entry: Entry) -> list[tuple[str, str]]:
    """The names and labels of all modes of an entry, the one that most people want first."""
    return [(mode.name, mode.label) for mode in modes_of(entry)]


def modes_of(entry: Entry) -> list[Mode]:
    possible = entry.possible_channels
    found = [Mode("website", language) for language in languages() if "website" in possible]
    if "kids" in possible:
        found.append(Mode("kids", JAPANESE))
    if "partners" in possible:
        found.append(Mode("partners", ALL))
    return found


def mode_named(entry: Entry, name: str) -> Mode | None:
    """The mode of this name, where the entry has it."""
    return next((mode for mode in modes_of(entry) if mode.name == name), None)
