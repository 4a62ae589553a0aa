"""The Japanese of locale/: reading, compiling, and asking which words of the installed apps it leaves in English."""

import io
import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django import conf
from django.apps import apps
from django.utils.translation import override
from django.utils.translation.trans_real import DjangoTranslation

FOLDER = Path(__file__).parent.parent.parent / "locale"
PATHS = sorted(FOLDER.glob("*/LC_MESSAGES/*.po"))
#: Signs and units, the same in every language.
NO_WORDS = {"URL", "IPv4", "IPv6", "AM", "PM", "a.m.", "p.m.", "%s KB", "%s MB", "%s GB", "%s TB", "%s PB"}

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}|<[^>]*?(?:href|data-[a-z-]+|class|target)=[^>]*>|</?\w+")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")
_LETTERS = re.compile(r"[A-Za-z]")


def read(path: Path) -> Catalog:
    """A .po file, of the language that its folder names."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parent.parent.name)
    catalogue.creation_date = catalogue.revision_date = None  # or each compilation would differ from the last
    return catalogue


def texts(message: Message) -> tuple[list[str], list[str]]:
    """What the source says, singular and plural, and what we say."""
    asked, said = message.id, message.string
    return ([asked] if isinstance(asked, str) else list(asked)), ([said] if isinstance(said, str) else list(said))


def placeholders(text: str) -> set[str]:
    """What a program or a browser reads in a text, and a translator must leave alone."""
    return {
        found for found in _PLACEHOLDER.findall(text) if not found.startswith(('<a target="_blank" rel', "<a href="))
    }


def entries(path: Path) -> Iterator[Message]:
    """Every word of a .po file but its header."""
    return (message for message in read(path) if message.id)


def compiled(path: Path) -> dict[object, str]:
    """What the .mo file of this .po file has to hold."""
    made = io.BytesIO()
    write_mo(made, read(path))
    made.seek(0)
    return held(made)


def held(file: io.BufferedIOBase) -> dict[object, str]:
    """What a .mo file holds, without its header."""
    found: dict[object, str] = vars(GNUTranslations(file))["_catalog"]  # type: ignore[arg-type]
    return {key: said for key, said in found.items() if key}


def compile_all() -> None:
    """Write each .mo file beside its .po file, where it holds something else: compiling anew changes its dates."""
    for path in PATHS:
        target = path.with_suffix(".mo")
        if not target.exists() or _held_by(target) != compiled(path):
            with target.open("wb") as file:
                write_mo(file, read(path))


def _held_by(path: Path) -> dict[object, str]:
    with path.open("rb") as file:
        return held(file)


def in_english(domain: str) -> list[str]:
    """The words of installed apps, and of Django itself, for which an editor's screen has no Japanese."""
    translation = _translation(domain)
    return sorted(
        {texts(message)[0][0] for message in _asked(domain) if not _spoken(translation, message, texts(message)[0])}
    )


@cache
def _asked(domain: str) -> tuple[Message, ...]:
    """Every word that an app ships an English catalogue of."""
    folders = [Path(app.path) for app in apps.get_app_configs()] + [Path(conf.__file__).parent]
    sources = [folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po" for folder in folders]
    return tuple(message for source in sources if source.exists() for message in entries(source))


def _translation(domain: str) -> DjangoTranslation:
    """What Django itself asks: for scripts as Wagtail asks it."""
    admin = Path(apps.get_app_config("wagtailadmin").path) / "locale"
    with override("ja"):
        return DjangoTranslation("ja", domain=domain, localedirs=[str(admin)] if domain == "djangojs" else None)


def _spoken(translation: DjangoTranslation, message: Message, asked: list[str]) -> bool:
    context = message.context
    if len(asked) > 1:
        said = translation.npgettext(context, *asked, 2) if context else translation.ngettext(*asked, 2)
    else:
        said = translation.pgettext(context, asked[0]) if context else translation.gettext(asked[0])
    return asked[0] in NO_WORDS or bool(_JAPANESE.search(said)) or not _LETTERS.search(_PLACEHOLDER.sub("", said))
