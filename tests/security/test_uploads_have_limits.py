"""What may be uploaded: pictures of a known kind, of a size that one process can hold."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from wagtail.images.models import Image

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def uploader(client: Client, settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(get_user_model().objects.create_superuser("uploader", "u@example.test", "x"))
    return client


def png() -> bytes:
    file = BytesIO()
    Picture.new("RGB", (40, 30), "white").save(file, "PNG")
    return file.getvalue()


def bomb() -> bytes:
    """A few bytes that say they are a picture of 100,000 by 100,000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def upload(client: Client, name: str, content: bytes) -> int:
    file = SimpleUploadedFile(name, content)
    client.post("/admin/images/add/", {"title": name, "file": file, "collection": "1", "tags": "", "description": ""})
    return Image.objects.count()


def test_a_picture_is_taken(uploader: Client) -> None:
    assert upload(uploader, "room.png", png()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("script.svg", SVG), ("script.png", SVG), ("page.html", b"<script>alert(1)</script>"), ("bomb.png", bomb())],
)
def test_what_carries_script_or_pretends_to_be_huge_is_refused(uploader: Client, name: str, content: bytes) -> None:
    assert upload(uploader, name, content) == 0


def test_a_file_that_is_too_large_is_refused(uploader: Client) -> None:
    assert upload(uploader, "large.png", png() + b"\0" * (10 * 1024 * 1024)) == 0
