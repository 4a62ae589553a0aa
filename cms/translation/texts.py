"""The texts of an item that are translated: each with its Japanese, its translation, and how far that can be trusted.

The screen, the spreadsheet and the list of work all read an item through ``held`` and write it through ``write``.
"""

import dataclasses
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import nh3
from django.db import models
from django.utils.translation import gettext
from wagtail.fields import RichTextField, StreamField

from catalog.languages import JAPANESE, column
from catalog.publishable import Entry
from catalog.translated import Translated, TranslationState, text_digest
from cms.translation import bodies
from cms.translation.bodies import Kind
from cms.translation.models import KeptJapanese
from cms.workflow.digest import COVERED
from pages.blocks import written as written_blocks
from pages.rich_text import NO_TEXT, written

#: What can be translated, by document type.
MODELS: Final[dict[str, type[Entry]]] = {
    model.document_type: model for model in COVERED if issubclass(model, Entry) and model.translated_fields
}
#: Words that only search reads: other languages need their own, or none. A missing one is nothing to do.
OPTIONAL: Final = frozenset({"search_words", "phrases"})

_TAGS: Final = {"h3", "p", "b", "strong", "ul", "ol", "li", "a", "br"}
_STRONG: Final = re.compile(r"(</?)strong>")
_BLOCK_END: Final = re.compile(r"</(?:p|h[2-4]|li|ul|ol)>|<br\s*/?>")


@dataclass(frozen=True)
class Part:
    """One text to translate. ``key`` names it within its item; it is the same in every language."""

    key: str
    label: str
    kind: Kind
    japanese: str
    target: str
    max_length: int | None = None
    #: The Japanese that the translation was made from, where it is another one and is known.
    before: str | None = None

    @property
    def seen(self) -> str:
        """What somebody who looks at this part has seen, as a token: another one once either text has changed."""
        return f"{text_digest(self.japanese)}.{text_digest(normal(self.kind, self.target))}"


@dataclass
class Held:
    """One translated field of an item or of its contact point: what has one record, in one or more parts."""

    row: Translated
    field: str
    key: str
    label: str
    language: str
    state: TranslationState
    parts: list[Part] = dataclasses.field(default_factory=list)
    #: The Japanese that the translation was made from, where it is stale and that Japanese is known.
    before: str | None = None
    #: Of a body: translated blocks whose Japanese is gone; and whether its blocks can be edited one by one.
    left_over: list[str] = dataclasses.field(default_factory=list)
    in_order: bool = True
    #: Of a body: the Japanese blocks changed in order, picture or service.
    rebuilt: bool = False

    @property
    def made_from(self) -> str | None:
        """The digest of the Japanese that the translation was made from, if there is a record."""
        record = self.row.translations.get(self.field, {}).get(self.language)
        return record["of"] if record else None

    @property
    def seen(self) -> str:
        """The same token as a part's, for the field as a whole."""
        texts = (self.row.text_in(self.field, JAPANESE), self.row.text_in(self.field, self.language))
        return ".".join(map(text_digest, texts))

    @property
    def optional(self) -> bool:
        return self.field in OPTIONAL


def rows_of(entry: Entry) -> Iterator[tuple[Translated, str, str]]:
    """The item and its contact points, each with the beginning of its keys and of its labels."""
    yield entry, "", ""
    for contact in entry.contact_points.all() if hasattr(entry, "contact_points") else ():
        yield (
            contact,
            f"contact_points.{contact.content_id}.",
            gettext("連絡先「%(contact)s」の") % {"contact": contact},
        )


def held(entry: Entry, language: str) -> list[Held]:
    """Everything of an item that has words in Japanese or in this language, in the editors' order."""
    found = []
    for row, key, label in rows_of(entry):
        for name in row.translated_fields:
            if row.text_in(name, JAPANESE) or row.text_in(name, language):
                said = f"{label}{_label(row, name)}"
                found.append(Held(row, name, key + name, said, language, row.translation_state(name, language)))
    kept = kept_japanese(one.made_from for one in found if one.state == "stale")
    for one in found:
        one.before = kept.get(one.made_from or "") if one.state == "stale" else None
        (_fill_body if _is_body(one) else _fill_plain)(one)
    return found


def kept_japanese(digests: Any) -> dict[str, str]:
    """The Japanese texts with these digests, of those that are kept. One query at most."""
    wanted = {digest for digest in digests if digest}
    return dict(KeptJapanese.objects.filter(pk__in=wanted).values_list("digest", "text")) if wanted else {}


def _label(row: Translated, name: str) -> str:
    return str(_column(row, name, JAPANESE, bare=True).verbose_name)


def _column(row: Translated, name: str, language: str, *, bare: bool = False) -> Any:
    return row._meta.get_field(name if bare else column(name, language))


def _is_body(one: Held) -> bool:
    return isinstance(_column(one.row, one.field, one.language), StreamField)


