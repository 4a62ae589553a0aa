"""Site notices: what stands beside every list of a channel for a while."""

from pydantic import Field

from api.documents.emergency import KidsEmergencyBlock
from api.documents.envelope import Envelope, FieldLanguages, KidsWords, LanguageMap, Part, PartnersProvenance, Words


class NoticeFacts(Part):
    """What holds in every channel and language."""

    weight: int = Field(ge=0, le=1000, description="The heaviest comes first.")


class WebsiteNoticeBody(NoticeFacts):
    heading: Words
    text: str | None = None
    languages: FieldLanguages

    def shortened(self) -> "WebsiteNoticeSummary":
        """What lists show of this notice: all of it."""
        return WebsiteNoticeSummary(**dict(self))


class WebsiteNoticeSummary(WebsiteNoticeBody):
    pass


class WebsiteNoticeItem(WebsiteNoticeSummary, Envelope):
    """A notice beside the lists of the website's channel."""


class WebsiteNotice(WebsiteNoticeBody, Envelope):
    """A notice in the website's channel, in one language."""


class KidsNoticeBody(NoticeFacts):
    """Only words that a person approved for kids."""

    heading: KidsWords
    text: KidsWords

    def shortened(self) -> "KidsNoticeSummary":
        """What lists show of this notice: all of it."""
        return KidsNoticeSummary(**dict(self))


class KidsNoticeSummary(KidsNoticeBody):
    pass


class KidsNoticeItem(KidsNoticeSummary, Envelope):
    """A notice beside the lists of the kids' channel."""


class KidsNotice(KidsNoticeBody, Envelope):
    """A notice in the kids' channel."""

    emergency: KidsEmergencyBlock


class PartnersNoticeBody(NoticeFacts):
    heading: LanguageMap
    text: LanguageMap = Field(default_factory=dict)
    languages: PartnersProvenance

    def shortened(self) -> "PartnersNoticeSummary":
        """What lists show of this notice: all of it."""
        return PartnersNoticeSummary(**dict(self))


class PartnersNoticeSummary(PartnersNoticeBody):
    pass


class PartnersNoticeItem(PartnersNoticeSummary, Envelope):
    """A notice beside the lists of the partners' channel."""


class PartnersNotice(PartnersNoticeBody, Envelope):
    """A notice in the partners' channel, in all languages."""
