"""The form behind every upload of a picture. Refusals are told at the field, before anything is stored."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm

from catalog.picture import cleaned_file
from catalog.picture_upload import BROKEN, MAX_BYTES, NOT_A_PICTURE, TOO_MANY_BYTES, TOO_MANY_PIXELS, PictureRefused

HELP = (
    f"JPEG・PNG・WebP・AVIF、{MAX_BYTES // (1024 * 1024)}MB まで。撮った場所などの情報は、受け取るときに消します。"
    "あとからファイルだけを差しかえることはできません。"
)
OTHER_KIND = "ファイルの名前の終わり(.%(extension)s)と中身(%(image_format)s)がちがいます。"
CHOOSE_AGAIN = "画像はまだ保存していません。ほかの項目を直してから、画像をもう一度選んでください。"


class PictureForm(BaseImageForm):
    """As Wagtail's, but a file is cleaned first, and the file of a stored picture stays what it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)
        elif "file" in self.fields:
            field = self.fields["file"]
            field.help_text = HELP
            field.error_messages |= {
                "invalid_image": NOT_A_PICTURE,
                "invalid_image_extension": NOT_A_PICTURE,
                "invalid_image_known_format": OTHER_KIND,
                "file_too_large": TOO_MANY_BYTES,
                "file_too_large_unknown_size": TOO_MANY_BYTES,
                "file_too_many_pixels": TOO_MANY_PIXELS,
                "empty": BROKEN,
            }

    def clean_file(self) -> Any:
        """The upload with nothing in it but its pixels."""
        upload = self.cleaned_data["file"]
        try:
            return cleaned_file(upload, upload.name)
        except PictureRefused as refusal:
            raise ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        """Say that the file has to be chosen again: Wagtail would keep the raw one beside a form with another fault."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors and "file" in self.fields and "file" not in self.errors:
            self.add_error("file", CHOOSE_AGAIN)
        return cleaned
