"""Indexes, for the website: the heading and the first words of a list."""

from api.documents.index import WebsiteIndexBody
from api.documents.record import Record
from catalog.languages import languages
from cms.publication.builders.texts import InLanguage
from pages.index import Index


def records(index: Index) -> list[Record]:
    """All records of a live index."""
    return [_website(index, language) for language in languages()] if "website" in index.channels else []


def _website(index: Index, language: str) -> Record:
    texts = InLanguage(language)
    body = WebsiteIndexBody.model_validate(
        {
            "lists": index.lists,
            "heading": texts.required(index, "heading"),
            "introduction": texts.text(index, "introduction"),
            "languages": texts.fields,
        }
    )
    return Record(
        content_id=index.content_id,
        type="index",
        channel="website",
        language=language,
        slug=index.public_slug or "",
        title=body.heading,
        body=body,
        summary=body.shortened(),
        kana_sort=index.lists,
    )
