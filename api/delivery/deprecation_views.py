"""What of the API is to go, and when; and an address that is to go, for those who want to try."""

from collections.abc import Sequence
from typing import Literal

from django.conf import settings
from django.http import HttpResponse
from pydantic import BaseModel, ConfigDict, Field
from rest_framework.request import Request

from api.delivery.deprecation import DEPRECATED, Deprecation
from api.delivery.envelope import instant
from api.delivery.gate import GatedView
from api.delivery.operation import Operation
from api.delivery.parameters import Choice, Parameter


class DeprecationNote(BaseModel):
    """Why it goes and what to do, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ja: str
    en: str


class DeprecatedPart(BaseModel):
    """One address or parameter that will not be served for ever."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)

    path: str = Field(description="As in this description of the API.")
    parameter: str | None = Field(description="The parameter that is to go; null where the whole address is.")
    since: str = Field(
        description="From when on it should not be used any more.", json_schema_extra={"format": "date-time"}
    )
    sunset: str = Field(description="From when on it may be gone.", json_schema_extra={"format": "date-time"})
    successor: str | None = Field(description="The address to use instead.")
    note: DeprecationNote


class Deprecations(BaseModel):
    """Everything that is to go, with at least twelve months' notice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    notice: Literal["P12M"] = Field(description="How long anything goes on answering once it is listed here.")
    items: tuple[DeprecatedPart, ...]


class DeprecationsView(GatedView):
    """What of this API is to go, and when. Nothing goes with less than twelve months' notice."""

    def parameters(self) -> Sequence[Parameter]:
        description = "Deprecated on purpose: an answer to a question with it carries the headers, to be tried."
        return (Choice(name="example", description=description, choices=("true",)),)

    def operation(self) -> Operation:
        return Operation(
            id="listDeprecations", summary="What is to go, and when", tag="documentation", model=Deprecations
        )

    def get(self, request: Request) -> HttpResponse:
        told = Deprecations(notice="P12M", items=tuple(_told(entry) for entry in DEPRECATED))
        return self.keep(HttpResponse(told.model_dump_json(), content_type="application/json"))


class DeprecationExampleView(GatedView):
    """An address that is deprecated on purpose: its answer carries `Deprecation`, `Sunset` and their links."""

    def operation(self) -> Operation:
        return Operation(
            id="getDeprecationExample",
            summary="An example of what is to go",
            tag="documentation",
            model=DeprecatedPart,
        )

    def get(self, request: Request) -> HttpResponse:
        told = _told(DEPRECATED[0])
        return self.keep(HttpResponse(told.model_dump_json(), content_type="application/json"))


def _told(entry: Deprecation) -> DeprecatedPart:
    return DeprecatedPart(
        path=entry.path,
        parameter=entry.parameter,
        since=instant(entry.since),
        sunset=instant(entry.sunset),
        successor=entry.successor and settings.PUBLIC_BASE_URL + entry.successor,
        note=DeprecationNote(ja=entry.note.ja, en=entry.note.en),
    )
