"""The blocks of which an article is made, and what of them a person wrote.

Blocks name services and pictures by content_id, so that a stored body means the same in every installation.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from pages import rich_text

NOTICES = (("info", _("お知らせ")), ("warning", _("注意")))
ALT_MISSING = _("画像の代わりになる文を入れるか、「飾りの画像」にしるしを付けてください。")


class ByContentId:
    """Half of a chooser: what was chosen is stored by its content_id."""

    model_class: Any

    def to_python(self, value: Any) -> Any:
        return _found(self.model_class, [value])[0]

    def bulk_to_python(self, values: Any) -> list[Any]:
        return _found(self.model_class, list(values))

    def get_prep_value(self, value: Any) -> str | None:
        return str(value.content_id) if value is not None else None


class ServiceChooserBlock(ByContentId, SnippetChooserBlock):
    """A service."""


class PictureChooserBlock(ByContentId, ImageChooserBlock):
    """A picture."""


def _found(model: Any, stored: list[Any]) -> list[Model | None]:
    """The rows with these content_ids, None for those that are gone. One query."""
    ids = [_uuid(value) for value in stored]
    rows = {row.content_id: row for row in model._default_manager.filter(content_id__in=filter(None, ids))}
    return [rows.get(content_id) for content_id in ids]


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


class ListOfLines(blocks.StructBlock):
    ordered = blocks.BooleanBlock(label=_("番号を付ける"), required=False)
    items = blocks.ListBlock(blocks.CharBlock(label=_("1行"), max_length=500), label=_("行"))

    class Meta:
        label = _("箇条書き")
        icon = "list-ul"


class Image(blocks.StructBlock):
    """A picture that says what it shows, or that it only decorates."""

    picture = PictureChooserBlock(label=_("画像"))
    decorative = blocks.BooleanBlock(
        label=_("飾りの画像"), required=False, help_text=_("読み上げなくてよい画像のときだけ、しるしを付けます。")
    )
    alt = blocks.CharBlock(
        label=_("画像の代わりになる文"),
        required=False,
        max_length=300,
        help_text=_("画像が見えない人に読み上げられます。画像から分かることを短く書きます。"),
    )
    caption = blocks.CharBlock(label=_("画像の下に出す文"), required=False, max_length=300)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not cleaned["decorative"] and not cleaned["alt"].strip():
            raise StructBlockValidationError(block_errors={"alt": ValidationError(ALT_MISSING)})
        return cleaned

    class Meta:
        label = _("画像")
        icon = "image"


class Quote(blocks.StructBlock):
    text = blocks.TextBlock(label=_("引用する文"))
    source = blocks.CharBlock(label=_("だれの、どこからの言葉か"), required=False, max_length=300)

    class Meta:
        label = _("引用")
        icon = "openquote"


class ServiceLink(blocks.StructBlock):
    service = ServiceChooserBlock("catalog.Service", label=_("支援・相談窓口"))
    label = blocks.CharBlock(
        label=_("リンクの文"), required=False, max_length=200, help_text=_("空のときは、窓口の名称が出ます。")
    )

    class Meta:
        label = _("支援・相談窓口へのリンク")
        icon = "link"


class Notice(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("種類"), choices=NOTICES, default="info")
    text = blocks.RichTextBlock(label=_("文"), features=rich_text.FEATURES)

    class Meta:
        label = _("囲み")
        icon = "info-circle"


class Body(blocks.StreamBlock):
    """What an article may be made of, in the order of the editor's menu."""

    heading = blocks.CharBlock(label=_("見出し"), max_length=120, icon="title")
    text = blocks.RichTextBlock(label=_("文章"), features=rich_text.FEATURES, icon="pilcrow")
    list = ListOfLines()
    image = Image()
    quote = Quote()
    service = ServiceLink()
    notice = Notice()


def written(stream: blocks.StreamValue) -> list[dict[str, Any]]:
    """What a person wrote, block by block, as JSON: without the editor's ids and marks.

    The same text saved twice gives the same. Services and pictures stand in it by id, whether or not they are there.
    """
    return [{"type": raw["type"], "value": _BARE[raw["type"]](raw["value"])} for raw in stream.raw_data]


def as_text(stream: blocks.StreamValue) -> str:
    """The one spelling of what is written, "" for nothing."""
    bare = written(stream)
    return json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if bare else ""


def _plain(value: str | None) -> str:
    return (value or "").strip()


def _list(value: dict[str, Any]) -> dict[str, Any]:
    # Wagtail keeps {"type": "item", "value": …, "id": …} for each line.
    lines = (item["value"] if isinstance(item, dict) else item for item in value.get("items") or ())
    return {"ordered": bool(value.get("ordered")), "items": [line for line in map(_plain, lines) if line]}


def _image(value: dict[str, Any]) -> dict[str, Any]:
    decorative = bool(value.get("decorative"))
    return {
        "picture": value.get("picture") or "",
        "decorative": decorative,
        "alt": "" if decorative else _plain(value.get("alt")),
        "caption": _plain(value.get("caption")),
    }


def _texts(*names: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda value: {name: _plain(value.get(name)) for name in names}


def _notice(value: dict[str, Any]) -> dict[str, Any]:
    return {"kind": value.get("kind") or "", "text": rich_text.written(value.get("text"))}


_BARE: dict[str, Callable[[Any], Any]] = {
    "heading": _plain,
    "text": rich_text.written,
    "list": _list,
    "image": _image,
    "quote": _texts("text", "source"),
    "service": _texts("service", "label"),
    "notice": _notice,
}
_NEEDED = {"list": "items", "image": "picture", "quote": "text", "service": "service", "notice": "text"}


def problems(stream: blocks.StreamValue) -> Iterator[str]:
    """In plain Japanese, what is missing in these blocks before they may go live."""
    for number, (child, bare) in enumerate(zip(stream, written(stream), strict=True), start=1):
        place = gettext("%(number)s番目の「%(label)s」") % {"number": number, "label": child.block.label}
        value = bare["value"]
        needed = _NEEDED.get(bare["type"])
        if not (value[needed] if needed else value):
            yield gettext("%(place)sが空です。中身を入れるか、消してください。") % {"place": place}
        elif needed in ("picture", "service") and child.value[needed] is None:
            yield gettext("%(place)sが指すものは削除されています。選び直すか、消してください。") % {"place": place}
        elif bare["type"] == "image" and not value["decorative"] and not value["alt"]:
            yield f"{place}:{ALT_MISSING}"
