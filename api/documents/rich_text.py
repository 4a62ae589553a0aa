"""Rich text in documents: clean HTML for pages, plain text for everything else."""

from typing import Annotated

from pydantic import Field

from api.documents.envelope import LanguageCode, Part, Words


class RichText(Part):
    """One text in two forms that say the same."""

    html: Words = Field(
        description="Ready to show. Only p, h3, h4, ul, ol, li, strong, em, br and a, where only a has attributes. "
        "A link to an item of ours leads to the channel's site, and has no href while the item does not stand."
    )
    text: Words = Field(
        description="Without tags: a line for each paragraph, 「・」 or a number before a line of a list."
    )


RichTextMap = Annotated[
    dict[LanguageCode, RichText], Field(description="One rich text in all languages that it exists in.")
]
