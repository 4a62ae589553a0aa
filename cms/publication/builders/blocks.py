"""The body of an article, from what was written to typed blocks, HTML and plain text.

Built from the very JSON that the digest covers (`pages.blocks.written`). What a block points to is named by id alone:
the answer writes a service's title and address in, and takes the block away where it does not stand.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple
from uuid import UUID

from api.documents.blocks import (
    HeadingBlock,
    ImageBlock,
    ListBlock,
    NoticeBlock,
    PartnersBody,
    PartnersServiceBlock,
    QuoteBlock,
    TextBlock,
    WebsiteBody,
    WebsiteServiceBlock,
)
from api.documents.picture import PublishedPicture
from catalog.models import Picture
from cms.publication import media
from cms.publication.builders.rich_text import clean

Written = list[dict[str, Any]]
#: How wide a picture is shown: the column of text, or the whole of a small screen.
SIZES = "(min-width: 48rem) 48rem, 100vw"


class Built(NamedTuple):
    """One block in its three forms."""

    block: Any
    html: str
    text: str


@dataclass(frozen=True)
class Place:
    """What the blocks of one body share."""

    language: str
    pictures: Mapping[UUID, Picture]
    service_block: Callable[..., Any]
    links: list[UUID] = field(default_factory=list)


def pictures_of(bodies: Iterable[Written]) -> dict[UUID, Picture]:
    """The pictures that stand in these bodies. One query."""
    named = {
        UUID(block["value"]["picture"])
        for written in bodies
        for block in written
        if block["type"] == "image" and block["value"]["picture"]
    }
    return {picture.content_id: picture for picture in Picture.objects.filter(content_id__in=named)} if named else {}


def website(written: Written, *, language: str, pictures: Mapping[UUID, Picture], links: list[UUID]) -> WebsiteBody:
    """A body for the website. ``links`` collects what it points to."""
    built = _built(written, Place(language, pictures, WebsiteServiceBlock, links))
    return WebsiteBody(blocks=tuple(one.block for one in built), html=_html(built), text=_text(built))


def partners(written: Written, *, language: str, pictures: Mapping[UUID, Picture], links: list[UUID]) -> PartnersBody:
    """A body for partners, in one of its languages. ``links`` collects what it points to."""
    built = _built(written, Place(language, pictures, PartnersServiceBlock, links))
    return PartnersBody(blocks=tuple(one.block for one in built), html=_html(built), text=_text(built))


def _built(written: Written, place: Place) -> list[Built]:
    made = (_BUILD[block["type"]](block["value"], place) for block in written)
    return [one for one in made if one is not None]


def _html(built: list[Built]) -> str:
    return "\n".join(one.html for one in built)


def _text(built: list[Built]) -> str:
    return "\n".join(one.text for one in built if one.text)


def _heading(value: str, place: Place) -> Built | None:
    return Built(HeadingBlock(text=value), f"<h2>{escape(value)}</h2>", value) if value else None


def _rich(value: str, place: Place) -> Built | None:
    rich = clean(value)
    place.links.extend(rich.references)
    return Built(TextBlock(html=rich.html, text=rich.text), rich.html, rich.text) if rich.html else None


def _list(value: dict[str, Any], place: Place) -> Built | None:
    lines: list[str] = value["items"]
    if not lines:
        return None
    tag = "ol" if value["ordered"] else "ul"
    marks = (f"{number}. " for number in range(1, len(lines) + 1)) if value["ordered"] else ("・" for _ in lines)
    return Built(
        ListBlock(ordered=value["ordered"], items=tuple(lines)),
        f"<{tag}>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</{tag}>",
        "\n".join(mark + line for mark, line in zip(marks, lines, strict=True)),
    )


def _image(value: dict[str, Any], place: Place) -> Built | None:
    picture = place.pictures.get(UUID(value["picture"])) if value["picture"] else None
    if picture is None:
        return None
    published = media.published(picture, value["alt"])
    caption = value["caption"] or None
    below = f"<figcaption>{_lines(caption)}</figcaption>" if caption else ""
    said = "\n".join(filter(None, (value["alt"], caption)))
    return Built(
        ImageBlock(picture=published, caption=caption), f"<figure>{picture_html(published)}{below}</figure>", said
    )


def picture_html(picture: PublishedPicture) -> str:
    """A picture that a browser takes the best file of, in a place that is kept for it."""
    by_type: dict[str, list[str]] = {}
    for source in picture.sources:
        by_type.setdefault(source.type, []).append(f"{source.url} {source.width}w")
    sources = "".join(
        f'<source type="{kind}" srcset="{escape(", ".join(urls))}" sizes="{SIZES}">' for kind, urls in by_type.items()
    )
    return (
        f'<picture>{sources}<img src="{escape(picture.fallback)}" alt="{escape(picture.alt)}" width="{picture.width}" '
        f'height="{picture.height}" loading="lazy" decoding="async"></picture>'
    )


def _quote(value: dict[str, str], place: Place) -> Built | None:
    text, source = value["text"], value["source"] or None
    if not text:
        return None
    footer = f"<footer>{escape(source)}</footer>" if source else ""
    return Built(
        QuoteBlock(text=text, source=source),
        f"<blockquote><p>{_lines(text)}</p>{footer}</blockquote>",
        "\n".join(filter(None, (text, source))),
    )


def _service(value: dict[str, str], place: Place) -> Built | None:
    if not value["service"]:
        return None
    target, label = UUID(value["service"]), value["label"] or None
    place.links.append(target)
    html = f'<p data-ref="{target}" data-lang="{place.language}">{escape(label or "")}</p>'
    return Built(place.service_block(label=label, service=target), html, label or "")


def _notice(value: dict[str, str], place: Place) -> Built | None:
    rich = clean(value["text"])
    place.links.extend(rich.references)
    if not rich.html:
        return None
    kind: Any = value["kind"]
    return Built(
        NoticeBlock(kind=kind, html=rich.html, text=rich.text),
        f'<aside class="notice-{escape(kind)}">{rich.html}</aside>',
        rich.text,
    )


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


_BUILD: dict[str, Callable[[Any, Place], Built | None]] = {
    "heading": _heading,
    "text": _rich,
    "list": _list,
    "image": _image,
    "quote": _quote,
    "service": _service,
    "notice": _notice,
}
