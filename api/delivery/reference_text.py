"""The references of a document as one text that stands in its own row, so that a page needs no look at their rows.

Each is the role and the id, with a blank between; the references of a role are in their order. Pure.
"""

from collections.abc import Iterable
from uuid import UUID


def reference_text(references: Iterable[tuple[str, int, UUID]]) -> str | None:
    """Return the text of references (role, position, target), or None where there are none."""
    return ",".join(f"{role} {target.hex}" for role, _, target in sorted(references)) or None


def read_references(text: str) -> list[str]:
    """Return each reference that a text holds, as `role_and_target` reads it."""
    return text.split(",") if text else []


def role_and_target(reference: str) -> tuple[str, str]:
    """Return the role and the id, as 32 digits, of one reference."""
    role, _, target = reference.partition(" ")
    return role, target
