"""What a page says: its texts, seen and not yet seen, and what its signs are called for those who cannot see them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

#: The same in a browser, of what stands there after all scripts have run.
IN_A_BROWSER = (Path(__file__).parent / "said.js").read_text()

#: What is no text to read, or is marked as not being Japanese, or is input and output of machines.
_SILENT = {"iframe", "script", "style", "code", "kbd", "samp", "pre", "textarea"}
#: Wagtail writes None into a counter that it never shows.
_COUNTER = "data-side-panel-toggle-counter"
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SPOKEN = re.compile(
    r"aria-(?:label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|"
    r"data-(?!w-session-)[\w-]*-(?:active|content|label|text|message|title|description)-value|data-tippy-content"
)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[tuple[str, str]] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []

    @property
    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        silent = self._silent or tag in _SILENT or not given.get("lang", "ja").startswith("ja") or _COUNTER in given
        if not silent or tag == "textarea":
            self.said.extend((f"<{tag} {name}>", value) for name, value in given.items() if _SPOKEN.fullmatch(name))
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.said.append((f"<{tag} value>", given.get("value", "")))
        if tag == "a" and "href" in given and "download" not in given:
            self.links.append(given["href"])
        if tag not in _VOID:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == opened for opened, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._silent:
            self.said.append((f"<{self._open[-1][0] if self._open else ''}>", data.strip()))


def read(html: str) -> tuple[list[tuple[str, str]], list[str]]:
    """What a page or a part of one says, each text with where it stands, and where its links lead."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.said, page.links


def parts_of(answer: object) -> Iterator[str]:
    """The HTML in an answer of JSON, as dialogues get it."""
    if isinstance(answer, dict):
        for value in answer.values():
            yield from parts_of(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from parts_of(value)
    elif isinstance(answer, str) and "<" in answer:
        yield answer
