"""What a view tells OpenAPI of itself, in our words; `schema` turns it into the document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from api.channels.channel import Shape


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that the API can be asked.

    `model` is the shape of the answer (of an item, where it is a list); without one the answer is a page or file.
    """

    id: str
    summary: str
    tag: str
    model: type[BaseModel] | None = None
    media_type: str = "application/json"
    listed: bool = False
    beside: type[BaseModel] | None = None  # what stands beside the items of a list: the notices of the channel
    counted: tuple[str, ...] = ()  # the filters whose values a list may count
    sparse: bool = False  # whether `fields` may cut the answer down
    includes: Mapping[str, Shape] = field(default_factory=dict)  # by role, what `include` may show a summary of
    licensed: bool = False  # whether its texts come under a licence, which `Link` tells
    limited: bool = True  # whether it counts, and may be refused where one reader asks too often
    carries: type[BaseModel] | None = None  # the emergency block beside a list
    path_parameters: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    found_by_key: bool = False  # so it may be elsewhere, gone or unknown
    speaks: bool = False  # whether Accept-Language plays a part
    keepable: bool = True
    asked_by_post: bool = False  # whether the same may be asked in a body, as JSON or as a form
