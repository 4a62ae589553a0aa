"""Which words a save changed: the content of a revision beside that of the one before it, field by field."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext
from wagtail.blocks import StreamValue
from wagtail.models import Revision
from wagtail.rich_text import get_text_for_indexing

from catalog.languages import language_name, languages
from catalog.publishable import CHANNELS, Entry
from cms.workflow.digest import COVERED, Covered, digest
from cms.workflow.models import Authorship

#: What autosave wrote over is gone; so many saves are looked through for the one before.
LOOKED_THROUGH = 20
_CHANNELS: dict[str, Any] = dict(CHANNELS)


def changes(save: Authorship) -> list[tuple[str, str | None, str | None]] | None:
    """What a save changed, as (field, before, after); None where its text was saved over or deleted since."""
    entry = text_of(save)
    if entry is None:
        return None
    before = dict(_values(_before(save)))
    after = dict(_values(entry))
    return [
        (label, before.get(label) or None, after.get(label) or None)
        for label in dict.fromkeys([*after, *before])
        if (before.get(label) or None) != (after.get(label) or None)
    ]


def text_of(save: Authorship) -> Entry | None:
    """The very text that was saved, if it is still kept: its digest says whether it is."""
    revision = Revision.objects.filter(pk=save.revision_id).first() if save.revision_id else None
    if revision is None:
        return None
    entry = revision.as_object()
    return entry if isinstance(entry, Entry) and digest(entry) == save.digest else None


def _before(save: Authorship) -> Entry | None:
    rows = Authorship.objects.filter(content_id=save.content_id, pk__lt=save.pk)
    others = rows.exclude(revision_id=save.revision_id).order_by("-pk")[:LOOKED_THROUGH]
    return next((entry for row in others if (entry := text_of(row)) is not None), None)


def _values(entry: Entry | None) -> Iterator[tuple[str, str]]:
    if entry is not None:
        yield from _of(entry, COVERED[type(entry)], "")


def _of(row: Any, covered: Covered, prefix: str) -> Iterator[tuple[str, str]]:
    for name in covered.plain:
        if name not in {"content_id", "translations"}:
            yield f"{prefix}{_label(row, name)}", _said(row, name)
    for name in covered.translated:
        for language in languages():
            yield f"{prefix}{_label(row, name)}({language_name(language)})", _text(row.text_in(name, language))
    for name in covered.references:
        yield f"{prefix}{_label(row, name)}", _named(getattr(row, name))
    for name, of_child in covered.children.items():
        children = sorted(getattr(row, name).all(), key=lambda child: (child.sort_order or 0, str(child.pk or "")))
        for number, child in enumerate(children, 1):
            yield from _of(child, of_child, f"{prefix}{child._meta.verbose_name}{number} ")


def _label(row: Any, name: str) -> str:
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


def _said(row: Any, name: str) -> str:
    value = getattr(row, name)
    if name == "channels" and isinstance(value, list):
        return gettext("、").join(gettext(str(_CHANNELS.get(str(one), one))) for one in value)
    if isinstance(value, bool):
        return gettext("はい") if value else gettext("いいえ")
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown()) if shown is not None else _text(value)


def _text(value: Any) -> str:
    """Words without tags: an auditor reads what was said, not how it was set."""
    if value is None:
        return ""
    if isinstance(value, StreamValue):
        return "\n".join(_text(block.value) for block in value)
    if isinstance(value, dict):
        return "\n".join(filter(None, (_text(inner) for inner in value.values())))
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, (_text(inner) for inner in value)))
    text = str(getattr(value, "source", value))
    return get_text_for_indexing(text).strip() if "</" in text else text


def _named(value: Any) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, Model) else gettext("、").join(sorted(str(row) for row in value.all()))
