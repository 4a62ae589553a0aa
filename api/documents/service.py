"""A support programme or consultation desk, as each channel shows it."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from api.documents.contact_point import (
    ContactFacts,
    KidsClosure,
    KidsContact,
    PartnersClosure,
    PartnersContact,
    PartnersContactSummary,
    WebsiteClosure,
    WebsiteContact,
    WebsiteContactSummary,
)
from api.documents.emergency import KidsEmergencyBlock
from api.documents.envelope import (
    Envelope,
    FieldLanguages,
    KidsStub,
    KidsWords,
    LanguageMap,
    Part,
    PartnersProvenance,
    PartnersStub,
    WebsiteStub,
    Words,
)
from api.documents.opening import OpeningNow, OpensByContacts

ServiceKind = Literal["consultation", "benefit", "loan", "place", "programme"]
CoverageKind = Literal["national", "local_everywhere", "areas"]

# A list shows the first few ways in; the detail shows all.
SUMMARY_CONTACTS = 3


def any_free(contacts: tuple[ContactFacts, ...]) -> bool:
    """Whether at least one of the contacts is known to cost nothing."""
    return any(contact.free_of_charge is True for contact in contacts)


def _checked_on() -> Any:
    return Field(default=None, description="The day on which the desk's facts were last checked.")


class ServiceFacts(Part):
    """What holds in every language."""

    kind: ServiceKind
    crisis: bool = Field(default=False, description="To be offered to people in crisis.")
    anonymous: bool | None = Field(default=None, description="Whether one need not give a name; null means unknown.")
    url: str | None = None
    verified_on: date | None = _checked_on()
    verified_fields: tuple[str, ...] = Field(default=(), description="What was confirmed on the desk's own page.")
    unverified: bool = Field(default=False, description="Whether something here still awaits confirmation.")


class WebsiteCoverage(Part):
    """Who may come: everybody (national), one desk per area everywhere (local_everywhere), or only these areas."""

    kind: CoverageKind
    text: str | None = None


class WebsiteServiceSummary(Part):
    name: Words
    name_ja: Words
    summary: str | None = None
    kind: ServiceKind
    crisis: bool
    free: bool
    coverage: CoverageKind
    contacts: tuple[WebsiteContactSummary, ...]
    closure: WebsiteClosure | None = None
    verified_on: date | None = _checked_on()
    opening: OpeningNow
    languages: FieldLanguages


class WebsiteServiceBody(OpensByContacts, ServiceFacts):
    name: Words
    name_ja: Words = Field(description="The Japanese name, whatever the language of the document.")
    kana: str
    summary: str | None = None
    description: str | None = None
    how_to_use: str | None = None
    cost: str | None = None
    conditions: str | None = None
    coverage: WebsiteCoverage
    closure: WebsiteClosure | None = None
    contacts: tuple[WebsiteContact, ...] = ()
    languages: FieldLanguages

    def shortened(self) -> WebsiteServiceSummary:
        """What lists and emergency blocks show of this service."""
        contacts = tuple(
            WebsiteContactSummary(**contact.model_dump(exclude={"note"}))
            for contact in self.contacts[:SUMMARY_CONTACTS]
        )
        shown = {"name", "summary", "closure.text"}
        shown |= {f"contacts.{contact.id}.{field}" for contact in contacts for field in ("label", "closure.text")}
        return WebsiteServiceSummary(
            name=self.name,
            name_ja=self.name_ja,
            summary=self.summary,
            kind=self.kind,
            crisis=self.crisis,
            free=any_free(self.contacts),
            coverage=self.coverage.kind,
            contacts=contacts,
            closure=self.closure,
            verified_on=self.verified_on,
            opening=self.opening,
            languages={field: language for field, language in self.languages.items() if field in shown},
        )


class WebsiteServiceReferences(Part):
    provider: WebsiteStub | None = None
    topics: tuple[WebsiteStub, ...] = ()
    audiences: tuple[WebsiteStub, ...] = ()
    areas: tuple[WebsiteStub, ...] = ()


class WebsiteServiceItem(WebsiteServiceReferences, WebsiteServiceSummary, Envelope):
    """A service in a list of the website's channel."""


