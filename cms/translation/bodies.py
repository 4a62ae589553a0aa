"""Bodies made of blocks, as texts to translate one by one: which texts a block has, and which blocks belong together.

A block is here what ``pages.blocks.written`` gives: {"type", "value"} without the editor's ids.
"""

from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any, Final, Literal, NamedTuple

from django.utils.translation import gettext_noop

from pages.blocks import Body

Block = dict[str, Any]
Kind = Literal["line", "text", "lines", "rich"]


class Piece(NamedTuple):
    """One text of a block: where it is in the block's value ("" is the value itself), what it is, how it is edited."""

    name: str
    label: str
    kind: Kind
    max_length: int | None = None


PIECES: Final[dict[str, tuple[Piece, ...]]] = {
    "heading": (Piece("", "", "line", 120),),
    "text": (Piece("", "", "rich"),),
    "list": (Piece("items", gettext_noop("1行に1つ"), "lines"),),
    "image": (
        Piece("alt", gettext_noop("画像の代わりになる文"), "line", 300),
        Piece("caption", gettext_noop("画像の下に出す文"), "line", 300),
    ),
    "quote": (
        Piece("text", gettext_noop("引用する文"), "text"),
        Piece("source", gettext_noop("だれの、どこからの言葉か"), "line", 300),
    ),
    "service": (Piece("label", gettext_noop("リンクの文"), "line", 200),),
    "notice": (Piece("text", gettext_noop("文"), "rich"),),
}
LABELS: Final[dict[str, object]] = {name: block.label for name, block in Body().child_blocks.items()}


def text_of(block: Block | None, piece: Piece) -> str:
    """One text of a block; of a list its lines. "" where there is no block."""
    if block is None:
        return ""
    value = block["value"][piece.name] if piece.name else block["value"]
    return "\n".join(value) if piece.kind == "lines" else value


def with_text(block: Block, piece: Piece, text: str) -> Block:
    """The same block with another text."""
    value = [line.strip() for line in text.split("\n") if line.strip()] if piece.kind == "lines" else text
    if not piece.name:
        return {**block, "value": value}
    return {**block, "value": {**block["value"], piece.name: value}}


def frame_of(block: Block) -> Block:
    """The block without its texts: its type, picture, service, numbering."""
    bare = deepcopy(block)
    for piece in PIECES[block["type"]]:
        bare = with_text(bare, piece, "")
    return bare


class Aligned(NamedTuple):
    """Which block of a translation belongs to each Japanese block (None: not translated yet), and what has no place."""

    beside: tuple[Block | None, ...]
    left_over: tuple[Block, ...]


def align(japanese: list[Block], before: list[Block] | None, target: list[Block]) -> Aligned | None:
    """Find the translation of each Japanese block. ``before`` is the Japanese that it was made from, if known.

    None where nobody can tell: the translation is built in another way than any Japanese that is known.
    """
    if not target:
        return Aligned((None,) * len(japanese), ())
    if before is not None and _types(before) == _types(target):
        return _through(japanese, before, target)
    if _types(japanese) == _types(target):
        return Aligned(tuple(target), ())
    return None


def _types(blocks: list[Block]) -> list[str]:
    return [block["type"] for block in blocks]


def _through(japanese: list[Block], before: list[Block], target: list[Block]) -> Aligned:
    """By way of the older Japanese: blocks that stayed, and changed ones of the same type in their order."""
    beside: list[Block | None] = [None] * len(japanese)
    left_over: list[Block] = []
    old, new = ([repr(block) for block in some] for some in (before, japanese))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        rest = target[i1:i2]
        for place in range(j1, j2):
            found = next((block for block in rest if block["type"] == japanese[place]["type"]), None)
            if found is not None:
                rest.remove(found)
            beside[place] = found
        if tag != "equal":
            left_over += rest
    return Aligned(tuple(beside), tuple(left_over))


def frame_beside(japanese: Block, target: Block | None, before: list[Block] | None) -> Block:
    """The frame that a translated block gets: its own where it was made different on purpose, or the Japanese one's."""
    ours = frame_of(japanese)
    if target is None:
        return ours
    theirs = frame_of(target)
    followed = before is not None and theirs in [frame_of(block) for block in before]
    return ours if followed else theirs
