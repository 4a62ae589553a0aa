"""From an entry, as its form or a revision holds it, to the frozen reading that rules look at."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.utils.translation import gettext
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField, StreamField

from catalog.closure import Closable
from catalog.languages import JAPANESE, language_name, languages, translations
from catalog.models import Concept, ContactPoint, Organization, Service, Topic
from catalog.publishable import Entry
from catalog.translated import Translated
from cms.checks.reading import Contact, Day, Link, Picture, Place, Reading, Text, Translation
from cms.translation.policy import levels
from pages.models import Article, Faq, KidsText

#: What no reader reads.
UNREAD = {"search_words", "phrases"}
#: Texts that kids read, beside a kids' text's own.
_KIDS_TEXTS: Mapping[type[Entry], tuple[str, ...]] = {
    KidsText: ("title", "text", "closure_text"),
    Topic: ("name_kids",),
}
_BREAKS = {"p", "li", "br", "h2", "h3", "h4", "ul", "ol"}


class Policies:
    """How translations are treated, type by type, asked once each."""

    def __init__(self) -> None:
        self._levels: dict[type[Translated], Mapping[str, str]] = {}

    def of(self, model: type[Translated]) -> Mapping[str, str]:
        if model not in self._levels:
            self._levels[model] = levels(model)
        return self._levels[model]


def read(entry: Entry, policies: Policies) -> Reading:
    """Read an entry with its children. What it names is asked of the database, a bounded number of times."""
    rows = list(_rows(entry))
    return replace(
        _words_of(entry, rows),
        translations=tuple(told for row, field, where in rows for told in _translations(row, field, where, policies)),
        provider=_provider(entry),
        leads_to_crisis_help=_leads_to_crisis_help(entry),
        about_crisis=_about_crisis(entry),
    )


def read_words(entry: Entry) -> Reading:
    """Read what an entry itself holds; of a draft, nothing is asked of the database."""
    return _words_of(entry, list(_rows(entry)))


def _words_of(entry: Entry, rows: list[tuple[Any, str, str]]) -> Reading:
    texts = _Texts(entry)
    links: list[Link] = []
    days: list[Day] = []
    for row, field, where in rows:
        links += _links(row, field, where)
        days += _days(row, field, where)
        texts.of(row, field, where)
    texts.for_kids()
    return Reading(
        document_type=entry.document_type,
        content_id=entry.content_id,
        texts=tuple(texts.found),
        contacts=tuple(_contact(row, field) for row, field, _where in rows if isinstance(row, ContactPoint)),
        links=(*links, *texts.links),
        pictures=tuple(texts.pictures),
        days=tuple(days),
        name=entry.text_in("name", JAPANESE) if "name" in entry.translated_fields else "",
        kana=entry.kana if isinstance(entry, Service | Organization | Topic) else None,
    )


class _Texts:
    """What readers read, and the links and pictures within it."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.found: list[Text] = []
        self.links: list[Link] = []
        self.pictures: list[Picture] = []

    def of(self, row: Any, field: str, where: str) -> None:
        """Add every translated text of a row; those of a concept are only searched by."""
        if isinstance(row, Concept) or not isinstance(row, Translated):
            return
        for name in row.translated_fields:
            if name in UNREAD:
                continue
            kind: Any = row._meta.get_field(name)
            for language in languages():
                place = Place(_under(field, name), language, f"{where}{_named(kind, language)}")
                if isinstance(kind, StreamField):
                    self._body(place, row.body_in(language))  # type: ignore[attr-defined]
                elif text := row.text_in(name, language):
                    self._add(place, text, html=isinstance(kind, RichTextField))

    def for_kids(self) -> None:
        """Add what kids read."""
        for name in _KIDS_TEXTS.get(type(self.entry), ()):
            place = Place(name, where=_named(self.entry._meta.get_field(name)))
            if text := getattr(self.entry, name):
                self.found.append(Text(place, text, kids=True))
        if isinstance(self.entry, KidsText):
            place = Place("labels", where=gettext("「連絡先の呼び名」"))
            self.found += [Text(place, label, kids=True) for label in self.entry.labels.values() if label]

    def _add(self, place: Place, text: str, *, html: bool = False) -> None:
        if html:
            parsed = _Html()
            parsed.feed(text)
            parsed.close()
            self.links += [Link(place, url) for url in parsed.links]
            text = "".join(parsed.pieces).strip()
        if text:
            self.found.append(Text(place, text))

    def _body(self, whole: Place, body: list[dict[str, Any]]) -> None:
        for number, block in enumerate(body, start=1):
            place = Place(
                whole.field,
                whole.language,
                gettext("%(where)sの%(number)s番目") % {"where": whole.where, "number": number},
            )
            kind, value = block["type"], block["value"]
            if kind in ("heading", "text"):
                self._add(place, value, html=kind == "text")
            elif kind == "list":
                self._add(place, "\n".join(value["items"]))
            elif kind == "image":
                self.pictures.append(Picture(place, value["alt"], value["decorative"]))
                self._add(place, "\n".join(filter(None, (value["alt"], value["caption"]))))
            elif kind == "notice":
                self._add(place, value["text"], html=True)
            elif kind == "quote":
                self._add(place, value["text"])
            else:
                self._add(place, value["label"])


