"""The form behind every upload of a picture. Refusals are told at the field, before anything is stored."""

import json
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminTagWidget
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from catalog.picture import CleanFile, cleaned_file
from catalog.picture_upload import BROKEN, MAX_BYTES, NOT_A_PICTURE, TOO_MANY_BYTES, PictureRefused

HELP = _(
    "JPEG・PNG・WebP・AVIF、%(megabytes)sMB まで。撮った場所などの情報は、受け取るときに消します。"
    "あとからファイルだけを差しかえることはできません。"
)
TAGS = _("タグを入れる")
CHOOSE_AGAIN = _("画像はまだ保存していません。ほかの項目を直してから、画像をもう一度選んでください。")


class PictureFileField(WagtailImageField):
    """Takes a file by its content, whatever its name, and gives it on with nothing in it but its pixels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = HELP % {"megabytes": MAX_BYTES // (1024 * 1024)}
        self.error_messages |= {
            "empty": BROKEN,
            # The uploader's own script says these before it sends anything.
            "invalid_image_extension": NOT_A_PICTURE,
            "file_too_large_unknown_size": TOO_MANY_BYTES,
        }

    def to_python(self, data: Any) -> CleanFile | None:
        """Raises ValidationError with the reason in Japanese."""
        upload = FileField.to_python(self, data)
        if upload is None:
            return None
        try:
            return cleaned_file(upload, upload.name or "picture")
        except PictureRefused as refusal:
            raise ValidationError(str(refusal)) from None


class NamedTagWidget(AdminTagWidget):
    """As Wagtail's, but the box that its script draws has a name: a screen reader would say none."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        drawn = context["widget"]["attrs"]
        options = json.loads(drawn["data-w-tag-options-value"]) | {"placeholderText": str(TAGS)}
        drawn["data-w-tag-options-value"] = json.dumps(options)
        return context


class PictureForm(BaseImageForm):
    """As Wagtail's, but the file of a stored picture stays what it is."""

    class Meta(BaseImageForm.Meta):
        widgets: ClassVar = BaseImageForm.Meta.widgets | {"tags": NamedTagWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.fields.pop("file", None)
        if given is not None and not self.instance.pk:
            self.fields["file"] = PictureFileField(label=given.label, widget=given.widget)
            self.order_fields(self._meta.fields)

    def clean(self) -> dict[str, Any]:
        """Say that the file has to be chosen again: Wagtail would keep the raw one beside a form with another fault."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors and "file" in self.fields and "file" not in self.errors:
            self.add_error("file", CHOOSE_AGAIN)
        return cleaned
