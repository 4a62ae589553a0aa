"""Rich texts of a source for one language or for all, and whom they link to."""

from uuid import UUID

from api.documents.rich_text import RichText
from catalog.languages import languages
from catalog.translated import Translated
from cms.publication.builders.rich_text import clean
from cms.publication.builders.texts import InAllLanguages, InLanguage


class RichInLanguage(InLanguage):
    """As InLanguage; collects the targets of links too."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.links: list[UUID] = []

    def rich(self, source: Translated, field: str) -> RichText | None:
        """A rich text as clean HTML and as plain text, in this language or else in Japanese."""
        found = self.text(source, field)
        return None if found is None else _rich(found, self.links)


class RichInAllLanguages(InAllLanguages):
    """As InAllLanguages; collects the targets of links too."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[UUID] = []

    def rich(self, source: Translated, field: str) -> dict[str, RichText]:
        """The map of one rich text in every language that it exists in."""
        found = self.text(source, field)
        return {language: _rich(found[language], self.links) for language in languages() if language in found}


def _rich(stored: str, links: list[UUID]) -> RichText:
    rich = clean(stored)
    links.extend(rich.references)
    return RichText(html=rich.html, text=rich.text)
