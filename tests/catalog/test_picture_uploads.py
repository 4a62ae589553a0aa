"""What becomes of an upload, by every way in: its pixels are kept and nothing else, or it is refused in Japanese."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageCms
from wagtail.models import UploadedFile

from catalog import picture_upload as refusals
from catalog.models import Picture, PictureRendition, PictureSize
from catalog.picture import PictureFileFixed
from cms.workflow import roles
from tests.editors import House, person
from tests.pictures import SECRETS, a_picture, file_of, files_in, own_storages, pixels, planted, png_that_says

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
JSON = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with own_storages(tmp_path):
        yield tmp_path


@pytest.fixture
def writer(client: Client, house: House) -> Client:
    client.force_login(house.writer)
    return client


def by_form(client: Client, name: str, content: bytes) -> str:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return client.post("/admin/images/add/", {"title": "a", "file": file, "tags": ""}, follow=True).content.decode()


def by_many(client: Client, name: str, content: bytes) -> str:
    files = {"title": "a", "files[]": SimpleUploadedFile(name, content, "image/jpeg")}
    got = client.post("/admin/images/multiple/add/", files, headers=JSON)
    return str(json.loads(got.content).get("error_message", ""))


def by_chooser(client: Client, name: str, content: bytes) -> str:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    fields = {"image-chooser-upload-title": "a", "image-chooser-upload-file": file, "image-chooser-upload-tags": ""}
    return json.dumps(json.loads(client.post("/admin/images/chooser/create/", fields).content), ensure_ascii=False)


def by_code(client: Client, name: str, content: bytes) -> str:
    try:
        Picture(title="a", file=ContentFile(content, name=name)).save()
    except refusals.PictureRefused as refused:
        return str(refused)
    return ""


WAYS = pytest.mark.parametrize("way", [by_form, by_many, by_chooser, by_code])


def kept(picture: Picture) -> Image.Image:
    with default_storage.open(picture.file.name) as file:
        return Image.open(io.BytesIO(file.read()))


@WAYS
@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("AVIF", "a.avif")]
)
def test_of_an_upload_the_pixels_are_kept_and_nothing_else(
    writer: Client, folder: Path, way: Any, kind: str, name: str
) -> None:
    content = planted(kind)
    assert [secret for secret in SECRETS if secret in content][1:], "the planted file carries its secrets"
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    way(writer, name, content)
    (picture,) = Picture.objects.all()
    picture.get_rendition("max-165x165")
    picture.get_rendition("original")
    assert (picture.width, picture.height) == (600, 800), "turned as the camera said"
    made = files_in(folder)
    assert len(made) == 1 + 2 + 6, [str(path) for path in made]
    for path in made:
        data = path.read_bytes()
        assert [secret for secret in SECRETS if secret in data] == [], path.name
        image = Image.open(io.BytesIO(data))
        assert not image.getexif(), path.name
        assert not {"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Comment", "icc_profile"} & set(
            image.info
        )
    assert kept(picture).format == kind


@WAYS
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("script.svg", SVG, refusals.NOT_A_PICTURE),
        ("script.jpg", SVG, refusals.NOT_A_PICTURE),
        ("page.jpg", HTML, refusals.NOT_A_PICTURE),
        ("page.html", HTML, refusals.NOT_A_PICTURE),
        ("empty.jpg", b"\xff\xd8\xff\xe0 nothing more", refusals.NOT_A_PICTURE),
        ("moving.gif", file_of("GIF"), refusals.NOT_A_PICTURE),
        ("scan.tiff", file_of("TIFF"), refusals.NOT_A_PICTURE),
        ("paper.pdf", file_of("PDF"), refusals.NOT_A_PICTURE),
        ("cut.jpg", file_of()[:3000], refusals.BROKEN),
        ("cut.png", file_of("PNG")[:1500], refusals.BROKEN),
        ("bomb.png", png_that_says(100_000, 100_000), refusals.TOO_MANY_PIXELS),
        ("large.png", png_that_says(20_000, 20_000), refusals.TOO_MANY_PIXELS),
        ("long.png", png_that_says(11_000, 20), refusals.TOO_MANY_PIXELS),
        ("dot.png", file_of("PNG", pixels((8, 8))), refusals.TOO_SMALL),
        ("heavy.png", file_of("PNG") + b"\0" * (10 * 1024 * 1024), refusals.TOO_MANY_BYTES),
        (
            "moving.png",
            file_of("PNG", save_all=True, append_images=[pixels(colour=(0, 0, 0))]),
            refusals.MOVING,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[-5:] else "",
)
def test_what_is_no_picture_or_too_much_is_refused_in_japanese(
    writer: Client, folder: Path, way: Any, name: str, content: bytes, reason: str
) -> None:
    assert str(reason) in way(writer, name, content)
    assert Picture.objects.count() == 0
    assert files_in(folder) == [], "nothing of it was stored"


@WAYS
def test_a_picture_that_is_also_a_page_loses_the_page(writer: Client, way: Any) -> None:
    way(writer, "both.jpg", file_of(comment=HTML) + HTML + SVG)
    (picture,) = Picture.objects.all()
    with default_storage.open(picture.file.name) as file:
        assert b"script" not in file.read()


@WAYS
def test_the_content_tells_the_kind_and_not_the_name(writer: Client, way: Any) -> None:
    way(writer, "really-png.html", file_of("PNG"))
    picture = Picture.objects.get()
    assert picture.file.name.endswith(".png")
    assert kept(picture).format == "PNG"


def test_a_form_with_another_fault_keeps_no_raw_file(writer: Client, folder: Path) -> None:
    files = {"title": "a", "tags": "x" * 200, "files[]": SimpleUploadedFile("a.jpg", planted("JPEG"), "image/jpeg")}
    got = json.loads(writer.post("/admin/images/multiple/add/", files, headers=JSON).content)
    assert got["success"] is False or Picture.objects.count() == 1
    file = SimpleUploadedFile("a.jpg", planted("JPEG"), "image/jpeg")
    page = writer.post("/admin/images/add/", {"title": "", "file": file, "tags": ""}).content.decode()
    assert "画像をもう一度選んでください" in page
    assert UploadedFile.objects.count() == 0
    assert not [path for path in files_in(folder) if SECRETS[0] in path.read_bytes()]


def test_the_file_of_a_picture_never_changes(writer: Client, house: House) -> None:
    picture = a_picture()
    Picture.objects.update(uploaded_by_user=house.writer)
    page = writer.get(f"/admin/images/{picture.pk}/").content.decode()
    assert 'name="title"' in page
    assert 'name="file"' not in page
    file = SimpleUploadedFile("other.jpg", file_of(image=pixels(colour=(0, 0, 0))), "image/jpeg")
    writer.post(f"/admin/images/{picture.pk}/", {"title": "新しい題", "file": file, "tags": "", "description": ""})
    now = Picture.objects.get()
    assert (now.title, now.content_sha, now.file.name) == ("新しい題", picture.content_sha, picture.file.name)
    now.file = ContentFile(file_of("PNG"), name="c.png")
    with pytest.raises(PictureFileFixed):
        now.save()


def test_a_telephones_jpeg_with_a_second_picture_is_one_picture(db: None) -> None:
    by_code(Client(), "a.jpg", file_of("MPO", save_all=True, append_images=[pixels(colour=(0, 0, 0))]))
    picture = Picture.objects.get()
    assert kept(picture).format == "JPEG"
    assert picture.colour == a_picture("b").colour


@pytest.mark.parametrize(
    ("mode", "colour"),
    [
        ("RGBA", (200, 60, 30, 255)),
        ("P", 3),
        ("L", 128),
        ("LA", (128, 255)),
        ("CMYK", (0, 160, 200, 40)),
        ("I;16", 33000),
    ],
)
def test_pictures_of_every_depth_are_taken(db: None, mode: str, colour: Any) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    by_code(Client(), "a.png", file_of(kind, Image.new(mode, (64, 48), colour)))
    picture = Picture.objects.get()
    assert len(picture.sizes) == 3
    if mode == "I;16":
        assert picture.colour == "#808080"


def test_a_photograph_looks_the_same_without_its_profile(db: None) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red_is_green = profile.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
    by_code(Client(), "a.png", file_of("PNG", Image.new("RGB", (64, 48), (200, 60, 30)), icc_profile=red_is_green))
    red, green, blue = kept(Picture.objects.get()).getpixel((5, 5))
    assert (round(red, -1), round(green, -1), round(blue, -1)) == (60, 200, 30)


def test_transparent_parts_stay_and_are_white_in_the_jpeg(db: None, folder: Path) -> None:
    image = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
    by_code(Client(), "a.png", file_of("PNG", image))
    picture = Picture.objects.get()
    assert picture.colour == "#ffffff"
    files = {path.name: path for path in files_in(folder)}
    drawn = {size.type: Image.open(io.BytesIO(files[size.file_name].read_bytes())) for size in picture.sizes}
    assert drawn["image/webp"].convert("RGBA").getpixel((5, 5))[3] == 0
    assert drawn["image/avif"].convert("RGBA").getpixel((5, 5))[3] == 0
    assert drawn["image/jpeg"].convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_sizes_are_never_larger_than_the_picture(db: None) -> None:
    def widths(width: int) -> list[int]:
        picture = a_picture(size=(width, 40))
        return sorted({size.width for size in picture.sizes})

    assert widths(100) == [100]
    assert widths(320) == [320]
    assert widths(321) == [320, 321]
    assert widths(2000) == [320, 640, 1024, 1600]


def test_the_same_picture_twice_has_the_same_files_and_they_are_made_once(db: None) -> None:
    first, second = a_picture("a"), a_picture("b")
    assert first.content_id != second.content_id
    assert [size.pk for size in first.sizes] == [size.pk for size in second.sizes]


def test_who_may_upload(client: Client, house: House) -> None:
    for somebody in (house.reviewer, house.approver, house.kids, house.administrator):
        client.force_login(somebody)
        by_form(client, "a.jpg", file_of())
    assert Picture.objects.count() == 0
    client.force_login(house.second_writer)
    by_form(client, "a.jpg", file_of())
    picture = Picture.objects.get()
    client.force_login(house.writer)
    client.post(f"/admin/images/{picture.pk}/delete/")
    assert Picture.objects.count() == 1, "only one's own"
    assert Group.objects.filter(name=roles.WRITER, collection_permissions__isnull=False).exists()


# --- Where editors see them ---


def addresses(client: Client) -> list[str]:
    picture = a_picture()
    rendition = picture.get_rendition("max-165x165")
    listing = client.get("/admin/images/").content.decode()
    assert rendition.url in listing or Picture.objects.count()
    return [picture.file.url, rendition.url]


def test_an_editor_sees_originals_and_small_copies_and_no_cache_keeps_them(writer: Client) -> None:
    for address in addresses(writer):
        got = writer.get(address)
        assert got.status_code == 200
        assert got["Content-Type"] == "image/jpeg"
        assert got["Cache-Control"] == "private, no-store"
        assert got["X-Content-Type-Options"] == "nosniff"
        assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert Image.open(io.BytesIO(got.content)).format == "JPEG"


def test_a_visitor_sees_nothing_wherever_they_look(client: Client, house: House) -> None:
    for address in addresses(client):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in (403, 404, 405)
    client.force_login(person("stranger"))
    for address in addresses(client):
        assert client.get(address).status_code == 404, "an account that may not enter the editors' site"


def test_only_files_of_pictures_are_there(writer: Client) -> None:
    default_storage.save("original_images/loose.jpg", ContentFile(file_of()))
    size = a_picture().sizes[0]
    for name in ("original_images/loose.jpg", size.stored_name, "../secret_key", "original_images/%2e%2e/x.jpg"):
        assert writer.get(f"/admin/picture-files/{name}").status_code == 404
    assert PictureRendition.objects.count() == 0
    assert PictureSize.objects.exists()
