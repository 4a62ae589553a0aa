"""The one way in which a publication is refused."""

from typing import Any
from uuid import UUID


class PublicationRefused(Exception):
    """What was asked may not become live. ``reasons`` are Japanese sentences for the editor; nothing was changed."""

    def __init__(self, *reasons: str, entry: Any = None, withdraw: UUID | None = None) -> None:
        """``entry`` is where the editor goes on; ``withdraw`` is the id of what can only be taken out by two."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.entry = entry
        self.withdraw = withdraw
