"""The references of a document as one text that stands in its own row, so that a page needs no look at their rows.

Each is the role and the id, with a blank between; the references of a role are in their order. Pure.
"""

from collections.abc import Iterable
from uuid import UUID


def reference_text(references: Iterable[tuple[str, int, UUID]]) -> str | None:
    """Return the text of references (role, position, target), or None where there are none."""
    return ",".join(f"{role} {target.hex}" for role, _, target in sorted(references)) or None


def read_references(text: str) -> list[tuple[str, str]]:
    """Return the role and the id of each reference that a text holds."""
    return [(role, target) for role, _, target in (point.partition(" ") for point in text.split(","))] if text else []
