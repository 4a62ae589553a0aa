"""What experts advise and what people tell of themselves, as each channel shows it."""

from typing import Literal

from pydantic import Field

from api.documents.blocks import PartnersBodyMap, WebsiteBody
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
from api.documents.picture import PartnersPicture, PublishedPicture

ArticleKind = Literal["expert", "story"]
PEN_NAME = "Of a personal story, a pen name; of an expert, null where only the role is told."


class ArticleFacts(Part):
    """What holds in every channel and language."""

    kind: ArticleKind = Field(description="An expert's article, or a personal story.")
    position: int = Field(ge=0, description="The editors' order of the articles.")


class WebsiteAuthor(Part):
    """Who wrote it. A personal story has nothing but a pen name."""

    name: str | None = Field(description=PEN_NAME)
    role: str | None = None
    affiliation: str | None = None
    portrait: PublishedPicture | None = None


class WebsiteArticleSummary(ArticleFacts):
    title: Words
    summary: str | None = None
    author: WebsiteAuthor
    languages: FieldLanguages


class WebsiteArticleBody(WebsiteArticleSummary):
    body: WebsiteBody

    def shortened(self) -> WebsiteArticleSummary:
        """What lists show of this article: all but its body."""
        return WebsiteArticleSummary(
            kind=self.kind,
            position=self.position,
            title=self.title,
            summary=self.summary,
            author=self.author,
            languages={field: language for field, language in self.languages.items() if field != "body"},
        )


class WebsiteArticleReferences(Part):
    topics: tuple[WebsiteStub, ...] = ()
    related_services: tuple[WebsiteStub, ...] = Field(default=(), description="The most fitting one first.")


class WebsiteArticleItem(WebsiteArticleReferences, WebsiteArticleSummary, Envelope):
    """An article in a list of the website's channel."""


class WebsiteArticle(WebsiteArticleReferences, WebsiteArticleBody, Envelope):
    """An article in the website's channel, in one language."""


class KidsArticleBody(ArticleFacts):
    """Only words that a person approved for kids."""

    title: KidsWords
    text: KidsWords

    def shortened(self) -> "KidsArticleSummary":
        """What lists show of this article."""
        return KidsArticleSummary(**dict(self))


class KidsArticleSummary(KidsArticleBody):
    pass


class KidsArticleReferences(Part):
    topics: tuple[KidsStub, ...] = ()
    related_services: tuple[KidsStub, ...] = Field(default=(), description="The most fitting one first.")


class KidsArticleItem(KidsArticleReferences, KidsArticleSummary, Envelope):
    """An article in a list of the kids' channel."""


class KidsArticle(KidsArticleReferences, KidsArticleBody, Envelope):
    """An article in the kids' channel."""

    emergency: KidsEmergencyBlock


class PartnersAuthor(Part):
    """Who wrote it. A personal story has nothing but a pen name."""

    name: LanguageMap = Field(default_factory=dict)
    role: LanguageMap = Field(default_factory=dict)
    affiliation: LanguageMap = Field(default_factory=dict)
    portrait: PartnersPicture | None = None


class PartnersArticleSummary(ArticleFacts):
    title: LanguageMap
    summary: LanguageMap = Field(default_factory=dict)
    author: PartnersAuthor
    languages: PartnersProvenance


class PartnersArticleBody(PartnersArticleSummary):
    body: PartnersBodyMap

    def shortened(self) -> PartnersArticleSummary:
        """What lists show of this article: all but its body."""
        return PartnersArticleSummary(
            kind=self.kind,
            position=self.position,
            title=self.title,
            summary=self.summary,
            author=self.author,
            languages={
                language: {field: state for field, state in fields.items() if field != "body"}
                for language, fields in self.languages.items()
            },
        )


class PartnersArticleReferences(Part):
    topics: tuple[PartnersStub, ...] = ()
    related_services: tuple[PartnersStub, ...] = Field(default=(), description="The most fitting one first.")


class PartnersArticleItem(PartnersArticleReferences, PartnersArticleSummary, Envelope):
    """An article in a list of the partners' channel."""


class PartnersArticle(PartnersArticleReferences, PartnersArticleBody, Envelope):
    """An article in the partners' channel, in all languages."""
