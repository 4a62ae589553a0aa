"""Two values beside each other, or one text with its words marked: what an approver reads.

``<del>`` is struck through and ``<ins>`` underlined, both with a sign of their own (house.css) and with words for those
who listen. Nothing that is handed in as plain text reaches the page unescaped; rich text comes from ``readable``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import takewhile
from typing import Any, Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.word_marks import Kind, compared, words

#: A value of one line and at most so many letters stands beside the other; a longer one is one text with marks.
SHORT: Final = 40
#: Paragraphs that stay, together longer than this, are folded; so is the middle of a stretch that stays in a paragraph.
FOLDED_FROM: Final = 120
FOLDED_WITHIN: Final = 240
LEFT_AT_ENDS: Final = 60
#: Of two paragraphs, the shorter one must have this part of its words in the other, or they are two that differ.
ALIKE: Final = 0.5
#: Comparing each paragraph with each takes time by the square: above this they are not paired.
MOST_PAIRS: Final = 40_000
_BLOCKS: Final = {
    "h2": _("見出し"),
    "h3": _("小見出し"),
    "h4": _("小見出し"),
    "li": _("・"),
    "blockquote": _("引用"),
    "footer": _("引用元"),
    "aside": _("囲み"),
    "figcaption": _("画像の下の文"),
    "p": "",
    "figure": "",
}
_INLINE: Final = {"strong", "em"}


@dataclass(frozen=True)
class Shown:
    """One difference on the page: two values beside each other, or one text with marks, and the text as it will be."""

    what: str
    before: SafeString | None = None
    after: SafeString | None = None
    together: SafeString | None = None
    whole: SafeString | None = None


@dataclass(frozen=True)
class Block:
    """One paragraph: what it is, and its words as HTML. A piece that begins with ``<`` is a tag and no word."""

    kind: str
    pieces: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(piece for piece in self.pieces if not piece.startswith("<"))


def shown(what: str, before: Any, after: Any) -> Shown:
    """One difference, ready for the page. None is what was not, or will not be."""
    if before is None or after is None or not (_is_long(before) or _is_long(after)):
        return _beside(what, before, after)
    old, new = _blocks(before), _blocks(after)
    together = (
        _together(old, new)
        if old != new
        else _joined([_paragraph("", gettext("空白や改行だけが変わります。")), *_folded(new)])
    )
    return Shown(what, together=together, whole=_plain(new) if isinstance(after, SafeString) else None)


def plain(value: Any) -> SafeString:
    """A value of which nothing is to be marked: all of its document is new, or goes."""
    return _plain(_blocks(value)) if _is_long(value) else _inline(value)


def _is_long(value: Any) -> bool:
    if isinstance(value, SafeString):
        return any(f"<{tag}" in value for tag in _BLOCKS)
    return isinstance(value, str) and (len(value) > SHORT or "\n" in value)


def _beside(what: str, before: Any, after: Any) -> Shown:
    if before is None or after is None or isinstance(before, SafeString) or isinstance(after, SafeString):
        old, new = plain(before) if before is not None else None, plain(after) if after is not None else None
    else:
        old, new = _parts(str(before), str(after))
    return Shown(what, before=old, after=new)


def _parts(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both values whole, with what differs between them in bold; where nothing is common, nothing is."""
    pieces = compared(words(before), words(after))
    if all(kind != "same" for kind, _ in pieces):
        return escape(before), escape(after)
    sides: dict[Kind, list[str]] = {"gone": [], "new": []}
    for kind, some in pieces:
        text = escape("".join(some))
        for side in sides.values() if kind == "same" else (sides[kind],):
            side.append(text if kind == "same" else format_html("<strong>{}</strong>", text))
    return mark_safe("".join(sides["gone"])), mark_safe("".join(sides["new"]))  # noqa: S308 - escaped just above


def _inline(value: Any) -> SafeString:
    return value if isinstance(value, SafeString) else escape(str(value))


# --- Texts in paragraphs ---


def _blocks(value: Any) -> list[Block]:
    if isinstance(value, SafeString):
        reader = _Paragraphs()
        reader.feed(value)
        reader.close()
        return reader.found()
    return [Block("", tuple(escape(word) for word in words(line))) for line in str(value).splitlines() if line.strip()]


