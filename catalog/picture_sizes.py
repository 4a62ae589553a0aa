"""The sizes in which readers get a picture: several widths, never larger than it is, each in three kinds of file.

Made when the picture is uploaded and remembered by the digest of the original and the size's name, so that a document
built twice names the same bytes, whatever a later version of an encoder would make of them. Pure: no Django.
"""

import hashlib
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image

from catalog.picture_upload import on_white

WIDTHS: Final = (320, 640, 1024, 1600)


@dataclass(frozen=True)
class Kind:
    """One kind of file: its name, how Pillow calls it, the end of its files' names, and how well it is made.

    Who changes how it is made changes `made` too: then the sizes are made anew, under new names.
    """

    type: str
    encoder: str
    extension: str
    made: str
    options: dict[str, Any]


#: Best first, as a browser should try them; the last is for all that know none of the others.
#: One thread each: with several the bytes of an AVIF depend on the machine.
KINDS: Final = (
    Kind("image/avif", "AVIF", "avif", "q55", {"quality": 55, "speed": 7, "max_threads": 1}),
    Kind("image/webp", "WEBP", "webp", "q78", {"quality": 78, "method": 4}),
    Kind("image/jpeg", "JPEG", "jpg", "q80", {"quality": 80, "optimize": True, "progressive": True}),
)


@dataclass(frozen=True)
class Size:
    """One size of one kind. Its `name` stands for everything that decides over its bytes but the picture."""

    width: int
    kind: Kind

    @property
    def name(self) -> str:
        return f"{self.kind.extension}-{self.kind.made}-{self.width}"


@dataclass(frozen=True, kw_only=True)
class MadeSize:
    """A finished file."""

    size: Size
    height: int
    data: bytes

    @property
    def file_name(self) -> str:
        """The digest of its bytes and the end that tells its kind: the name that readers see."""
        return f"{hashlib.sha256(self.data).hexdigest()}.{self.size.kind.extension}"


def sizes(width: int) -> list[Size]:
    """Every size of a picture that is so wide, by kind and then by width. A narrow one has its own width as largest."""
    widths = [fixed for fixed in WIDTHS if fixed < width]
    if width <= WIDTHS[-1]:
        widths.append(width)
    return [Size(each, kind) for kind in KINDS for each in widths]


def make(image: Image.Image, wanted: Collection[Size]) -> Iterator[MadeSize]:
    """Make these sizes of a picture (as `picture_upload.pixels` gives it)."""
    for width in sorted({size.width for size in wanted}):
        height = max(1, round(image.height * width / image.width))
        scaled = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
        for size in wanted:
            if size.width == width:
                file = io.BytesIO()
                drawn = on_white(scaled) if size.kind.encoder == "JPEG" else scaled
                drawn.save(file, size.kind.encoder, **size.kind.options)
                yield MadeSize(size=size, height=height, data=file.getvalue())
