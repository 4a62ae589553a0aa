"""Pictures for tests: files as cameras and attackers make them, and stored pictures."""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import override_settings
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from catalog.models import Picture

#: What stands in a planted file beside its pixels, and may stand nowhere else.
CAMERA, PLACE, XMP, IPTC, AFTER = (
    b"SecretCamera 9000",
    b"Kasumigaseki 3-1-1",
    b"SECRET-XMP-WORDS",
    b"SECRET-IPTC-WORDS",
    b"SECRET-AFTER-THE-END",
)
SECRETS = (CAMERA, PLACE, XMP, IPTC, AFTER)
TURNED = 6  # the camera was held upright: what is stored lying is to be shown standing


def pixels(size: tuple[int, int] = (800, 600), colour: Any = (200, 60, 30), mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, size, colour)
    ImageDraw.Draw(image).ellipse((0, 0, size[0] // 3, size[1] // 3), fill=(20, 30, 200))
    return image


def file_of(kind: str = "JPEG", image: Image.Image | None = None, **options: Any) -> bytes:
    file = io.BytesIO()
    (image or pixels()).save(file, kind, **options)
    return file.getvalue()


def planted(kind: str) -> bytes:
    """A picture of this kind that carries a place, a camera, texts and a profile, in every way that it can."""
    exif = Image.Exif()
    exif[0x010F] = CAMERA.decode()
    exif[0x0112] = TURNED
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 40.0, 28.4), 3: "E", 4: (139.0, 45.0, 3.1), 28: PLACE})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + XMP + b"</x:xmpmeta>"
    options: dict[str, Any] = {"exif": exif.tobytes(), "icc_profile": profile}
    if kind == "PNG":
        texts = PngInfo()
        texts.add_text("Comment", CAMERA.decode())
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return file_of(kind, pnginfo=texts, **options) + AFTER
    if kind == "JPEG":
        options["comment"] = CAMERA
    data = file_of(kind, xmp=xmp, **options)
    if kind == "JPEG":
        segment = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(IPTC)) + IPTC
        data = data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:] + AFTER
    return data


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@contextmanager
def own_storages(folder: Path) -> Iterator[None]:
    """Empty storages in a folder, and no rendition remembered from another test."""
    editors, public = folder / "editors-media", folder / "public-media"
    system = "django.core.files.storage.FileSystemStorage"
    own = {
        "default": {"BACKEND": system, "OPTIONS": {"location": str(editors)}},
        "public_media": {"BACKEND": system, "OPTIONS": {"location": str(public)}},
    }
    cache.clear()
    with override_settings(STORAGES={**settings.STORAGES, **own}):
        yield
    cache.clear()


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def a_picture(title: str = "会議室", *, colour: Any = (200, 60, 30), size: tuple[int, int] = (800, 600)) -> Picture:
    """A stored picture, made as code makes one."""
    picture = Picture(title=title, file=ContentFile(file_of(image=pixels(size, colour)), name="room.jpg"))
    picture.save()
    return picture
