"""What every document and answer shares: the envelope, stubs of references, and the parts that all types use.

A document is three shapes of one item: ``XxxBody`` is stored, ``XxxSummary`` stands in lists, and ``Xxx`` is the
answer, that is envelope, body and references. Class names are unique over the whole project, since OpenAPI merges
equal names silently.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

DocumentType = Literal[
    "service", "organization", "topic", "audience", "area", "emergency", "index", "faq", "article", "message", "notice"
]
FieldState = Literal["source", "checked", "draft", "stale", "missing"]
LanguageCode = Annotated[
    str, Field(pattern=r"^[a-z]{2,3}(-[a-z]{2,8})*$", description="Our key of a language: ja, ja-easy, en …")
]
Words = Annotated[str, Field(min_length=1)]
LanguageMap = Annotated[dict[LanguageCode, Words], Field(description="One text in all languages that it exists in.")]
PartnersProvenance = Annotated[
    dict[LanguageCode, dict[str, FieldState]],
    Field(description="By language and field, how far each text can be trusted; a field not named has no text there."),
]


class Part(BaseModel):
    """A frozen piece of the contract; a field that is not declared here cannot enter a document."""

    model_config = ConfigDict(
        defer_build=True,  # the API reads finished bytes: of a hundred shapes it needs five
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,  # what is empty is said too
    )


class FieldLanguage(Part):
    """Which language one field is served in, and how that text relates to its Japanese source."""

    served: LanguageCode
    state: FieldState = Field(
        description="source: the Japanese original. checked: a person checked the translation. draft: not checked. "
        "stale: older than its source. missing: no translation, the Japanese is served."
    )


FieldLanguages = Annotated[
    dict[str, FieldLanguage],
    Field(
        description="The language and state of each text of this answer; a contact's are named contacts.<id>.<field>."
    ),
]


class KidsToken(Part):
    """One word of a kids' text: its reading, if it needs one, and the school grade of its hardest kanji."""

    base: Words
    ruby: str | None = None
    grade: int | None = None


class KidsWords(Part):
    """A text for kids. ``tokens`` joined give ``text``; they are empty until furigana was confirmed."""

    text: Words
    tokens: tuple[KidsToken, ...] = ()


class ClosureDates(Part):
    """When a desk is closed beyond its usual hours. ``until`` is the last closed day; null: until further notice."""

    from_: date | None = Field(alias="from")
    until: date | None


class Envelope(Part):
    """What the log knows of a document. Never part of the compared bytes."""

    id: UUID
    type: DocumentType
    slug: str
    version: int = Field(ge=1)
    language: str = Field(description="The language of this document; `mul` in the partners' channel.")
    published_at: datetime
    updated_at: datetime
    demo: bool = Field(description="True where the site holds sample data that nobody may rely on.")


class StubEnvelope(Part):
    id: UUID
    type: DocumentType
    slug: str


class WebsiteStub(StubEnvelope):
    """What one item says of another."""

    title: str


class KidsStub(StubEnvelope):
    """What one item of the kids' channel says of another."""

    title: KidsWords


class PartnersStub(StubEnvelope):
    """What one item says of another, in all languages."""

    title: LanguageMap
