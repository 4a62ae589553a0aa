"""Who provides services, as each channel shows it."""

from typing import Literal

from api.documents.envelope import Envelope, FieldLanguages, LanguageMap, Part, PartnersProvenance, Words

ProviderType = Literal["national", "prefecture", "municipality", "npo", "corporation"]


class OrganizationFacts(Part):
    """What holds in every language."""

    kana: str
    provider_type: ProviderType | None = None
    url: str | None = None


class WebsiteOrganizationBody(OrganizationFacts):
    name: Words
    languages: FieldLanguages

    def shortened(self) -> "WebsiteOrganizationSummary":
        """What lists show of this organization."""
        return WebsiteOrganizationSummary(**self.model_dump())


class WebsiteOrganizationSummary(WebsiteOrganizationBody):
    pass


class WebsiteOrganizationItem(WebsiteOrganizationSummary, Envelope):
    """An organization in a list of the website's channel."""


class WebsiteOrganization(WebsiteOrganizationBody, Envelope):
    """An organization in the website's channel, in one language."""


class PartnersOrganizationBody(OrganizationFacts):
    name: LanguageMap
    languages: PartnersProvenance

    def shortened(self) -> "PartnersOrganizationSummary":
        """What lists show of this organization."""
        return PartnersOrganizationSummary(**self.model_dump())


class PartnersOrganizationSummary(PartnersOrganizationBody):
    pass


class PartnersOrganizationItem(PartnersOrganizationSummary, Envelope):
    """An organization in a list of the partners' channel."""


class PartnersOrganization(PartnersOrganizationBody, Envelope):
    """An organization in the partners' channel, in all languages."""
