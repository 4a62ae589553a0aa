"""What a channel is: who reads, which types stand there, in which shape, and how its emergency block is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.documents.contact_point import ContactChannel
from api.documents.emergency import EmergencyNumber
from api.documents.envelope import ClosureDates

# By document type: what a path segment is called. The same in every channel.
SEGMENTS = {
    "service": "services",
    "organization": "organizations",
    "topic": "topics",
    "audience": "audiences",
    "area": "areas",
    "emergency": "emergency",
    "index": "indexes",
    "faq": "faqs",
    "article": "articles",
    "message": "messages",
    "notice": "notices",
}


# Types that search alone reads: no channel shows them, so no address leads to one and no list counts them.
READ_BY_SEARCH_ONLY = frozenset({"concept"})

# What one document may say of others. A role is a field of the answer; these hold one stub, all others a list.
SINGLE_ROLES = frozenset({"provider", "parent"})
# Which type of item each role points to.
ROLE_TYPES = {
    "provider": "organization",
    "topics": "topic",
    "audiences": "audience",
    "areas": "area",
    "parent": "area",
    "successors": "area",
    "members": "service",
    "related_services": "service",
}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How one type of document stands in one channel. Without `item` it is not listed."""

    document_type: str
    answer: type[BaseModel]
    item: type[BaseModel] | None = None
    roles: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()

    @property
    def segment(self) -> str:
        return SEGMENTS[self.document_type]


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One audience of the API. Adding a channel is adding one module that makes one of these."""

    key: str
    languages: tuple[str, ...]
    negotiated: bool  # whether readers choose the language
    shapes: tuple[Shape, ...]
    emergency_block: type[BaseModel]
    emergency_member: Callable[[UUID, Mapping[str, Any]], BaseModel]
    last_resort: Callable[[str], Sequence[BaseModel]]
    linked_data: bool = False  # whether each document is served as JSON-LD too
    emergency_everywhere: bool = False  # whether every answer carries the emergency block

    def shape(self, document_type: str) -> Shape:
        """Return how a type stands here. Raises KeyError where it does not."""
        for shape in self.shapes:
            if shape.document_type == document_type:
                return shape
        raise KeyError(document_type)


def numbers(summary: Mapping[str, Any]) -> tuple[EmergencyNumber, ...]:
    """Return the facts by which the service of a summary can be reached: no words, so no language."""
    return tuple(_number(contact, summary) for contact in summary["contacts"])


def _number(contact: Mapping[str, Any], summary: Mapping[str, Any]) -> EmergencyNumber:
    facts = ("channel", "value", "dial", "hours", "free_of_charge", "opening")
    told = {fact: contact[fact] for fact in facts if fact in contact}
    closure = _dates(contact.get("closure") or summary.get("closure"))
    return EmergencyNumber.model_validate({**told, "closure": closure})


def always_open(number: str, channel: ContactChannel = "phone") -> tuple[EmergencyNumber, ...]:
    """Return an emergency number that the whole country knows."""
    return (EmergencyNumber(channel=channel, value=number, dial=number, hours="24/7"),)


def _dates(closure: Mapping[str, Any] | None) -> ClosureDates | None:
    return ClosureDates(from_=closure["from"], until=closure["until"]) if closure else None
