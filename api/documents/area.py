"""A prefecture, municipality or ward of Japan, as each channel shows it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.documents.envelope import (
    Envelope,
    FieldLanguages,
    LanguageMap,
    Part,
    PartnersProvenance,
    PartnersStub,
    WebsiteStub,
    Words,
)

AreaLevel = Literal["prefecture", "municipality", "ward"]
AreaCode = Annotated[
    str, Field(pattern=r"^[0-9]{6}$", description="全国地方公共団体コード: six digits, the last a check digit.")
]


class AreaFacts(Part):
    """What holds in every language."""

    code: AreaCode
    level: AreaLevel
    kana: str
    valid_from: date | None = Field(default=None, description="First day; null means not recorded.")
    valid_to: date | None = Field(default=None, description="Last day; null means that the area still exists.")


class WebsiteAreaBody(AreaFacts):
    name: Words
    languages: FieldLanguages

    def shortened(self) -> "WebsiteAreaSummary":
        """What lists show of this area."""
        return WebsiteAreaSummary(**self.model_dump())


class WebsiteAreaSummary(WebsiteAreaBody):
    pass


class WebsiteAreaReferences(Part):
    parent: WebsiteStub | None = None
    successors: tuple[WebsiteStub, ...] = ()


class WebsiteAreaItem(WebsiteAreaReferences, WebsiteAreaSummary, Envelope):
    """An area in a list of the website's channel."""


class WebsiteArea(WebsiteAreaReferences, WebsiteAreaBody, Envelope):
    """An area in the website's channel, in one language."""


class PartnersAreaBody(AreaFacts):
    name: LanguageMap
    languages: PartnersProvenance

    def shortened(self) -> "PartnersAreaSummary":
        """What lists show of this area."""
        return PartnersAreaSummary(**self.model_dump())


class PartnersAreaSummary(PartnersAreaBody):
    pass


class PartnersAreaReferences(Part):
    parent: PartnersStub | None = None
    successors: tuple[PartnersStub, ...] = ()


class PartnersAreaItem(PartnersAreaReferences, PartnersAreaSummary, Envelope):
    """An area in a list of the partners' channel."""


class PartnersArea(PartnersAreaReferences, PartnersAreaBody, Envelope):
    """An area in the partners' channel, in all languages."""