class _Html(HTMLParser):
    """The words of rich text, a paragraph a line, and the addresses to which it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n")
        if tag == "a" and (href := dict(attrs).get("href")):
            self.links.append(href)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def _under(field: str, name: str) -> str:
    return f"{field}-{name}" if field else name


def _named(field: Any, language: str = "") -> str:
    if not language:
        return gettext("「%(field)s」") % {"field": field.verbose_name}
    return gettext("「%(field)s(%(language)s)」") % {"field": field.verbose_name, "language": language_name(language)}


def _rows(entry: Entry) -> Iterator[tuple[Any, str, str]]:
    """The entry and its children: each with the place of its form, and what editors call it."""
    yield entry, "", ""
    yield from _children(entry)


def _children(entry: Entry) -> Iterator[tuple[Any, str, str]]:
    for relation in entry._meta.related_objects:
        name = relation.get_accessor_name()
        if isinstance(relation.field, ParentalKey) and name and _has_something_to_read(relation.related_model):
            for number, row in enumerate(getattr(entry, name).all()):
                yield (
                    row,
                    f"{name}-{number}",
                    gettext("%(kind)s「%(row)s」の") % {"kind": row._meta.verbose_name, "row": row},
                )


def _has_something_to_read(model: Any) -> bool:
    return issubclass(model, Translated) or any(isinstance(field, models.URLField) for field in model._meta.fields)


def _contact(row: ContactPoint, field: str) -> Contact:
    return Contact(
        field=field,
        where=gettext("連絡先「%(row)s」") % {"row": row},
        channel=row.channel,
        value=row.value,
        hours=row.hours,
        free_of_charge=row.free_of_charge,
        note=row.text_in("note", JAPANESE),
    )


def _links(row: Any, field: str, where: str) -> Iterator[Link]:
    for kind in row._meta.fields:
        if isinstance(kind, models.URLField) and getattr(row, kind.name):
            yield Link(Place(_under(field, kind.name), where=f"{where}{_named(kind)}"), getattr(row, kind.name))
    if isinstance(row, ContactPoint) and row.value.startswith(("http://", "https://")):
        yield Link(
            Place(_under(field, "value"), where=gettext("%(where)s「番号・URL・場所」") % {"where": where}), row.value
        )


def _days(row: Any, field: str, where: str) -> Iterator[Day]:
    if isinstance(row, Closable) and row.closure_until:
        place = Place(_under(field, "closure_until"), where=gettext("%(where)s「臨時休止の最終日」") % {"where": where})
        yield Day(
            place,
            row.closure_until,
            gettext("臨時休止は、もう終わっています。"),
            gettext("臨時休止の日付とお知らせを消してください。"),
        )
    if isinstance(row, Entry):
        if row.expire_at:
            place = Place("expire_at", where=gettext("「公開の期限」"))
            yield Day(
                place,
                row.expire_at.date(),
                gettext("公開の期限が過ぎています。"),
                gettext("期限を先の日にするか、消してください。"),
            )
        if row.review_by:
            place = Place("review_by", where=gettext("「次の見直し日」"))
            yield Day(
                place,
                row.review_by,
                gettext("見直す日が過ぎています。"),
                gettext("内容を確かめ、次の見直し日を入れてください。"),
            )


def _translations(row: Any, field: str, where: str, policies: Policies) -> Iterator[Translation]:
    """The texts whose translation is missing or stale, where the house wants to be told."""
    if not isinstance(row, Translated) or isinstance(row, Concept):
        return
    wanted = policies.of(type(row))
    for name in row.translated_fields:
        if wanted[name] == "mark" or name in UNREAD or not row.text_in(name, JAPANESE):
            continue
        kind: Any = row._meta.get_field(name)
        for language in translations():
            state = row.translation_state(name, language)
            if state in ("missing", "stale"):
                place = Place(_under(field, name), language, f"{where}{_named(kind, language)}")
                yield Translation(place, f"{where}{kind.verbose_name}", state, wanted[name])


def _provider(entry: Entry) -> str:
    if isinstance(entry, Organization):
        return entry.provider_type
    return entry.provider.provider_type if isinstance(entry, Service) and entry.provider else ""


def _leads_to_crisis_help(entry: Entry) -> bool:
    if isinstance(entry, Service):
        return entry.crisis
    if not isinstance(entry, Faq | Article):
        return False
    related = [row.service_id for row in entry.related_services.all() if row.service_id]
    crisis = Service.objects.filter(crisis=True)
    if related and crisis.filter(pk__in=related).exists():
        return True
    linked = _linked_services(entry) if isinstance(entry, Article) else []
    return bool(linked) and crisis.filter(content_id__in=linked).exists()


def _linked_services(article: Article) -> list[str]:
    return [
        block["value"]["service"]
        for block in article.body_in(JAPANESE)
        if block["type"] == "service" and block["value"]["service"]
    ]


def _about_crisis(entry: Entry) -> bool:
    """Whether it stands under a topic to which people are led by words of a crisis."""
    if not isinstance(entry, Faq | Article):
        return False
    topics = [topic.pk for topic in entry.topics.all()]
    return bool(topics) and Concept.objects.filter(live=True, topics__in=topics).exclude(crisis="").exists()
