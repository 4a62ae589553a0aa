"""From an uploaded file to the picture that is kept: its pixels alone, upright and in sRGB.

What a file carries beside its pixels (position, camera, author, thumbnails, texts, whatever is hidden behind its end)
is not copied: the pixels are drawn anew. Its kind is told by its content; its name plays no part. Pure: no Django.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import Final, Protocol

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

#: What Pillow may try, and no other of its fifty readers. A telephone's JPEG with a second picture is an "MPO" to it.
READERS: Final = ("JPEG", "PNG", "WEBP", "AVIF")
KINDS: Final = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
MAX_SIDE: Final = 10_000
MIN_SIDE: Final = 16

NOT_A_PICTURE: Final = _(
    "JPEG・PNG・WebP・AVIF の画像ではないため、受け取れません。"
    "ファイルの名前ではなく中身で見分けます。SVG・GIF・PDF は使えません。"
)
BROKEN: Final = _("画像が途中で切れているか、こわれています。元のファイルを確かめて、もう一度選んでください。")
MOVING: Final = _("動く画像は使えません。動かない画像にしてください。")
TOO_MANY_BYTES: Final = _("ファイルが大きすぎます。10MB までにしてください。")
TOO_MANY_PIXELS: Final = _("画像が大きすぎます。縦・横とも 10,000 画素まで、全部で 4,000 万画素までにしてください。")
TOO_SMALL: Final = _("画像が小さすぎます。縦・横とも 16 画素以上にしてください。")


class Readable(Protocol):
    """An opened file, as uploads, storages and tests have them."""

    def seek(self, offset: int, /) -> object: ...
    def read(self, size: int, /) -> bytes: ...


class PictureRefused(Exception):
    """The file may not be kept; the message is for the editor."""


@dataclass(frozen=True, kw_only=True)
class CleanPicture:
    """The file that is kept of an upload."""

    data: bytes
    extension: str
    colour: str

    @property
    def sha256(self) -> str:
        """The digest of the kept file, 64 hex digits."""
        return hashlib.sha256(self.data).hexdigest()


def clean(file: Readable) -> CleanPicture:
    """Return what may be kept of an upload. Raises PictureRefused with the reason in Japanese.

    Sizes are asked of the header, before anything is unpacked.
    """
    file.seek(0)
    raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise PictureRefused(TOO_MANY_BYTES)
    kind, image = _opened(raw)
    data = _kept(_plain(_in_srgb(ImageOps.exif_transpose(image))), kind)
    return CleanPicture(data=data, extension=KINDS[kind], colour=_colour(pixels(data)))


def pixels(kept: bytes) -> Image.Image:
    """The picture in a kept file: all sizes and the colour are made of this and of nothing else."""
    return _plain(Image.open(io.BytesIO(kept), formats=READERS))


def _opened(raw: bytes) -> tuple[str, Image.Image]:
    with warnings.catch_warnings():
        # Pillow only warns of a picture that is up to twice too large; our own limit is far below.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(raw), formats=READERS)
        except Image.DecompressionBombError:
            raise PictureRefused(TOO_MANY_PIXELS) from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise PictureRefused(NOT_A_PICTURE) from None
    kind = image.format or ""
    _check_size(*image.size)
    if kind != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise PictureRefused(MOVING)
    try:
        image.load()
    except Exception:  # noqa: BLE001 - readers of pictures fail in many ways, and each means the same to the editor
        raise PictureRefused(BROKEN) from None
    return kind, image


def _check_size(width: int, height: int) -> None:
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise PictureRefused(TOO_MANY_PIXELS)
    if min(width, height) < MIN_SIDE:
        raise PictureRefused(TOO_SMALL)


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture in the colours that it has without its profile; a profile that cannot be read is left out."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    try:
        return (
            ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if image.mode == "RGBA" else "RGB",
            )
            or image
        )
    except (ImageCms.PyCMSError, OSError, ValueError, SyntaxError):
        return image


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits of red, green, blue, and of transparency where there is any; and nothing else."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")  # sixteen bits of grey
    transparent = image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info
    mode = "RGBA" if transparent else "RGB"
    converted = image.convert(mode)
    if transparent and converted.getchannel("A").getextrema() == (255, 255):
        mode, converted = "RGB", converted.convert("RGB")
    return Image.frombytes(mode, converted.size, converted.tobytes())


def _kept(image: Image.Image, kind: str) -> bytes:
    """The file of the original: of the kind that it came in, good enough to make all others from."""
    file = io.BytesIO()
    if KINDS[kind] == "jpg":
        image.convert("RGB").save(file, "JPEG", quality=92, subsampling=0, optimize=True)
    elif kind == "PNG":
        image.save(file, "PNG")
    elif kind == "WEBP":
        image.save(file, "WEBP", quality=92)
    else:
        image.save(file, "AVIF", quality=85, speed=7, max_threads=1)
    return file.getvalue()


def _colour(image: Image.Image) -> str:
    """The commonest of the picture's eight main colours, to fill its place until it has come."""
    small = on_white(image).resize((64, 64), Image.Resampling.BOX)
    reduced = small.quantize(8, method=Image.Quantize.MEDIANCUT)
    counts = reduced.histogram()
    index = counts.index(max(counts))
    red, green, blue = (reduced.getpalette() or [])[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def on_white(image: Image.Image) -> Image.Image:
    """The picture without transparency, as it looks on white paper."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return paper.convert("RGB")
