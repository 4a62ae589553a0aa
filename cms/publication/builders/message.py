"""Messages, for the website in every language; kids_message speaks to kids."""

from dataclasses import dataclass
from datetime import date

from api.documents.message import WebsiteMessageBody
from api.documents.record import Record
from catalog.languages import languages
from cms.publication import media
from cms.publication.builders import page
from cms.publication.builders.rich_texts import RichInLanguage
from pages.message import Message


@dataclass(frozen=True, kw_only=True)
class MessageFacts:
    """What holds of a message without its words."""

    page: page.PageFacts
    kind: str
    date: date


def records(message: Message) -> list[Record]:
    """All records of a live message, but for the kids' one."""
    return [_website(message, language) for language in languages()] if "website" in message.channels else []


def facts(message: Message) -> MessageFacts:
    """What holds of a message without its words; the newest comes first."""
    day = message.date
    if day is None:
        raise ValueError("a message without a date")
    order = f"{99991231 - int(day.strftime('%Y%m%d')):08d}"
    return MessageFacts(page=page.facts_of(message, order=order), kind=message.kind, date=day)


def _website(message: Message, language: str) -> Record:
    texts, of = RichInLanguage(language), facts(message)
    author = texts.required(message, "author")
    body = WebsiteMessageBody.model_validate(
        {
            "kind": of.kind,
            "date": of.date,
            "title": texts.required(message, "headline", named="title"),
            "author": author,
            "office": texts.text(message, "office"),
            "portrait": media.published(message.portrait, author) if message.portrait else None,
            "body": texts.rich(message, "body"),
            "video_url": message.video_url or None,
            "languages": texts.fields,
        }
    )
    return page.record(
        of.page,
        channel="website",
        language=language,
        title=body.title,
        body=body,
        search={"name": body.title, "text": body.body.text},
        links=texts.links,
    )
