"""Texts of a source for one language, with what is known about them. The only place that reads language columns."""

from collections.abc import Iterable, Mapping

from api.documents.envelope import FieldLanguage, FieldState, KidsToken, KidsWords
from catalog.languages import JAPANESE, languages
from catalog.translated import Translated


class InLanguage:
    """Collects the texts of a website document in one language, and where each of them came from.

    A field without text in that language carries the Japanese and says so.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.fields: dict[str, FieldLanguage] = {}

    def text(self, source: Translated, field: str, *, named: str | None = None) -> str | None:
        """The text to serve, or None if there is not even a Japanese one. ``named`` is its name in the document."""
        own, japanese = source.text_in(field, self.language), source.text_in(field, JAPANESE)
        if own:
            state: FieldState = source.translation_state(field, self.language)
            self.fields[named or field] = FieldLanguage(served=self.language, state=state)
        elif japanese:
            self.fields[named or field] = FieldLanguage(served=JAPANESE, state="missing")
        return own or japanese or None

    def required(self, source: Translated, field: str, *, named: str | None = None) -> str:
        """As ``text``, of a field that a live source always has in Japanese."""
        found = self.text(source, field, named=named)
        if found is None:
            raise ValueError(f"{field} has no Japanese text")
        return found


class InAllLanguages:
    """Collects the texts of a partners' document: maps of the languages that exist, with their provenance."""

    def __init__(self) -> None:
        self.languages: dict[str, dict[str, FieldState]] = {}

    def text(self, source: Translated, field: str, *, named: str | None = None) -> dict[str, str]:
        """The map of one field's texts, Japanese first."""
        found = {language: text for language in languages() if (text := source.text_in(field, language))}
        for language in found:
            self.languages.setdefault(language, {})[named or field] = source.translation_state(field, language)
        return found


def in_any_language(texts: Mapping[str, str]) -> str:
    """One field's texts in all its languages, for search over a document that holds them all."""
    return "\n".join(texts.values())


def kids_words(text: str, tokens: Iterable[Mapping[str, object]] = ()) -> KidsWords:
    """A text for kids with the furigana that was confirmed for it, if any."""
    return KidsWords(text=text, tokens=tuple(KidsToken.model_validate(token) for token in tokens))