def _fill_plain(one: Held) -> None:
    stored = _column(one.row, one.field, one.language)
    kind: Kind = "text" if isinstance(stored, models.TextField) else "line"
    if isinstance(stored, RichTextField):
        kind = "rich"
    texts = (one.row.text_in(one.field, JAPANESE), one.row.text_in(one.field, one.language))
    one.parts = [Part(one.key, one.label, kind, *texts, stored.max_length, one.before)]


def _blocks(one: Held, language: str) -> list[bodies.Block]:
    return written_blocks(getattr(one.row, column(one.field, language)))


def _fill_body(one: Held) -> None:
    japanese, target = _blocks(one, JAPANESE), _blocks(one, one.language)
    older = json.loads(one.before) if one.before else None
    aligned = bodies.align(japanese, older, target)
    if aligned is None:
        one.in_order, one.left_over = False, [_words_of(block) for block in target]
        return
    one.left_over = [_words_of(block) for block in aligned.left_over]
    frames = [[bodies.frame_of(block) for block in some] for some in (older or japanese, japanese)]
    one.rebuilt = one.state == "stale" and frames[0] != frames[1]
    once = _befores(japanese, older) if older is not None else [None] * len(japanese)
    for number, (block, beside) in enumerate(zip(japanese, aligned.beside, strict=True)):
        place = gettext("%(label)s %(number)s番目の「%(block)s」") % {
            "label": one.label,
            "number": number + 1,
            "block": bodies.LABELS[block["type"]],
        }
        for piece in bodies.PIECES[block["type"]]:
            texts = (bodies.text_of(block, piece), bodies.text_of(beside, piece))
            if any(texts):
                one.parts.append(
                    Part(
                        ".".join(filter(None, (one.key, str(number), piece.name))),
                        f"{place} {gettext(piece.label) if piece.label else ''}".strip(),
                        piece.kind,
                        *texts,
                        piece.max_length,
                        None if older is None else bodies.text_of(once[number], piece),
                    )
                )


def _befores(japanese: list[bodies.Block], older: list[bodies.Block]) -> list[bodies.Block | None]:
    """What each Japanese block was before."""
    aligned = bodies.align(japanese, older, older)
    return list(aligned.beside) if aligned else [None] * len(japanese)


def is_behind(part: Part) -> bool:
    """Whether the Japanese of this part is another one than its translation was made from."""
    return part.before is not None and part.before != part.japanese


def _words_of(block: bodies.Block) -> str:
    texts = (plain(piece.kind, bodies.text_of(block, piece)) for piece in bodies.PIECES[block["type"]])
    return "\n".join(filter(None, texts))


def put(one: Held, texts: Mapping[str, str]) -> None:
    """Write these texts, by their parts' keys, into the row; the record of what they were made from is another step."""
    if not _is_body(one):
        setattr(one.row, column(one.field, one.language), texts.get(one.key) or None)
        return
    japanese, target = _blocks(one, JAPANESE), _blocks(one, one.language)
    older = json.loads(one.before) if one.before else None
    aligned = bodies.align(japanese, older, target)
    if aligned is None:
        return
    built = []
    for number, (block, beside) in enumerate(zip(japanese, aligned.beside, strict=True)):
        made = bodies.frame_beside(block, beside, older)
        for piece in bodies.PIECES[block["type"]]:
            key = ".".join(filter(None, (one.key, str(number), piece.name)))
            made = bodies.with_text(made, piece, texts.get(key, bodies.text_of(beside, piece)))
        built.append(made)
    said = any(bodies.text_of(block, piece) for block in built for piece in bodies.PIECES[block["type"]])
    setattr(one.row, column(one.field, one.language), json.dumps(built, ensure_ascii=False) if said else "")


def normal(kind: Kind, text: str) -> str:
    """The one spelling of a text, wherever it was typed: by it is told whether anybody changed it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if kind == "rich":
        return _normal_html(text)
    if kind == "line":
        return " ".join(text.split("\n"))
    if kind == "lines":
        return "\n".join(line.strip() for line in text.split("\n") if line.strip())
    return text


def _normal_html(text: str) -> str:
    """Only what the editor can write; words without any tag become paragraphs."""
    clean = _STRONG.sub(r"\1b>", _clean(text))
    if clean and not clean.startswith(("<p", "<h3", "<ul", "<ol")):
        clean = "".join(f"<p>{line.strip()}</p>" for line in clean.split("\n") if line.strip())
    return written(_clean(clean))  # a tag that went may have left others where they cannot stand


def _clean(text: str) -> str:
    return nh3.clean(
        text,
        tags=_TAGS,
        clean_content_tags=set(NO_TEXT),
        attributes={"a": {"href", "linktype", "id"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    ).strip()


def plain(kind: Kind, text: str) -> str:
    """The words of a text, line by line, to be read and compared."""
    if kind != "rich":
        return text
    # stays Japanese: a sign in a text
    lines = _BLOCK_END.sub("\n", text).replace("<li", "・<li")
    said = html.unescape(nh3.clean(lines, tags=set()))
    return re.sub(r"\n{2,}", "\n", said).strip()
