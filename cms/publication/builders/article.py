"""Articles: for the website in every language and for partners in all; kids_article speaks to kids."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from api.documents.article import PartnersArticleBody, PartnersAuthor, WebsiteArticleBody, WebsiteAuthor
from api.documents.record import Record
from catalog.languages import languages
from catalog.models import Picture
from cms.publication import media
from cms.publication.builders import blocks, page
from cms.publication.builders.texts import InAllLanguages, InLanguage, in_any_language
from pages.article import Article

Pictures = Mapping[UUID, Picture]


@dataclass(frozen=True, kw_only=True)
class ArticleFacts:
    """What holds of an article without its words."""

    page: page.PageFacts
    kind: str
    position: int


def records(article: Article) -> list[Record]:
    """All records of a live article, but for the kids' one."""
    built: list[Record] = []
    pictures = blocks.pictures_of(article.body_in(language) for language in languages())
    if "website" in article.channels:
        built += [_website(article, language, pictures) for language in languages()]
    if "partners" in article.channels:
        built.append(_partners(article, pictures))
    return built


def facts(article: Article) -> ArticleFacts:
    """What holds of an article without its words."""
    order = f"{article.position:08d}"
    return ArticleFacts(page=page.facts_of(article, order=order), kind=article.kind, position=article.position)


def _website(article: Article, language: str, pictures: Pictures) -> Record:
    texts, of = InLanguage(language), facts(article)
    links: list[UUID] = []
    written = json.loads(texts.required(article, "body"))
    served = texts.fields["body"].served
    body = WebsiteArticleBody.model_validate(
        {
            "kind": of.kind,
            "position": of.position,
            "title": texts.required(article, "headline", named="title"),
            "summary": texts.text(article, "summary"),
            "author": _website_author(article, texts),
            "body": blocks.website(written, language=served, pictures=pictures, links=links),
            "languages": texts.fields,
        }
    )
    return page.record(
        of.page,
        channel="website",
        language=language,
        title=body.title,
        body=body,
        search={
            "name": body.title,
            "summary": body.summary or "",
            "text": body.body.text,
            "words": texts.text(article, "search_words", named="") or "",
        },
        links=links,
        facets={"kind": (of.kind,)},
    )


def _website_author(article: Article, texts: InLanguage) -> WebsiteAuthor:
    if article.kind == Article.Kind.STORY:
        return WebsiteAuthor(name=texts.text(article, "pen_name", named="author.name"))
    name = texts.text(article, "author_name", named="author.name")
    return WebsiteAuthor(
        name=name,
        role=texts.text(article, "author_role", named="author.role"),
        affiliation=texts.text(article, "author_affiliation", named="author.affiliation"),
        portrait=media.published(article.portrait, name or "") if article.portrait else None,
    )


def _partners(article: Article, pictures: Pictures) -> Record:
    texts, of = InAllLanguages(), facts(article)
    links: list[UUID] = []
    bodies = {
        language: blocks.partners(json.loads(written), language=language, pictures=pictures, links=links)
        for language, written in texts.text(article, "body").items()
    }
    body = PartnersArticleBody.model_validate(
        {
            "kind": of.kind,
            "position": of.position,
            "title": texts.text(article, "headline", named="title"),
            "summary": texts.text(article, "summary"),
            "author": _partners_author(article, texts),
            "body": bodies,
            "languages": texts.languages,
        }
    )
    return page.record(
        of.page,
        channel="partners",
        language="mul",
        title=dict(body.title),
        body=body,
        search={
            "name": in_any_language(body.title),
            "summary": in_any_language(body.summary),
            "text": in_any_language({language: one.text for language, one in body.body.items()}),
            "words": in_any_language(texts.text(article, "search_words")),
        },
        links=links,
        facets={"kind": (of.kind,)},
    )


def _partners_author(article: Article, texts: InAllLanguages) -> PartnersAuthor:
    if article.kind == Article.Kind.STORY:
        return PartnersAuthor(name=texts.text(article, "pen_name", named="author.name"))
    name = texts.text(article, "author_name", named="author.name")
    return PartnersAuthor(
        name=name,
        role=texts.text(article, "author_role", named="author.role"),
        affiliation=texts.text(article, "author_affiliation", named="author.affiliation"),
        portrait=media.published(article.portrait, name) if article.portrait else None,
    )
