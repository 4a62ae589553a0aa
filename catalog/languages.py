"""The public languages and their columns: read `name_en`, never the bare attribute, which falls back silently."""

from django.conf import settings

JAPANESE = "ja"


def languages() -> tuple[str, ...]:
    """Every public language, Japanese first."""
    return tuple(code for code, _name in settings.LANGUAGES)


def translations() -> tuple[str, ...]:
    """Every public language but Japanese, the source of them all."""
    return tuple(code for code in languages() if code != JAPANESE)


def language_name(language: str) -> str:
    """The language's own name, as editors see it."""
    return dict(settings.LANGUAGES)[language]


def column(field: str, language: str) -> str:
    """The explicit column of a translated field: ("name", "ja-easy") gives "name_ja_easy"."""
    return f"{field}_{language.replace('-', '_')}"
