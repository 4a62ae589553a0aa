"""Pictures that editors upload. Only what was cleaned is kept, and the file of a picture never changes.

What is approved names a picture; if its file could be exchanged, something nobody approved would go live under its
name. Another file is another picture.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)

from catalog import picture_sizes
from catalog.picture_sizes import MadeSize, Size
from catalog.picture_upload import CleanPicture, clean, pixels

#: Where the files made for readers wait, in the editors' own storage, until a publication copies them.
FOLDER = "sizes"


class PictureFileFixed(Exception):
    """A stored picture was given another file: a programming fault; the form offers none."""


class CleanFile(ContentFile):  # type: ignore[type-arg] # not generic at run time
    """A cleaned upload with all sizes made of it, ready to be stored: nothing is computed once rows are locked."""

    def __init__(self, cleaned: CleanPicture, name: str) -> None:
        super().__init__(cleaned.data, name=f"{name.rpartition('.')[0] or name}.{cleaned.extension}")
        self.cleaned = cleaned
        image = pixels(cleaned.data)
        self.made = tuple(picture_sizes.make(image, picture_sizes.sizes(image.width)))


def cleaned_file(upload: "File[bytes]", name: str) -> CleanFile:
    """Return what may be kept of an upload. Raises picture_upload.PictureRefused."""
    return CleanFile(clean(upload), name)


class PictureFieldFile(WagtailImageFieldFile):
    """The one way of a file into a picture, whichever form, view or command it comes from."""

    def save(self, name: str, content: "File[bytes]", save: bool = True) -> None:
        """Store the cleaned file and say of it what the row keeps. Raises PictureRefused, PictureFileFixed."""
        picture: Picture = self.instance
        if picture.content_sha:
            raise PictureFileFixed(str(picture))
        clean_file = content if isinstance(content, CleanFile) else cleaned_file(content, name)
        picture.content_sha = clean_file.cleaned.sha256
        picture.colour = clean_file.cleaned.colour
        picture.file_size = clean_file.size
        picture.file_hash = ""
        picture.fresh_sizes = clean_file.made
        super().save(clean_file.name, clean_file, save)

    def _set_instance_attribute(self, name: str, content: "File[bytes]") -> None:
        # Not what came in, as Django does, but what was stored.
        setattr(self.instance, self.field.attname, name)

    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        """Asked of the stored file alone: what comes in is opened by nobody but `clean`."""
        return super().get_image_dimensions() if self._committed else (None, None)

    @property
    def url(self) -> str:
        """Where an editor sees it. The storage's own address, if it has one, is never told."""
        return reverse("picture_file", args=[self.name])


class PictureFileField(WagtailImageField):
    attr_class = PictureFieldFile


class Picture(AbstractImage):
    """An uploaded picture. Its alt text is written where it is used."""

    content_id = models.UUIDField(_("公開ID"), unique=True, default=uuid.uuid4, editable=False)
    file = PictureFileField(_("画像のファイル"), upload_to=get_upload_to, width_field="width", height_field="height")
    content_sha = models.CharField(_("中身の要約値"), max_length=64, db_index=True, editable=False)
    colour = models.CharField(_("主な色"), max_length=7, editable=False)

    admin_form_fields = ("title", "file", "description", "tags")
    #: Sizes that were made with the file and are stored with the row.
    fresh_sizes: tuple[MadeSize, ...] = ()

    class Meta(AbstractImage.Meta):
        verbose_name = _("画像")
        verbose_name_plural = ngettext_lazy("画像", "画像", 2)
        constraints = [
            models.CheckConstraint(condition=~models.Q(content_sha=""), name="a_picture_was_cleaned"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's, and the sizes made of a new file are stored."""
        # Before the row and not while it is written: what is said of the file must be in all columns.
        file: Any = self.file
        if file and not file._committed:
            file.save(file.name, file.file, save=False)
        super().save(*args, **kwargs)
        fresh, self.fresh_sizes = self.fresh_sizes, ()
        keep_sizes(self.content_sha, fresh)

    def generate_rendition_file(self, filter: Any, *, source: "File[bytes] | None" = None) -> "File[bytes]":
        """As Wagtail's, without the open temporary file that it leaves behind."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)

    @cached_property
    def sizes(self) -> list["PictureSize"]:
        """The files for readers, by kind and width. Raises SizesMissing where some are not made. One query."""
        found = {row.size: row for row in PictureSize.objects.filter(content_sha=self.content_sha)}
        try:
            return [found[size.name] for size in picture_sizes.sizes(self.width)]
        except KeyError:
            raise SizesMissing(self) from None

    def missing_sizes(self) -> list[Size]:
        """The sizes that are not made yet: none, unless the list of sizes has changed or a file was lost."""
        found = set(PictureSize.objects.filter(content_sha=self.content_sha).values_list("size", flat=True))
        return [size for size in picture_sizes.sizes(self.width) if size.name not in found]

    def make_missing_sizes(self) -> int:
        """Make them and return how many were made. Slow: never inside a transaction that others wait for."""
        missing = self.missing_sizes()
        if missing:
            with self.file.storage.open(self.file.name) as file:
                image = pixels(file.read())
            keep_sizes(self.content_sha, picture_sizes.make(image, missing))
        return len(missing)


class SizesMissing(Exception):
    """A picture's files for readers are not made yet."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(f"{picture.pk} {picture.content_sha}")
        self.picture = picture


class PictureRendition(AbstractRendition):
    """A small copy that the editors' own screens show. Readers never get one."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("画像の縮小版")
        verbose_name_plural = _("画像の縮小版")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_picture_and_filter"
            )
        ]

    @property
    def url(self) -> str:
        """Where an editor sees it."""
        return reverse("picture_file", args=[self.file.name])


class PictureSize(models.Model):
    """One file made for readers of one original: what it is called and where it waits. Remembered, never made twice."""

    content_sha = models.CharField(_("元の画像の要約値"), max_length=64)
    size = models.CharField(_("大きさと種類"), max_length=40)
    file_name = models.CharField(_("ファイル"), max_length=80, db_index=True)
    type = models.CharField(_("種類"), max_length=20)
    width = models.PositiveIntegerField(_("幅"))
    height = models.PositiveIntegerField(_("高さ"))
    bytes = models.PositiveIntegerField(_("バイト数"))

    class Meta:
        verbose_name = _("公開用の大きさ")
        verbose_name_plural = _("公開用の大きさ")
        constraints = [
            models.UniqueConstraint(fields=["content_sha", "size"], name="a_size_of_a_picture_is_made_once"),
        ]

    @property
    def stored_name(self) -> str:
        """Its name in the editors' storage."""
        return f"{FOLDER}/{self.file_name}"


def keep_sizes(content_sha: str, made: Iterable[MadeSize]) -> None:
    """Store finished files and remember them; what is remembered already stays as it is."""
    rows = []
    for each in made:
        row = PictureSize(
            content_sha=content_sha,
            size=each.size.name,
            file_name=each.file_name,
            type=each.size.kind.type,
            width=each.size.width,
            height=each.height,
            bytes=len(each.data),
        )
        if not default_storage.exists(row.stored_name):
            default_storage.save(row.stored_name, ContentFile(each.data))
        rows.append(row)
    PictureSize.objects.bulk_create(rows, ignore_conflicts=True)
