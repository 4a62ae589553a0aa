"""The references of a document as one text that stands in its own row, so that a page needs no look at their rows.

Each is the role and the id, with a blank between; the references of a role are in their order. What a document says in
one role is a piece of that text, which is read as a whole: many documents share it. Pure.
"""

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

_DIGITS: Final = 32
_OF_A_ROLE: Final = re.compile(rf"(([a-z_]+) .{{{_DIGITS}}}(?:,\2 .{{{_DIGITS}}})*)")


def reference_text(references: Iterable[tuple[str, int, UUID]]) -> str | None:
    """Return the text of references (role, position, target), or None where there are none."""
    return ",".join(f"{role} {target.hex}" for role, _, target in sorted(references)) or None


def pieces(text: str) -> list[str]:
    """Return the pieces of a text: what it says in each role."""
    return [piece for piece, _ in _OF_A_ROLE.findall(text)]


def role_of(piece: str) -> str:
    """Return the role of which a piece speaks."""
    return piece.partition(" ")[0]


def targets_of(piece: str) -> list[str]:
    """Return the ids, as 32 digits, to which a piece points, in order."""
    return [reference[-_DIGITS:] for reference in piece.split(",")]
