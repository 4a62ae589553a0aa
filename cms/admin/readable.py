"""What readers will get, as an approver can read it: rich text as text and not as tags, pictures as pictures."""

import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from api.documents.picture import MEDIA_PREFIX
from catalog.models import Picture, PictureSize

_TAGS: Final = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "footer", "aside"}
_PICTURE: Final = re.compile(
    rf'<picture>.*?<img src="{re.escape(MEDIA_PREFIX)}([^"]+)" alt="([^"]*)".*?</picture>', re.S
)
_LINK: Final = re.compile(r'<a (data-ref|href)="([^"]*)"[^>]*>(.*?)</a>', re.S)
#: What the frame of a notice means, which on this page is only a frame.
_NOTICES: Final = {"notice-info": _("お知らせ"), "notice-warning": _("注意")}
_NOTICE: Final = re.compile(r'(<aside class="(notice-info|notice-warning)">)')
_SERVICE: Final = re.compile(r'<p data-ref="([0-9a-f-]{36})" data-lang="[a-z-]+">([^<]*)</p>')


def readable(html: str, names: Mapping[UUID, str]) -> SafeString:
    """The HTML of a document for our own page. ``names`` tells what the ids in it are called.

    It was cleaned when it was built; here it is cleaned once more, since this page is no reader's.
    """
    told = _SERVICE.sub(lambda match: _service(names.get(UUID(match[1]), match[1]), match[2]), html)
    told = _LINK.sub(lambda match: _link(match[1], match[2], match[3], names), told)
    told = _NOTICE.sub(lambda match: f"{match[1]}<p><strong>{_NOTICES[match[2]]}</strong></p>", told)
    pieces = _PICTURE.split(told.replace("\n", ""))
    shown = [_clean(pieces[0])]
    for name, alt, following in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        said = gettext("画像の代わりになる文:%(alt)s") % {"alt": alt} if alt else gettext("(飾りの画像)")
        shown += [image(MEDIA_PREFIX + name, alt), _clean(f"<p>{said}</p>"), _clean(following)]
    return mark_safe("".join(shown))  # noqa: S308 - every piece was cleaned or escaped just above


def image(stored: str, alt: str = "") -> SafeString:
    """A picture of a document, small, from the editors' own files. ``alt`` is escaped already."""
    size = PictureSize.objects.filter(file_name=stored.removeprefix(MEDIA_PREFIX)).first()
    picture = Picture.objects.filter(content_sha=size.content_sha).first() if size else None
    if picture is None:
        return format_html(gettext("(画像 {})"), stored)
    return format_html('<img class="house-picture" src="{}" alt="{}">', picture.file.url, mark_safe(alt))  # noqa: S308


def _link(kind: str, target: str, words: str, names: Mapping[UUID, str]) -> str:
    """A link's words, and where it leads in plain sight. What it is given is escaped already, but for names."""
    where = escape(names.get(UUID(target), target)) if kind == "data-ref" else target
    return f"{words}(→ {where})"


def _service(name: str, label: str) -> str:
    worded = gettext("(リンクの文:%(label)s)") % {"label": label} if label else ""
    return f"<p>→ {escape(name)}{worded}</p>"


def _clean(html: str) -> str:
    attributes = {"a": {"href"}, "aside": {"class"}}
    return nh3.clean(html, tags=_TAGS | {"figure", "figcaption"}, attributes=attributes, url_relative="deny")
