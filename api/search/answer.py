"""The answers of search, as readers and OpenAPI know them: one shape for each channel."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, create_model

from api.channels.channel import Channel
from api.documents.envelope import Part
from api.search.terms import TYPES

CrisisKind = Literal["suicide", "self_harm", "abuse", "violence", "sexual", "danger"]
Mark = tuple[int, int]


class Marked(Part):
    """A text of the item in the language that it serves, and where in it words of the question stand."""

    text: str
    marks: tuple[Mark, ...] = Field(description="Start and end of each, counted in Unicode code points of `text`.")


class Highlight(Part):
    """What of one item to show with a mark: its name, and the piece of its texts that fits best."""

    title: Marked | None
    excerpt: Marked | None


class Crisis(Part):
    """Whether the text speaks of something that cannot wait. The results are the same either way."""

    found: bool
    kinds: tuple[CrisisKind, ...]


class Suggestion(Part):
    """One way to finish what is being typed."""

    text: str
    type: Literal["service", "faq", "article", "topic", "concept"]
    id: UUID | None = Field(description="The item; none where the text is only another way to ask.")
    slug: str | None


def answer_model(channel: Channel) -> type[BaseModel]:
    """Return the shape of a channel's search answers."""
    listed = channel.shape("service").item
    stubs: Any = listed.model_fields["topics"].annotation if listed else None
    items: Any = None
    for shape in channel.shapes:
        if shape.document_type in TYPES and shape.item is not None:
            items = shape.item if items is None else items | shape.item
    return create_model(
        f"{channel.key.capitalize()}Search",
        __base__=Part,
        __doc__="What a search finds, the best first, with the emergency contacts beside it, whatever was asked.",
        emergency_first=(bool, Field(description="Show `emergency` above the items: the text speaks of a crisis.")),
        crisis=(Crisis, ...),
        emergency=(channel.emergency_block, ...),
        matched=(bool, Field(description="False where nothing fits: the items are then desks that help widely.")),
        topics=(stubs, Field(description="What the question speaks of or, where nothing fits, what to go on with.")),
        items=(tuple[items, ...], ...),
        highlights=(dict[UUID, Highlight], Field(description="By the item's id.")),
        next=(str | None, Field(description="The address of the next page, where the question came by GET.")),
        cursor=(str | None, Field(description="Ask the same question with it for the next page.")),
    )


def suggestions_model(channel: Channel) -> type[BaseModel]:
    """Return the shape of a channel's suggestions."""
    return create_model(
        f"{channel.key.capitalize()}Suggestions",
        __base__=Part,
        __doc__="How what is being typed may go on, with the emergency contacts beside it.",
        emergency_first=(bool, ...),
        crisis=(Crisis, ...),
        emergency=(channel.emergency_block, ...),
        suggestions=(tuple[Suggestion, ...], ...),
    )
