"""A document as a page: its title, then what it says under headings, in the order of the document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from api.documents.record import Record
from catalog.languages import JAPANESE, language_name, languages
from catalog.publishable import Entry
from cms.admin.wording import STATES, field_names, said
from cms.publication import compare
from cms.verification import hours_words

#: What readers do not see as text: the order, what follows from other values, and the title that stands above.
SILENT = frozenset(
    {"kana", "position", "languages", "opening", "tokens", "weight", "id", "dial", "verified_fields", "unverified"}
)
#: What readers look for first stands first; facts follow in the order of the document.
FIRST = ("text", "introduction", "summary", "answer", "body", "description", "how_to_use", "contacts")
#: Lists of what somebody may type, which say nothing of its language.
OF_ANY_LANGUAGE = frozenset({"phrases", "unless", "terms"})
TITLES = ("name", "title", "question", "headline")
_REFERENCE = re.compile(r'data-ref="([0-9a-f-]{36})"')


@dataclass(frozen=True)
class Section:
    """Something that a document says: its Japanese name, and the words themselves as HTML."""

    heading: str
    content: SafeString
    note: str = ""


def title_of(record: Record) -> str:
    """The title in the record's language; of one in all languages, the Japanese."""
    title: Any = record.title
    if isinstance(title, dict):
        title = title.get(JAPANESE) or next(iter(title.values()), "")
    return str(title)


def sections(record: Record, entry: Entry) -> list[Section]:
    """Everything that the document says, and to whom it points."""
    body = record.body.model_dump(mode="json")
    writer = _Writer(field_names(entry), compare.names(_pointed(record)))
    notes = body.get("languages") if record.channel == "website" else {}
    found = [
        Section(writer.name(key), content, _note((notes or {}).get(key)))
        for key, value in sorted(body.items(), key=_order)
        if key not in SILENT and not _is_title(key, value, record) and (content := writer.value(value, key, 3))
    ]
    return found + list(_references(record, writer))


def _order(item: tuple[str, Any]) -> int:
    return FIRST.index(item[0]) if item[0] in FIRST else len(FIRST)


def _is_title(key: str, value: Any, record: Record) -> bool:
    if key not in (*TITLES, "name_ja"):
        return False
    text = value.get("text") if isinstance(value, dict) and "text" in value else value
    return bool(text == record.title and record.language != "mul")


def _pointed(record: Record) -> Iterator[UUID]:
    yield from (reference.id for reference in record.references)
    yield from (UUID(found) for found in _REFERENCE.findall(record.body_bytes().decode().replace('\\"', '"')))


def _references(record: Record, writer: "_Writer") -> Iterator[Section]:
    roles: dict[str, list[str]] = {}
    for role, _, target in sorted(record.references):
        if role != "links":  # they stand in the text
            roles.setdefault(role, []).append(writer.names.get(target, gettext("(まだ保存されていません)")))
    for role, names in roles.items():
        yield Section(writer.name(role), _list(names))


def _note(state: Any) -> str:
    """What an editor should know of the text of a field, where it is not simply there."""
    if not isinstance(state, dict) or state["state"] in {"source", "checked"}:
        return ""
    if state["state"] == "missing":
        return gettext("訳がないため、%(language)sで出ます") % {"language": language_name(state["served"])}
    return gettext("訳の状態:%(state)s") % {"state": gettext(str(STATES[state["state"]]))}


def _hours(value: Any) -> SafeString | None:
    """Opening hours in Japanese words, in whichever language the rest is; None where there are none for them."""
    words = hours_words.told(value) if isinstance(value, str) else None
    return format_html('<span lang="ja">{}</span>', words) if words and get_language() == JAPANESE else None


def _list(items: list[Any]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in items)))


@dataclass(frozen=True)
class _Writer:
    """Values of a document as HTML. Every text is escaped here, or was cleaned by ``readable``."""

    labels: Mapping[str, str]
    names: Mapping[UUID, str]

    def name(self, key: str) -> str:
        return self.labels.get(key, key)

    def value(self, value: Any, path: str, level: int) -> SafeString:
        if value is None or value in ("", [], {}):
            return mark_safe("")
        if isinstance(value, dict):
            return self._mapping(value, path, level)
        if isinstance(value, list):
            return self._sequence(value, path, level)
        if path.endswith(".hours") and (words := _hours(value)):
            return words
        told = said(value, path, self.names)
        if isinstance(told, str) and not isinstance(told, SafeString) and "\n" in told:
            return mark_safe(linebreaks(told, autoescape=True))  # noqa: S308 - escaped by linebreaks
        return conditional_escape(told)

    def _mapping(self, value: dict[str, Any], path: str, level: int) -> SafeString:
        if "html" in value:
            return self.value(value["html"], f"{path}.html", level)
        if set(value) <= set(languages()):
            return format_html_join(
                "",
                '<div lang="{}"><p class="language" lang="ja">{}</p>{}</div>',
                ((key, language_name(key), self.value(inner, path, level)) for key, inner in value.items()),
            )
        if set(value) == {"text", "tokens"}:
            return self.value(value["text"], path, level)
        rows = [
            (self.name(key), told)
            for key, inner in value.items()
            if key not in SILENT and (told := self.value(inner, f"{path}.{key}", level + 1))
        ]
        return format_html(
            "<dl>{}</dl>", format_html_join("", f'<dt lang="{get_language()}">{{}}</dt><dd>{{}}</dd>', rows)
        )

    def _sequence(self, value: list[Any], path: str, level: int) -> SafeString:
        items = [self.value(inner, f"{path}[]", level) for inner in value]
        told = _list([item for item in items if item])
        return format_html('<div lang="">{}</div>', told) if path in OF_ANY_LANGUAGE else told
