"""Ways to reach a service, as each channel shows them."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from api.documents.envelope import ClosureDates, KidsWords, LanguageCode, LanguageMap, Words
from api.documents.opening import OpensByHours

ContactChannel = Literal["phone", "line", "chat", "web_form", "email", "in_person", "sns"]
Dial = Annotated[
    str, Field(pattern=r"^[0-9#]+$", description="What a phone dials: digits, and # where it is part of the number.")
]
Hours = Annotated[
    str | None,
    Field(description="OpenStreetMap opening_hours in Japanese time. Null means unknown: neither closed nor open."),
]


class ContactFacts(OpensByHours):
    """The facts of a contact point, the same in every channel and language."""

    id: UUID
    channel: ContactChannel
    value: Words
    dial: Dial | None = None
    hours: Hours = None
    free_of_charge: bool | None = Field(default=None, description="Null means that nobody has confirmed it.")
    languages: tuple[LanguageCode, ...] = Field(
        default=(), description="Languages spoken there, though perhaps not at all hours."
    )

    @model_validator(mode="after")
    def dial_belongs_to_phones(self) -> Self:
        if (self.channel == "phone") != (self.dial is not None):
            raise ValueError("a phone, and only a phone, has a number to dial")
        return self


class WebsiteClosure(ClosureDates):
    text: str | None = None


class WebsiteContactSummary(ContactFacts):
    label: str | None = None
    closure: WebsiteClosure | None = None


class WebsiteContact(WebsiteContactSummary):
    note: str | None = None


class KidsClosure(ClosureDates):
    text: KidsWords | None = None


class KidsContact(ContactFacts):
    label: KidsWords
    url: str | None = Field(default=None, description="The address to open, where the contact is online.")
    closure: KidsClosure | None = None


class PartnersClosure(ClosureDates):
    text: LanguageMap = Field(default_factory=dict)


class PartnersContactSummary(ContactFacts):
    label: LanguageMap = Field(default_factory=dict)
    closure: PartnersClosure | None = None


class PartnersContact(PartnersContactSummary):
    note: LanguageMap = Field(default_factory=dict)
