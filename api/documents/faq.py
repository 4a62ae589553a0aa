"""A question as a troubled person would ask it, and its answer, as each channel shows them."""

from pydantic import Field

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
from api.documents.rich_text import RichText, RichTextMap


class FaqFacts(Part):
    """What holds in every channel and language."""

    position: int = Field(ge=0, description="The editors' order of the questions.")


class WebsiteFaqBody(FaqFacts):
    question: Words
    answer: RichText
    languages: FieldLanguages

    def shortened(self) -> "WebsiteFaqSummary":
        """What lists show of this question: all of it, since an answer is short and opens in its place."""
        return WebsiteFaqSummary(**dict(self))


class WebsiteFaqSummary(WebsiteFaqBody):
    pass


class WebsiteFaqReferences(Part):
    topics: tuple[WebsiteStub, ...] = ()
    related_services: tuple[WebsiteStub, ...] = Field(default=(), description="The most fitting one first.")


class WebsiteFaqItem(WebsiteFaqReferences, WebsiteFaqSummary, Envelope):
    """A question and its answer in a list of the website's channel."""


class WebsiteFaq(WebsiteFaqReferences, WebsiteFaqBody, Envelope):
    """A question and its answer in the website's channel, in one language."""


class KidsFaqBody(FaqFacts):
    """Only words that a person approved for kids."""

    question: KidsWords
    answer: KidsWords

    def shortened(self) -> "KidsFaqSummary":
        """What lists show of this question."""
        return KidsFaqSummary(**dict(self))


class KidsFaqSummary(KidsFaqBody):
    pass


class KidsFaqReferences(Part):
    topics: tuple[KidsStub, ...] = ()
    related_services: tuple[KidsStub, ...] = Field(default=(), description="The most fitting one first.")


class KidsFaqItem(KidsFaqReferences, KidsFaqSummary, Envelope):
    """A question and its answer in a list of the kids' channel."""


class KidsFaq(KidsFaqReferences, KidsFaqBody, Envelope):
    """A question and its answer in the kids' channel."""

    emergency: KidsEmergencyBlock


class PartnersFaqBody(FaqFacts):
    question: LanguageMap
    answer: RichTextMap
    languages: PartnersProvenance

    def shortened(self) -> "PartnersFaqSummary":
        """What lists show of this question."""
        return PartnersFaqSummary(**dict(self))


class PartnersFaqSummary(PartnersFaqBody):
    pass


class PartnersFaqReferences(Part):
    topics: tuple[PartnersStub, ...] = ()
    related_services: tuple[PartnersStub, ...] = Field(default=(), description="The most fitting one first.")


class PartnersFaqItem(PartnersFaqReferences, PartnersFaqSummary, Envelope):
    """A question and its answer in a list of the partners' channel."""


class PartnersFaq(PartnersFaqReferences, PartnersFaqBody, Envelope):
    """A question and its answer in the partners' channel, in all languages."""
