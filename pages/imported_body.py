"""A body that comes as HTML, taken apart into the blocks of our editor."""

from html import escape
from html.parser import HTMLParser
from typing import Any, Final

import nh3

from pages.rich_text import NO_TEXT

Block = dict[str, Any]
_TAGS: Final = frozenset({"h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "b", "strong", "a", "br", "blockquote"})
_INSIDE: Final = {"strong": "b", "h4": "h3"}


def blocks_of(html: str) -> list[Block]:
    """Headings, quotes and lists of plain lines become blocks of their own; the rest becomes texts.

    What our rich text does not know is dropped with its tags.
    """
    known = nh3.clean(
        html, tags=set(_TAGS), clean_content_tags=set(NO_TEXT), attributes={"a": {"href"}}, link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"}, url_relative="deny",
    )  # fmt: skip
    taker = _Taker()
    taker.feed(known)
    taker.close()
    return taker.taken()


class _Taker(HTMLParser):
    """Collects one piece of the top level after the other."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._open: list[str] = []
        self._html: list[str] = []
        self._text: list[str] = []
        self._lines: list[str] = []
        self._plain = True

    def taken(self) -> list[Block]:
        self._finish("")
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._open and tag in ("h1", "h2", "ul", "ol", "blockquote", "p", "h3", "h4"):
            self._finish("")
        if tag != "br":
            self._open.append(tag)
        href = dict(attrs).get("href")
        self._html.append(f'<a href="{escape(href)}">' if href else f"<{_INSIDE.get(tag, tag)}>")
        if tag == "li":
            self._text.clear()
        elif self._open[0] in ("ul", "ol") and len(self._open) > 1:
            self._plain = False  # a link, a bold word or a list inside the list

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        self._open.pop()
        self._html.append(f"</{_INSIDE.get(tag, tag)}>")
        if tag == "li" and len(self._open) == 1:
            self._lines.append(" ".join("".join(self._text).split()))
        if tag == "p":
            self._text.append("\n")
        if not self._open:
            self._finish(tag)

    def handle_data(self, data: str) -> None:
        self._html.append(escape(data, quote=False))
        self._text.append(data)

    def _finish(self, tag: str) -> None:
        """Make a block of what was collected; `tag` is the element that has just ended."""
        html, text = "".join(self._html).strip(), _by_lines("".join(self._text))
        lines, plain = [line for line in self._lines if line], self._plain
        self._html, self._text, self._lines, self._plain = [], [], [], True
        if not text and not lines:
            return
        if tag in ("h1", "h2"):
            self._blocks.append({"type": "heading", "value": " ".join(text.split())})
        elif tag == "blockquote":
            self._blocks.append({"type": "quote", "value": {"text": text, "source": ""}})
        elif tag in ("ul", "ol") and plain:
            self._blocks.append({"type": "list", "value": {"ordered": tag == "ol", "items": lines}})
        else:
            self._add_text(html if tag else f"<p>{html}</p>")

    def _add_text(self, html: str) -> None:
        if self._blocks and self._blocks[-1]["type"] == "text":
            self._blocks[-1]["value"] += html
        else:
            self._blocks.append({"type": "text", "value": html})


def _by_lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))
