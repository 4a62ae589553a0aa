"""The one way in which a publication is refused."""

from typing import Any


class PublicationRefused(Exception):
    """What was asked may not become live. ``reasons`` are Japanese sentences for the editor; nothing was changed."""

    def __init__(self, *reasons: str, entry: Any = None) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.entry = entry
