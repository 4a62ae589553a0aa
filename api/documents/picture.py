"""A published picture: its files in several sizes and kinds, and what a page needs to keep a place for it.

Stored documents name files by a prefix without a host; the answer replaces it by the address of the public files.
"""

import re
from typing import Annotated, Final, Literal

from pydantic import Field

from api.documents.envelope import KidsWords, LanguageMap, Part

#: Stands before a file's name in every stored text, HTML included.
MEDIA_PREFIX: Final = "tomoshibi-media:/"
#: A public file: the SHA-256 of its bytes, and its kind.
FILE_NAME: Final = r"[0-9a-f]{64}\.(?:avif|webp|jpg)"
_NAMED: Final = re.compile(re.escape(MEDIA_PREFIX).encode() + rb"(" + FILE_NAME.encode() + rb")")

FileUrl = Annotated[
    str,
    Field(
        description="Always the same bytes under the same address.",
        json_schema_extra={"format": "uri"},
    ),
]
Pixels = Annotated[int, Field(ge=1)]


class PictureSource(Part):
    """One file of a picture."""

    url: FileUrl
    type: Literal["image/avif", "image/webp", "image/jpeg"]
    width: Pixels
    height: Pixels


class PictureFiles(Part):
    """What a picture is in every channel: its largest size, its main colour, and its files."""

    width: Pixels
    height: Pixels
    colour: Annotated[
        str, Field(pattern=r"^#[0-9a-f]{6}$", description="To fill the place until the picture is there.")
    ]
    sources: Annotated[
        tuple[PictureSource, ...],
        Field(min_length=1, description="AVIF, then WebP, then JPEG; of each kind the narrowest first."),
    ]
    fallback: Annotated[FileUrl, Field(description="A JPEG, for `src` of `<img>`.")]


class PublishedPicture(PictureFiles):
    """A picture with the text that stands for it; an empty one where the picture only decorates."""

    alt: str


class KidsPicture(PictureFiles):
    """A picture for kids; without `alt` it only decorates."""

    alt: KidsWords | None


class PartnersPicture(PictureFiles):
    """A picture with its text in all languages that exist."""

    alt: LanguageMap


def files_named(stored: bytes) -> set[str]:
    """Return the names of all public files that stored bytes point to, in whatever field they stand."""
    return {name.decode() for name in _NAMED.findall(stored)}