class WebsiteService(WebsiteServiceReferences, WebsiteServiceBody, Envelope):
    """A service in the website's channel, in one language."""


class KidsServiceBody(OpensByContacts):
    """Only words that a person approved for kids, and the live facts."""

    title: KidsWords
    text: KidsWords
    contacts: tuple[KidsContact, ...] = ()
    closure: KidsClosure | None = None
    verified_on: date | None = _checked_on()

    def shortened(self) -> "KidsServiceSummary":
        """What lists and emergency blocks show of this service."""
        return KidsServiceSummary(
            title=self.title,
            text=self.text,
            contacts=self.contacts[:SUMMARY_CONTACTS],
            closure=self.closure,
            verified_on=self.verified_on,
            opening=self.opening,
            free=any_free(self.contacts),
        )


class KidsServiceSummary(KidsServiceBody):
    free: bool


class KidsServiceReferences(Part):
    topics: tuple[KidsStub, ...] = ()


class KidsService(KidsServiceReferences, KidsServiceBody, Envelope):
    """A service in the kids' channel."""

    emergency: KidsEmergencyBlock


class KidsServiceItem(KidsServiceReferences, KidsServiceSummary, Envelope):
    """A service in a list of the kids' channel."""


class PartnersCoverage(Part):
    kind: CoverageKind
    text: LanguageMap = Field(default_factory=dict)


class PartnersServiceSummary(Part):
    name: LanguageMap
    summary: LanguageMap = Field(default_factory=dict)
    kind: ServiceKind
    crisis: bool
    free: bool
    coverage: CoverageKind
    contacts: tuple[PartnersContactSummary, ...]
    closure: PartnersClosure | None = None
    verified_on: date | None = _checked_on()
    opening: OpeningNow
    languages: PartnersProvenance


class PartnersServiceBody(OpensByContacts, ServiceFacts):
    name: LanguageMap
    kana: str
    summary: LanguageMap = Field(default_factory=dict)
    description: LanguageMap = Field(default_factory=dict)
    how_to_use: LanguageMap = Field(default_factory=dict)
    cost: LanguageMap = Field(default_factory=dict)
    conditions: LanguageMap = Field(default_factory=dict)
    coverage: PartnersCoverage
    closure: PartnersClosure | None = None
    contacts: tuple[PartnersContact, ...] = ()
    languages: PartnersProvenance

    def shortened(self) -> PartnersServiceSummary:
        """What lists and emergency blocks show of this service."""
        contacts = tuple(
            PartnersContactSummary(**contact.model_dump(exclude={"note"}))
            for contact in self.contacts[:SUMMARY_CONTACTS]
        )
        shown = {"name", "summary", "closure.text"}
        shown |= {f"contacts.{contact.id}.{field}" for contact in contacts for field in ("label", "closure.text")}
        return PartnersServiceSummary(
            name=self.name,
            summary=self.summary,
            kind=self.kind,
            crisis=self.crisis,
            free=any_free(self.contacts),
            coverage=self.coverage.kind,
            contacts=contacts,
            closure=self.closure,
            verified_on=self.verified_on,
            opening=self.opening,
            languages={
                language: {field: state for field, state in fields.items() if field in shown}
                for language, fields in self.languages.items()
            },
        )


class PartnersServiceReferences(Part):
    provider: PartnersStub | None = None
    topics: tuple[PartnersStub, ...] = ()
    audiences: tuple[PartnersStub, ...] = ()
    areas: tuple[PartnersStub, ...] = ()


class PartnersServiceItem(PartnersServiceReferences, PartnersServiceSummary, Envelope):
    """A service in a list of the partners' channel."""


class PartnersService(PartnersServiceReferences, PartnersServiceBody, Envelope):
    """A service in the partners' channel, in all languages."""
