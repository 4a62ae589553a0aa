"""The whole starter import: the catalog, the pages, and the kids' texts that speak for both."""

import json
from pathlib import Path
from uuid import UUID

from django.db import transaction

from catalog.imports.drafts import DraftWriter, Report
from catalog.imports.identity import starter_id
from catalog.imports.rows import Starter
from catalog.imports.starter import CatalogImport, write_search_words, write_texts
from catalog.imports.starter_files import FOLDER, read_starter
from catalog.models import Service, Topic
from catalog.publishable import CHANNELS
from catalog.related import RelatedService
from pages.article import Article, ArticleService
from pages.faq import Faq, FaqService
from pages.index import Index
from pages.kids_text import KidsText
from pages.message import Message
from pages.starter_files import ArticleRow, FaqRow, KidsPageRow, MessageRow, read_pages

#: What stands above each list: heading and first words, in Japanese, easy Japanese and English.
INDEXES = {
    "faq": {
        "heading": {"ja": "よくある質問", "ja-easy": "よくある しつもん", "en": "Questions and answers"},
        "introduction": {
            "ja": "ひとりで悩んでいる人から、よく寄せられる質問と答えです。",
            "ja-easy": "なやんでいる ひとの しつもんと こたえです。",
            "en": "What people who worry alone often ask, and our answers.",
        },
    },
    "article": {
        "heading": {"ja": "読みもの", "ja-easy": "よみもの", "en": "Articles"},
        "introduction": {
            "ja": "専門家の記事と、体験した人の話です。",
            "ja-easy": "くわしい ひとの はなしと、たいけんした ひとの はなしです。",
            "en": "Words from experts, and from people who have been there.",
        },
    },
    "message": {
        "heading": {"ja": "メッセージ", "ja-easy": "メッセージ", "en": "Messages"},
        "introduction": {
            "ja": "孤独・孤立対策を担当する大臣と役所からのメッセージです。",
            "ja-easy": "だいじんと やくしょからの メッセージです。",
            "en": "Messages from the minister and the office in charge of loneliness and isolation.",
        },
    },
}


def import_starter(folder: Path = FOLDER, *, overwrite: bool = False, dry_run: bool = False) -> Report:
    """Bring the folder's content into drafts, all of it or none, and say what was done.

    Raises FilesInvalid with every fault. With `dry_run` everything is tried and nothing kept.
    """
    starter = read_starter(folder)
    pages = read_pages(folder, starter)
    writer = DraftWriter(overwrite=overwrite)
    with transaction.atomic():
        CatalogImport(starter, writer).run()
        for service in starter.services:
            if service.kids is not None:
                words = KidsPageRow(title=service.kids.title_ja, text=service.kids.summary_ja)
                _put_kids_text(writer, starter, service.key, words, place=f"services.json {service.place}")
        for lists in INDEXES:
            _put_index(writer, lists)
        for faq in pages.faqs:
            _put_faq(writer, starter, faq)
        for article in pages.articles:
            _put_article(writer, starter, article)
        for message in pages.messages:
            _put_message(writer, starter, message)
        if dry_run:
            transaction.set_rollback(True)
    return writer.report


def _put_kids_text(writer: DraftWriter, starter: Starter, of: str, row: KidsPageRow, *, place: str) -> None:
    """``of`` is a service's key, or another source's with its type before it ("faq:…")."""
    kind, _, key = of.rpartition(":")

    def fill(entry: KidsText) -> None:
        entry.about = starter_id(kind or "service", key)
        entry.title = row.title
        entry.text = row.text
        entry.search_words = starter.search_words.get(f"kids:{of}", {}).get("ja", "")

    writer.put(KidsText, starter_id("kids_text", of), fill, slug=None, place=place)


def _put_index(writer: DraftWriter, lists: str) -> None:
    def fill(entry: Index) -> None:
        entry.lists = lists
        entry.channels = ["website"]
        for field, texts in INDEXES[lists].items():
            write_texts(entry, field, texts)

    found = Index.objects.filter(lists=lists).first()  # it may have come with a page before
    content_id = found.content_id if found else starter_id("index", lists)
    writer.put(Index, content_id, fill, slug=f"{lists}s", place=lists)


def _put_faq(writer: DraftWriter, starter: Starter, row: FaqRow) -> None:
    def fill(entry: Faq) -> None:
        write_texts(entry, "question", row.question)
        write_texts(entry, "answer", row.answer)
        write_search_words(entry, starter, f"faq:{row.slug}")
        entry.position = row.position
        entry.channels = _channels("website", "partners", kids=row.kids is not None)
        entry.topics.set(Topic.objects.filter(content_id__in=_ids("topic", row.topics)))
        entry.related_services.set(_related(entry, FaqService, row.services))

    writer.put(Faq, starter_id("faq", row.slug), fill, slug=row.slug, place=f"faqs.json {row.place}")
    if row.kids is not None:
        _put_kids_text(writer, starter, f"faq:{row.slug}", row.kids, place=f"faqs.json {row.place}")


def _put_article(writer: DraftWriter, starter: Starter, row: ArticleRow) -> None:
    def fill(entry: Article) -> None:
        for field, texts in (("headline", row.headline), ("summary", row.summary), ("author_role", row.author_role)):
            write_texts(entry, field, texts)
        write_texts(entry, "body", {language: json.dumps(body) for language, body in row.body.items() if body})
        write_search_words(entry, starter, f"article:{row.slug}")
        entry.kind = row.kind
        entry.position = row.position
        entry.channels = _channels("website", "partners", kids=False)
        entry.topics.set(Topic.objects.filter(content_id__in=_ids("topic", row.topics)))
        entry.related_services.set(_related(entry, ArticleService, row.services))

    writer.put(Article, starter_id("article", row.slug), fill, slug=row.slug, place=f"articles.json {row.place}")


def _put_message(writer: DraftWriter, starter: Starter, row: MessageRow) -> None:
    def fill(entry: Message) -> None:
        for field, texts in (("headline", row.headline), ("author", row.author), ("body", row.body)):
            write_texts(entry, field, texts)
        entry.kind = row.kind
        entry.date = row.date
        # What is written to kids is for their site alone.
        entry.channels = ["kids"] if row.kids is not None else ["website"]

    writer.put(Message, starter_id("message", row.slug), fill, slug=row.slug, place=f"messages.json {row.place}")
    if row.kids is not None:
        _put_kids_text(writer, starter, f"message:{row.slug}", row.kids, place=f"messages.json {row.place}")


def _ids(of: str, keys: tuple[str, ...]) -> list[UUID]:
    return [starter_id(of, key) for key in keys]


def _related(entry: Faq | Article, line: type[RelatedService], keys: tuple[str, ...]) -> list[RelatedService]:
    here = {row.service.content_id: row for row in entry.related_services.all() if row.service is not None}
    services = {row.content_id: row for row in Service.objects.filter(content_id__in=_ids("service", keys))}
    chosen = []
    for position, content_id in enumerate(_ids("service", keys)):
        row = here.get(content_id) or line(service=services[content_id])
        row.sort_order = position
        chosen.append(row)
    return chosen


def _channels(*channels: str, kids: bool) -> list[str]:
    """In the order of the form's boxes, so that an editor's untouched save is no change."""
    chosen = {*channels, *(["kids"] if kids else [])}
    return [channel for channel, _label in CHANNELS if channel in chosen]
