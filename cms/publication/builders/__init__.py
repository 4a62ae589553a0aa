"""Builders: from a live source to the records of its documents, one for each channel and language. Pure reads.

Nothing in a record depends on who saved the source, on the clock, the host or the active language: only explicit
language columns are read (a test sets the base columns to 「☠」).
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import override

from api.documents.record import Record
from catalog.languages import JAPANESE
from cms.publication.builders import (
    area,
    article,
    audience,
    concept,
    emergency,
    faq,
    index,
    kids_article,
    kids_faq,
    kids_message,
    kids_service,
    message,
    notice,
    organization,
    service,
    topic,
)
from cms.publication.builders.kids_words import KidsWordsOf, words_of
from pages.kids_text import KidsText

BUILDERS: dict[str, Callable[[Any], list[Record]]] = {
    "service": service.records,
    "organization": organization.records,
    "topic": topic.records,
    "audience": audience.records,
    "emergency": emergency.records,
    "area": area.records,
    "faq": faq.records,
    "index": index.records,
    "article": article.records,
    "message": message.records,
    "notice": notice.records,
    "concept": concept.records,
}

#: What speaks to kids by a kids' text: the live facts of a source without its words, and the builder of its record.
KIDS: dict[str, tuple[Callable[[Any], Any], Callable[[Any, KidsWordsOf], Record]]] = {
    "service": (service.kids_facts, kids_service.kids),
    "faq": (faq.facts, kids_faq.kids),
    "article": (article.facts, kids_article.kids),
    "message": (message.facts, kids_message.kids),
    "notice": (notice.facts, notice.kids),
}


def records(document_type: str, source: Any) -> list[Record]:
    """Every record that this live source has now; an empty list if it stands in no channel.

    Whatever language the person at work reads, a document is built in Japanese.
    """
    with override(JAPANESE):
        return _built(document_type, source)


def _built(document_type: str, source: Any) -> list[Record]:
    built = BUILDERS[document_type](source)
    if document_type in KIDS and "kids" in source.channels:
        kids_text = KidsText.objects.filter(about=source.content_id, live=True).first()
        if kids_text is not None:
            built.append(kids_record(document_type, source, kids_text))
    return built


def kids_record(document_type: str, source: Any, kids_text: KidsText) -> Record:
    """The kids' record of a source by these words, whether or not they are live."""
    facts, build = KIDS[document_type]
    with override(JAPANESE):
        return build(facts(source), words_of(kids_text))
