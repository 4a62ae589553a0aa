"""Builders: from a live source to the records of its documents, one for each channel and language. Pure reads.

Nothing in a record depends on who saved the source, on the clock, the host or the active language: only explicit
language columns are read (a test sets the base columns to 「☠」).
"""

from collections.abc import Callable
from typing import Any

from api.documents.record import Record
from cms.publication.builders import area, audience, emergency, organization, service, topic

BUILDERS: dict[str, Callable[[Any], list[Record]]] = {
    "service": service.records,
    "organization": organization.records,
    "topic": topic.records,
    "audience": audience.records,
    "emergency": emergency.records,
    "area": area.records,
}


def records(document_type: str, source: Any) -> list[Record]:
    """Every record that this live source has now; an empty list if it stands in no channel."""
    return BUILDERS[document_type](source)
