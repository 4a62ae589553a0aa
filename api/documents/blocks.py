"""The body of an article: typed blocks for sites that draw their own, and ready HTML and plain text of all of it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, PlainSerializer, Strict
from pydantic.json_schema import SkipJsonSchema

from api.documents.envelope import LanguageCode, Part, PartnersStub, WebsiteStub, Words
from api.documents.picture import PublishedPicture
from api.documents.rich_text import RichText

#: How a stored block names a service; an answer writes its stub there, or null.
Target = Annotated[UUID, Strict(), PlainSerializer(lambda target: f"data-ref:{target}", return_type=str)]


class HeadingBlock(Part):
    """A heading; in HTML of level 2. The headings inside a text are of level 3."""

    type: Literal["heading"] = "heading"
    text: Words


class TextBlock(RichText):
    """Paragraphs and lists."""

    type: Literal["text"] = "text"


class ListBlock(Part):
    """Lines, each of plain text."""

    type: Literal["list"] = "list"
    ordered: bool
    items: Annotated[tuple[Words, ...], Field(min_length=1)]


class ImageBlock(Part):
    """A picture; an empty `alt` says that it only decorates."""

    type: Literal["image"] = "image"
    picture: PublishedPicture
    caption: str | None = None


class QuoteBlock(Part):
    """Somebody's words, plain text with line breaks."""

    type: Literal["quote"] = "quote"
    text: Words
    source: str | None = Field(default=None, description="Whose words, from where.")


class NoticeBlock(RichText):
    """A box that stands out: for your information, or a warning."""

    type: Literal["notice"] = "notice"
    kind: Literal["info", "warning"]


LINK_LABEL = "The words of the link; null: the service's title."
LINKED = "The service, or null where it does not stand here (any more): then leave the block out."


class WebsiteServiceBlock(Part):
    """A link to a service."""

    type: Literal["service"] = "service"
    label: str | None = Field(default=None, description=LINK_LABEL)
    service: WebsiteStub | SkipJsonSchema[Target] | None = Field(description=LINKED)


class PartnersServiceBlock(Part):
    """A link to a service."""

    type: Literal["service"] = "service"
    label: str | None = Field(default=None, description=LINK_LABEL)
    service: PartnersStub | SkipJsonSchema[Target] | None = Field(description=LINKED)


_Plain = HeadingBlock | TextBlock | ListBlock | ImageBlock | QuoteBlock | NoticeBlock
WebsiteBlock = Annotated[_Plain | WebsiteServiceBlock, Field(discriminator="type")]
PartnersBlock = Annotated[_Plain | PartnersServiceBlock, Field(discriminator="type")]


class BodyText(Part):
    """The whole body in two ready forms."""

    html: str = Field(
        description="The blocks in HTML: h2, h3, p, ul, ol, li, strong, a, br, figure, picture, source, img, "
        "figcaption, blockquote, footer, and aside with the class notice-info or notice-warning. "
        "No scripts, styles or frames."
    )
    text: str = Field(description="Without tags, a line for each paragraph; of a link to a service, its label.")


class WebsiteBody(BodyText):
    """A body in one language."""

    blocks: tuple[WebsiteBlock, ...]


class PartnersBody(BodyText):
    """A body in one language, with the titles of services in all."""

    blocks: tuple[PartnersBlock, ...]


PartnersBodyMap = Annotated[
    dict[LanguageCode, PartnersBody], Field(description="The body in all languages that it exists in.")
]
