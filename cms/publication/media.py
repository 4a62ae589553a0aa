"""Pictures on their way to readers: which files a document names, and bringing them out.

The files are made at upload (`catalog.picture`), long before a unit; here they are only read, named and copied.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.translation import gettext

from api.delivery import public_files
from api.delivery.models import FileUse
from api.documents.envelope import KidsWords
from api.documents.picture import MEDIA_PREFIX, KidsPicture, PartnersPicture, PictureSource, PublishedPicture
from api.documents.record import Record
from catalog import picture_sizes
from catalog.models import Picture, PictureSize
from catalog.picture import FOLDER, SizesMissing
from cms.workflow.refusal import PublicationRefused

logger = logging.getLogger(__name__)


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
            gettext(
                "画像「%(picture)s」の公開用のファイルがまだできていません。数分待って、もう一度行ってください。"
                "続くときは管理者に伝えてください。"
            )
            % {"picture": picture}
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


def bring(records: Iterable[Record], content_ids: Iterable[UUID], *, erasing: Iterable[str], at: datetime) -> None:
    """Inside the unit, before the head is locked: lock every file that comes or may go, and make the new ones public.

    `erasing` are those that texts name which are about to be erased, so the ids' standing documents need not name them.
    Raises PublicationRefused where a text names a file that no picture has.
    """
    named: set[str] = set().union(*(record.files() for record in records))
    public_files.lock(named.union(public_files.named_by(content_ids), erasing), at=at)
    public_files.bring(named, _read, at=at)


def _read(name: str) -> bytes:
    try:
        with default_storage.open(f"{FOLDER}/{name}") as file:
            return bytes(file.read())
    except FileNotFoundError as missing:
        raise PublicationRefused(
            gettext(
                "公開用の画像のファイルが見つからないため、公開していません。下書きは保存されています。"
                "管理者に次の記録を伝えてください: %(name)s"
            )
            % {"name": name}
        ) from missing


def stands(picture: Picture) -> bool:
    """Whether a document that readers get now shows this picture."""
    names = PictureSize.objects.filter(content_sha=picture.content_sha).values("file_name")
    return FileUse.objects.filter(name__in=names).exists()


@dataclass(frozen=True)
class Swept:
    """What a sweep did: files made that were missing, public files that went, files of pictures that are gone."""

    made: int
    went: int
    forgotten: int


def sweep(at: datetime) -> Swept:
    """Keep the files as they should be. Idempotent; may run beside publications, uploads and another sweep."""
    return Swept(made=_make_missing(), went=public_files.sweep(at), forgotten=_forget())


def _make_missing() -> int:
    """Pictures whose sizes were never made: stored past the form by a copy or a restore, or the sizes have changed."""
    made = 0
    pictures = list(Picture.objects.order_by("pk").values_list("pk", "content_sha", "width"))
    for start in range(0, len(pictures), 500):
        some = pictures[start : start + 500]
        rows = PictureSize.objects.filter(content_sha__in=[sha for _, sha, _ in some])
        found = set(rows.values_list("content_sha", "size"))
        for pk, sha, width in some:
            if any((sha, size.name) not in found for size in picture_sizes.sizes(width)):
                made += _make_sizes_of(pk)
    return made


def _make_sizes_of(pk: int) -> int:
    picture = Picture.objects.filter(pk=pk).first()
    try:
        return picture.make_missing_sizes() if picture else 0
    except OSError:
        logger.exception("The file of picture %s cannot be read", pk)
        return 0


def _forget() -> int:
    """Files made of originals that no picture has any more."""
    kept = Picture.objects.values("content_sha")
    gone = list(PictureSize.objects.exclude(content_sha__in=kept)[:1000])
    for size in gone:
        size.delete()
        if not PictureSize.objects.filter(file_name=size.file_name).exists():
            default_storage.delete(size.stored_name)
    return len(gone)
