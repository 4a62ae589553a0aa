"""Whom a service is for (対象), as each channel shows it."""

from pydantic import Field

from api.documents.envelope import Envelope, FieldLanguages, LanguageMap, Part, PartnersProvenance, Words


class AudienceFacts(Part):
    """What holds in every channel and language."""

    position: int = Field(ge=0, description="The editors' order of the audiences.")


class WebsiteAudienceBody(AudienceFacts):
    name: Words
    languages: FieldLanguages

    def shortened(self) -> "WebsiteAudienceSummary":
        """What lists show of this audience."""
        return WebsiteAudienceSummary(**self.model_dump())


class WebsiteAudienceSummary(WebsiteAudienceBody):
    pass


class WebsiteAudienceItem(WebsiteAudienceSummary, Envelope):
    """An audience in a list of the website's channel."""


class WebsiteAudience(WebsiteAudienceBody, Envelope):
    """An audience in the website's channel, in one language."""


class PartnersAudienceBody(AudienceFacts):
    name: LanguageMap
    languages: PartnersProvenance

    def shortened(self) -> "PartnersAudienceSummary":
        """What lists show of this audience."""
        return PartnersAudienceSummary(**self.model_dump())


class PartnersAudienceSummary(PartnersAudienceBody):
    pass


class PartnersAudienceItem(PartnersAudienceSummary, Envelope):
    """An audience in a list of the partners' channel."""


class PartnersAudience(PartnersAudienceBody, Envelope):
    """An audience in the partners' channel, in all languages."""
