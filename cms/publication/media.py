"""Pictures on their way to readers: which files a document names, and bringing them out.

The files are made at upload (`catalog.picture`), long before a unit; here they are only read, named and copied.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, overload
from uuid import UUID

from django.core.files.storage import default_storage

from api.delivery import public_files
from api.delivery.models import FileUse
from api.documents.envelope import KidsWords
from api.documents.picture import MEDIA_PREFIX, KidsPicture, PartnersPicture, PictureSource, PublishedPicture
from api.documents.record import Record
from catalog.models import Picture, PictureSize
from catalog.picture import FOLDER, SizesMissing
from cms.workflow.refusal import PublicationRefused


@overload
def published(picture: Picture, alt: str) -> PublishedPicture: ...
@overload
def published(picture: Picture, alt: KidsWords | None) -> KidsPicture: ...
@overload
def published(picture: Picture, alt: Mapping[str, str]) -> PartnersPicture: ...


def published(picture: Picture, alt: Any) -> Any:
    """What a document says of a picture: for the website with one text, for kids with words, for partners with a map.

    A pure read, one query for each picture object. Raises PublicationRefused where its files are not made yet.
    """
    files = _files(picture)
    match alt:
        case str():
            return PublishedPicture(alt=alt, **files)
        case KidsWords() | None:
            return KidsPicture(alt=alt, **files)
    return PartnersPicture(alt=dict(alt), **files)


def _files(picture: Picture) -> dict[str, Any]:
    try:
        sizes = picture.sizes
    except SizesMissing as missing:
        raise PublicationRefused(
            f"画像「{picture}」の公開用のファイルがまだできていません。"
            "数分待って、もう一度行ってください。続くときは管理者に伝えてください。"
        ) from missing
    jpegs = [size for size in sizes if size.type == "image/jpeg"]
    return {
        "width": max(size.width for size in sizes),
        "height": max(size.height for size in sizes),
        "colour": picture.colour,
        "sources": tuple(
            PictureSource(url=_url(size), type=size.type, width=size.width, height=size.height)  # type: ignore[arg-type]
            for size in sizes
        ),
        # Wide enough for a column of text: what knows no `<picture>` is old, and seldom on a large screen.
        "fallback": _url(next((size for size in jpegs if size.width >= 640), jpegs[-1])),
    }


def _url(size: PictureSize) -> str:
    return MEDIA_PREFIX + size.file_name


def bring(records: Iterable[Record], content_ids: Iterable[UUID], *, at: datetime) -> None:
    """Inside the unit, before the head is locked: lock every file that comes or may go, and make the new ones public.

    Raises PublicationRefused where a text names a file that no picture has.
    """
    named: set[str] = set().union(*(record.files() for record in records))
    public_files.lock(named | public_files.named_by(content_ids), at=at)
    public_files.bring(named, _read, at=at)


def _read(name: str) -> bytes:
    try:
        with default_storage.open(f"{FOLDER}/{name}") as file:
            return bytes(file.read())
    except FileNotFoundError as missing:
        raise PublicationRefused(
            "公開用の画像のファイルが見つからないため、公開していません。下書きは保存されています。"
            f"管理者に次の記録を伝えてください: {name}"
        ) from missing


def stands(picture: Picture) -> bool:
    """Whether a document that readers get now shows this picture."""
    names = PictureSize.objects.filter(content_sha=picture.content_sha).values("file_name")
    return FileUse.objects.filter(name__in=names).exists()
