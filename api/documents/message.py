"""Messages from the minister or the office in charge, as each channel shows them."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.documents.emergency import KidsEmergencyBlock
from api.documents.envelope import Envelope, FieldLanguages, KidsWords, Part, Words
from api.documents.picture import PublishedPicture
from api.documents.rich_text import RichText

MessageKind = Literal["minister", "office"]


class MessageFacts(Part):
    """What holds in every channel and language."""

    kind: MessageKind
    date: date


class WebsiteMessageSummary(MessageFacts):
    title: Words
    author: Words
    office: str | None = None
    portrait: PublishedPicture | None = None
    languages: FieldLanguages


class WebsiteMessageBody(WebsiteMessageSummary):
    body: RichText
    video_url: str | None = Field(
        default=None, description="A link to follow, never to embed: it would tell of readers."
    )

    def shortened(self) -> WebsiteMessageSummary:
        """What lists show of this message."""
        shown = {name: value for name, value in dict(self).items() if name in WebsiteMessageSummary.model_fields}
        shown["languages"] = {name: language for name, language in self.languages.items() if name != "body"}
        return WebsiteMessageSummary(**shown)


class WebsiteMessageItem(WebsiteMessageSummary, Envelope):
    """A message in a list of the website's channel."""


class WebsiteMessage(WebsiteMessageBody, Envelope):
    """A message in the website's channel, in one language."""


class KidsMessageBody(MessageFacts):
    """Only words that a person approved for kids."""

    title: KidsWords
    text: KidsWords

    def shortened(self) -> "KidsMessageSummary":
        """What lists show of this message."""
        return KidsMessageSummary(**dict(self))


class KidsMessageSummary(KidsMessageBody):
    pass


class KidsMessageItem(KidsMessageSummary, Envelope):
    """A message in a list of the kids' channel."""


class KidsMessage(KidsMessageBody, Envelope):
    """A message in the kids' channel."""

    emergency: KidsEmergencyBlock
