"""The heading and the first words of a list of pages, for the website."""

from typing import Literal

from api.documents.envelope import Envelope, FieldLanguages, Part, Words


class WebsiteIndexBody(Part):
    lists: Literal["faq", "article", "message"]
    heading: Words
    introduction: str | None = None
    languages: FieldLanguages

    def shortened(self) -> "WebsiteIndexSummary":
        """What lists show of this index."""
        return WebsiteIndexSummary(**dict(self))


class WebsiteIndexSummary(WebsiteIndexBody):
    pass


class WebsiteIndexItem(WebsiteIndexSummary, Envelope):
    """An index in a list of the website's channel."""


class WebsiteIndex(WebsiteIndexBody, Envelope):
    """What stands above the list of one type of pages, in one language."""
