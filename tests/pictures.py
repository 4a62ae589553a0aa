"""Pictures for tests: files as cameras and attackers make them, and stored pictures."""

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from catalog.models import Picture

#: What stands in the planted file's metadata and may stand nowhere else.
SECRETS = (b"SecretCamera 9000", b"Kasumigaseki 1-2-3", b"SECRET-XMP-WORDS", b"SECRET-IPTC-WORDS", b"SECRET-AFTER-THE-END")


def pixels(size: tuple[int, int] = (800, 600), colour: Any = (200, 60, 30)) -> Image.Image:
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).ellipse((10, 10, size[0] // 3, size[1] // 3), fill=(20, 30, 200))
    return image


def file_of(kind: str = "JPEG", *, image: Image.Image | None = None, **options: Any) -> bytes:
    file = io.BytesIO()
    (image or pixels()).save(file, kind, **options)
    return file.getvalue()


def a_picture(title: str = "会議室", *, colour: Any = (200, 60, 30), size: tuple[int, int] = (800, 600)) -> Picture:
    """A stored picture, made as code makes one."""
    picture = Picture(title=title, file=ContentFile(file_of(image=pixels(size, colour)), name="room.jpg"))
    picture.save()
    return picture
