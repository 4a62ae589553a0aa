"""Rich text as editors or an import stored it, to the HTML and the plain text that readers get.

Two steps, neither of which trusts the other: nh3 parses what there is as a browser would and keeps what is on the
list; what it gives is written anew, tag by tag, so that nothing leaves but the tags below, escaped text and addresses.
The bytes follow from the stored text alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import nh3
from wagtail.models import Page

from api.channels.channel import SEGMENTS
from pages.rich_text import NO_TEXT

TAGS: Final = frozenset({"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "b", "i", "a", "br"})
WRITTEN_AS: Final = {"b": "strong", "i": "em"}
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
#: From `linktype` and `id` of a stored link to the source that it means; None where it can mean none.
Link = Callable[[str, str], UUID | None]

_SPACES = re.compile(r"[ \t\r\n\f]+")
_EMPTY = re.compile(r"<(p|h3|h4|li|ul|ol|strong|em)>(?:\s|<br>)*</\1>")


@dataclass(frozen=True)
class Rich:
    """One text for readers: ready HTML, plain text, and the sources that its links mean, in order."""

    html: str
    text: str
    references: tuple[UUID, ...] = ()


def source_of(linktype: str, key: str) -> UUID | None:
    """The source that a stored link means: `linktype` is its type and `id` its content_id (or a page's key)."""
    if linktype == "page" and key.isascii() and key.isdecimal():
        page = Page.objects.filter(pk=int(key)).first()
        return getattr(page.specific, "content_id", None) if page else None
    if linktype not in SEGMENTS:
        return None
    try:
        return UUID(key)
    except ValueError:
        return None


def clean(html: str, link: Link = source_of) -> Rich:
    """Stored rich text for readers.

    A link to a source becomes `<a data-ref="its id">`, which an answer resolves; what is written as data-ref in the
    stored text plays no part.
    """
    known = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(NO_TEXT),
        attributes={"a": {"href", "linktype", "id"}},
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel=None,
    )
    writer = _Writer(link)
    writer.feed(known)
    writer.close()
    return writer.written()


class _Writer(HTMLParser):
    """Writes HTML and plain text side by side; what it reads is well-formed already."""

    def __init__(self, link: Link) -> None:
        super().__init__(convert_charrefs=True)
        self._link = link
        self._html: list[str] = []
        self._text: list[str] = []
        self._lists: list[int | None] = []  # the open lists: the number of the last line, None where none is counted
        self._references: dict[UUID, None] = {}

    def written(self) -> Rich:
        html, before = "".join(self._html), ""
        while html != before:
            html, before = _EMPTY.sub("", html), html
        lines = (_SPACES.sub(" ", line).strip(" ") for line in "".join(self._text).split("\n"))
        return Rich(html.strip(), "\n".join(filter(None, lines)), tuple(self._references))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            return
        self._html.append(self._anchor(dict(attrs)) if tag == "a" else f"<{WRITTEN_AS.get(tag, tag)}>")
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        if tag not in ("a", "strong", "em", "b", "i"):
            self._text.append("\n")
        if tag == "li":
            self._text.append(self._mark())

    def handle_endtag(self, tag: str) -> None:
        if tag not in TAGS or tag == "br":
            return
        self._html.append(f"</{WRITTEN_AS.get(tag, tag)}>")
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in ("p", "h3", "h4", "li", "ul", "ol"):
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        words = _SPACES.sub(" ", data)
        self._html.append(escape(words, quote=False))
        self._text.append(words)

    def _anchor(self, given: dict[str, str | None]) -> str:
        if linktype := given.get("linktype"):
            target = self._link(linktype, given.get("id") or "")
            if target is None:
                return "<a>"
            self._references[target] = None
            return f'<a data-ref="{target}">'
        href = (given.get("href") or "").strip()
        scheme = _scheme(href)
        if scheme not in SCHEMES:
            return "<a>"
        rel = ' rel="noopener noreferrer"' if scheme in ("http", "https") else ""
        return f'<a href="{escape(href)}"{rel}>'

    def _mark(self) -> str:
        """What stands before a line of a list in plain text."""
        indent = "\u3000" * (len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{indent}・"
        self._lists[-1] = number + 1
        return f"{indent}{number + 1}. "


def _scheme(href: str) -> str:
    try:
        return urlsplit(href).scheme
    except ValueError:
        return ""
