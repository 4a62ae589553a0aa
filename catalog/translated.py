"""What is known about each translated text: which Japanese it was made from, and whether somebody checked it."""

from hashlib import sha256
from typing import ClassVar, Literal

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.languages import JAPANESE, column, translations

TranslationState = Literal["source", "checked", "draft", "stale", "missing"]


def text_digest(text: str | None) -> str:
    """SHA-256, hex, of a Japanese text; an empty one and a missing one are the same."""
    return sha256((text or "").encode()).hexdigest()


class Translated(models.Model):
    """Texts in every public language. `translations` is {field: {language: {"of": digest, "state": state}}}."""

    translated_fields: ClassVar[tuple[str, ...]] = ()

    translations = models.JSONField(_("翻訳の記録"), default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def text_in(self, field: str, language: str) -> str:
        """The text of exactly this language, "" where there is none."""
        return getattr(self, column(field, language)) or ""

    def translation_state(self, field: str, language: str) -> TranslationState:
        """How far a text can be trusted. A text without a record has never been checked: draft."""
        if not self.text_in(field, language):
            return "missing"
        if language == JAPANESE:
            return "source"
        record = self.translations.get(field, {}).get(language)
        if record is None:
            return "draft"
        if record["of"] != text_digest(self.text_in(field, JAPANESE)):
            return "stale"
        return "checked" if record["state"] == "checked" else "draft"

    def record_translation(self, field: str, language: str, *, state: Literal["checked", "draft"]) -> None:
        """Note that this text was made from the Japanese as it is now; forget a text that is gone."""
        self.note_translation(field, language, of=text_digest(self.text_in(field, JAPANESE)), state=state)

    def note_translation(self, field: str, language: str, *, of: str, state: Literal["checked", "draft"]) -> None:
        """Note which Japanese (by digest) a text was made from."""
        records = {name: dict(by_language) for name, by_language in self.translations.items()}
        if self.text_in(field, language):
            records.setdefault(field, {})[language] = {"of": of, "state": state}
        else:
            records.get(field, {}).pop(language, None)
        self.translations = {name: by_language for name, by_language in records.items() if by_language}

    def translated_texts(self) -> list[tuple[str, str]]:
        """Every (field, language) that has a translated text."""
        return [
            (field, language)
            for field in self.translated_fields
            for language in translations()
            if self.text_in(field, language)
        ]
