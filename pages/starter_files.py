"""Reading the pages of a starter folder: questions with answers, articles and messages."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from catalog.imports.concept_rows import check_keys
from catalog.imports.fault import Fault, Fields, FilesInvalid
from catalog.imports.rows import Starter
from catalog.imports.starter_files import items
from pages.article import Article
from pages.imported_body import Block, blocks_of
from pages.message import Message


@dataclass(frozen=True, kw_only=True)
class KidsPageRow:
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FaqRow:
    slug: str
    place: str
    position: int
    question: dict[str, str]
    answer: dict[str, str]
    kids: KidsPageRow | None
    topics: tuple[str, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ArticleRow:
    slug: str
    place: str
    position: int
    kind: str
    headline: dict[str, str]
    summary: dict[str, str]
    body: dict[str, list[Block]]
    author_role: dict[str, str]
    topics: tuple[str, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    slug: str
    place: str
    kind: str
    date: date | None
    author: dict[str, str]
    headline: dict[str, str]
    body: dict[str, str]
    kids: KidsPageRow | None


@dataclass(frozen=True, kw_only=True)
class PagesStarter:
    """Every page in a folder, with every reference known to lead somewhere."""

    faqs: tuple[FaqRow, ...]
    articles: tuple[ArticleRow, ...]
    messages: tuple[MessageRow, ...]


def read_pages(folder: Path, starter: Starter) -> PagesStarter:
    """The pages of a folder whose catalog was read before. Raises FilesInvalid with every fault of these files."""
    faults: list[Fault] = []
    topics = {row.slug for row in starter.topics}
    services = {row.key for row in starter.services}
    faqs = tuple(
        _faq(fields, slug, number, topics=topics, services=services)
        for fields, slug, number in items(folder, "faqs.json", "slug", faults)
    )
    articles = tuple(
        _article(fields, slug, number, topics=topics, services=services)
        for fields, slug, number in items(folder, "articles.json", "slug", faults)
    )
    messages = tuple(_message(fields, slug) for fields, slug, _ in items(folder, "messages.json", "slug", faults))
    found = PagesStarter(faqs=faqs, articles=articles, messages=messages)
    check_keys({key: 1 for key in starter.search_words if ":" in key}, set(_searched(starter, found)), faults)
    if faults:
        raise FilesInvalid(faults)
    return found


def _searched(starter: Starter, pages: PagesStarter) -> Iterator[str]:
    """Under which keys search_words.json may have words for pages, and for kids' texts of whatever has one."""
    yield from (f"article:{row.slug}" for row in pages.articles)
    yield from (f"faq:{row.slug}" for row in pages.faqs)
    yield from (f"kids:{row.key}" for row in starter.services if row.kids is not None)
    yield from (f"kids:faq:{row.slug}" for row in pages.faqs if row.kids is not None)
    yield from (f"kids:message:{row.slug}" for row in pages.messages if row.kids is not None)


def _faq(fields: Fields, slug: str, number: int, *, topics: Collection[str], services: Collection[str]) -> FaqRow:
    row = FaqRow(
        slug=slug,
        place=fields.place,
        position=number * 10,
        question=_texts(fields, "question"),
        answer={language: paragraphs(text) for language, text in _texts(fields, "answer").items()},
        kids=_kids(fields, "question_ja", "answer_ja"),
        topics=fields.choices("topics", topics),
        services=fields.choices("related_services", services),
    )
    fields.nothing_else()
    return row


def _article(
    fields: Fields, slug: str, number: int, *, topics: Collection[str], services: Collection[str]
) -> ArticleRow:
    row = ArticleRow(
        slug=slug,
        place=fields.place,
        position=number * 10,
        kind=fields.choice("kind", Article.Kind.values),
        headline=_texts(fields, "title"),
        summary=_texts(fields, "summary"),
        body={language: blocks_of(html) for language, html in _texts(fields, "body").items()},
        author_role=_texts(fields, "author_role", easy=False),
        topics=fields.choices("topics", topics),
        services=fields.choices("related_services", services),
    )
    fields.nothing_else()
    return row


def _message(fields: Fields, slug: str) -> MessageRow:
    row = MessageRow(
        slug=slug,
        place=fields.place,
        kind=fields.choice("kind", Message.Kind.values),
        date=_day(fields, "date"),
        author=_texts(fields, "author_role", easy=False),
        headline=_texts(fields, "title"),
        body=_texts(fields, "body"),
        kids=_kids(fields, "title_ja", "text_ja"),
    )
    fields.nothing_else()
    return row


def _texts(fields: Fields, stem: str, *, easy: bool = True) -> dict[str, str]:
    texts = {"ja": fields.text(f"{stem}_ja", required=True), "en": fields.text(f"{stem}_en")}
    if easy:
        texts["ja-easy"] = fields.text(f"{stem}_easy_ja")
    return texts


def _kids(fields: Fields, title: str, text: str) -> KidsPageRow | None:
    value = fields.value("kids")
    if value is None:
        return None
    part = Fields(value, file=fields.file, place=f"{fields.place} kids", faults=fields.faults)
    row = KidsPageRow(title=part.text(title, required=True), text=part.text(text, required=True))
    part.nothing_else()
    return row


def _day(fields: Fields, name: str) -> date | None:
    text = fields.text(name, required=True)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        fields.fault(name, f"「{text}」は日付ではありません", "2026-11-24 の形にしてください。")
        return None


def paragraphs(text: str) -> str:
    """Plain text as the editors' rich text: a paragraph for each line."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n") if line.strip())
