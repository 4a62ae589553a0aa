"""What people suffer from (悩みの分類), as each channel shows it."""

from pydantic import Field

from api.documents.emergency import KidsEmergencyBlock
from api.documents.envelope import Envelope, FieldLanguages, KidsWords, LanguageMap, Part, PartnersProvenance, Words


class TopicFacts(Part):
    """What holds in every channel and language."""

    position: int = Field(ge=0, description="The editors' order of the topics.")


class WebsiteTopicBody(TopicFacts):
    name: Words
    kana: str
    description: str | None = None
    languages: FieldLanguages

    def shortened(self) -> "WebsiteTopicSummary":
        """What lists show of this topic."""
        return WebsiteTopicSummary(**self.model_dump())


class WebsiteTopicSummary(WebsiteTopicBody):
    pass


class WebsiteTopicItem(WebsiteTopicSummary, Envelope):
    """A topic in a list of the website's channel."""


class WebsiteTopic(WebsiteTopicBody, Envelope):
    """A topic in the website's channel, in one language."""


class KidsTopicBody(TopicFacts):
    name: KidsWords

    def shortened(self) -> "KidsTopicSummary":
        """What lists show of this topic."""
        return KidsTopicSummary(name=self.name, position=self.position)


class KidsTopicSummary(KidsTopicBody):
    pass


class KidsTopicItem(KidsTopicSummary, Envelope):
    """A topic in a list of the kids' channel."""


class KidsTopic(KidsTopicBody, Envelope):
    """A topic in the kids' channel."""

    emergency: KidsEmergencyBlock


class PartnersTopicBody(TopicFacts):
    name: LanguageMap
    kana: str
    description: LanguageMap = Field(default_factory=dict)
    languages: PartnersProvenance

    def shortened(self) -> "PartnersTopicSummary":
        """What lists show of this topic."""
        return PartnersTopicSummary(**self.model_dump())


class PartnersTopicSummary(PartnersTopicBody):
    pass


class PartnersTopicItem(PartnersTopicSummary, Envelope):
    """A topic in a list of the partners' channel."""


class PartnersTopic(PartnersTopicBody, Envelope):
    """A topic in the partners' channel, in all languages."""
