"""The one way in which a publication is refused."""

from enum import Enum
from typing import Any


class Leads(Enum):
    """Where the editor goes on from a refusal."""

    TO_DRAFT = "draft"
    TO_WITHDRAWAL = "withdrawal"


class PublicationRefused(Exception):
    """What was asked may not become live. ``reasons`` are Japanese sentences for the editor; nothing was changed."""

    def __init__(self, *reasons: str, entry: Any = None, leads: Leads = Leads.TO_DRAFT) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.entry = entry
        self.leads = leads