class _Paragraphs(HTMLParser):
    """Reads cleaned HTML as a flat list of paragraphs, so that marks can stand anywhere and never break a list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside: list[str] = []
        self._found: list[tuple[str, list[str]]] = []
        self._begins = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._inside.append(tag)
            self._begins = True
        elif tag in _INLINE:
            self._add(f"<{tag}>")
        elif tag == "br":
            self._add("<br>")
        elif tag == "img":
            named = dict(attrs)
            self._add(
                format_html('<img class="house-picture" src="{}" alt="{}">', named.get("src"), named.get("alt") or "")
            )

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            if tag in self._inside:
                del self._inside[len(self._inside) - 1 - self._inside[::-1].index(tag) :]
            self._begins = True
        elif tag in _INLINE:
            self._add(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._add(*(escape(word) for word in words(data)))

    def _add(self, *pieces: str) -> None:
        if self._begins:
            self._found.append((" ".join(filter(None, (str(_BLOCKS[tag]) for tag in self._inside))), []))
            self._begins = False
        self._found[-1][1].extend(pieces)

    def found(self) -> list[Block]:
        return [Block(kind, tuple(pieces)) for kind, pieces in self._found]


def _plain(blocks: Sequence[Block]) -> SafeString:
    return _joined([_paragraph(block.kind, "".join(block.pieces)) for block in blocks])


def _together(old: Sequence[Block], new: Sequence[Block]) -> SafeString:
    """One text: what stays, what goes and what comes, paragraph by paragraph."""
    told: list[SafeString] = []
    staying: list[Block] = []
    for before, after in [*_paired(old, new), (None, None)]:
        if before is not None and before == after:
            staying.append(before)
            continue
        told += _folded(staying)
        staying = []
        told.append(_told(before, after))
    return _joined(told)


def _folded(staying: Sequence[Block]) -> list[SafeString]:
    """Paragraphs that stay: as they are if they are short, else behind a word that opens them."""
    letters = sum(len(block.text) for block in staying)
    whole = [_paragraph(block.kind, "".join(block.pieces)) for block in staying]
    if letters <= FOLDED_FROM:
        return whole
    return [
        _details(
            gettext("変わらない部分(%(count)s段落・%(letters)s字)") % {"count": len(staying), "letters": letters},
            _joined(whole),
        )
    ]


def _told(before: Block | None, after: Block | None) -> SafeString:
    if before is not None and after is not None:
        return _changed(before, after)
    if after is not None:
        return _paragraph(after.kind, _marked("new", after.pieces))
    return _paragraph(before.kind, _marked("gone", before.pieces)) if before is not None else SafeString()


def _changed(before: Block, after: Block) -> SafeString:
    pieces = compared(before.pieces, after.pieces)
    marked = "".join(_folded_within(some) if kind == "same" else _marked(kind, some) for kind, some in pieces)
    if before.text == after.text and before.pieces != after.pieces:
        marked += gettext("(文は同じで、太字などが変わります)")
    kind = (
        after.kind
        if before.kind == after.kind
        else f"{before.kind or gettext('本文')} → {after.kind or gettext('本文')}"
    )
    return _paragraph(kind, marked)


def _marked(kind: Kind, pieces: Sequence[str]) -> str:
    """Words in ``<ins>`` or ``<del>``. Tags of what comes are kept, outside of the marks; those of what goes leave."""
    tag, said = ("del", gettext("削除:")) if kind == "gone" else ("ins", gettext("追加:"))
    told, run, stop = "", "", gettext("、")
    for piece in [*pieces, "<end>"]:
        if not piece.startswith("<") or piece.startswith("<img"):
            run += piece
            continue
        if run:
            told += f'<span class="w-sr-only">{said}</span><{tag}>{run}</{tag}><span class="w-sr-only">{stop}</span>'
            run = ""
        if kind == "new" and piece != "<end>":
            told += piece
    return told


def _folded_within(pieces: Sequence[str]) -> str:
    """A stretch that stays: its middle folded, if it is long and no tag would be torn apart."""
    text = "".join(pieces)
    if len(text) <= FOLDED_WITHIN or any(piece.startswith("<") for piece in pieces):
        return text
    head, tail = _reach(pieces), len(pieces) - _reach(pieces[::-1])
    middle = "".join(pieces[head:tail])
    said = gettext("変わらない部分(%(count)s字)") % {"count": len(middle)}
    opens = _details(said, mark_safe(middle))  # noqa: S308 - escaped word by word
    return "".join(pieces[:head]) + opens + "".join(pieces[tail:])


def _reach(pieces: Sequence[str]) -> int:
    """How many pieces it takes to fill what is left at an end."""
    filled = 0
    for number, piece in enumerate(pieces):
        filled += len(piece)
        if filled >= LEFT_AT_ENDS:
            return number + 1
    return len(pieces)


def _paired(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Which paragraph became which, in order: the pairing with most in common (as in the longest common sequence)."""
    ahead = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    yield from zip(old[:ahead], new[:ahead], strict=True)
    old, new = old[ahead:], new[ahead:]
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    if len(old) * len(new) > MOST_PAIRS:
        yield from ((before, None) for before in old)
        yield from ((None, after) for after in new)
        return
    yield from _best_pairs(old, new)


def _best_pairs(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    likeness = [[_likeness(before, after) for after in new] for before in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif j == len(new) or (i < len(old) and best[i][j] == best[i + 1][j]):
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1


def _likeness(before: Block, after: Block) -> float:
    if before == after:
        return 2.0
    ours, theirs = set(before.pieces), set(after.pieces)
    shared = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    return shared if shared >= ALIKE else 0.0


# --- HTML ---


def _paragraph(kind: str, html: str) -> SafeString:
    label = format_html('<span class="house-block-kind">{}</span> ', kind) if kind else ""
    return format_html('<div class="house-block">{}{}</div>', label, mark_safe(html))  # noqa: S308 - escaped word by word


def _details(said: str, html: SafeString) -> SafeString:
    return format_html('<details class="house-folded"><summary>{}</summary>{}</details>', said, html)


def _joined(parts: Sequence[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part was made by format_html
