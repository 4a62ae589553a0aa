"""A service for kids: the words that were approved for them, and the live facts. The source itself is out of reach.

``kids`` takes two frozen values and no model, so an adult text cannot slip in by a field that somebody adds later.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.documents.contact_point import KidsClosure, KidsContact
from api.documents.opening import patterns_named
from api.documents.record import Record, Reference
from api.documents.service import KidsServiceBody
from cms.publication.builders.kids_words import KidsWordsOf
from cms.publication.builders.texts import kids_words

#: What a contact is called where the kids' text has no word for it.
CHANNEL_WORDS = {
    "phone": "電話",
    "line": "LINE",
    "chat": "チャット",
    "web_form": "ホームページ",
    "email": "メール",
    "in_person": "行って話す",
    "sns": "SNS",
}


@dataclass(frozen=True, kw_only=True)
class ContactFact:
    """The facts of one contact point."""

    id: UUID
    channel: str
    value: str
    dial: str | None
    hours: str | None
    free_of_charge: bool | None
    languages: tuple[str, ...]
    closure_from: date | None
    closure_until: date | None


@dataclass(frozen=True, kw_only=True)
class KidsFacts:
    """What holds of a service whatever is said about it: no texts."""

    content_id: UUID
    slug: str
    kana_sort: str
    kind: str
    crisis: bool
    closure_from: date | None
    closure_until: date | None
    verified_on: date | None
    topics: tuple[UUID, ...]
    contacts: tuple[ContactFact, ...]


def kids(facts: KidsFacts, words: KidsWordsOf) -> Record:
    """The kids' record of a service."""
    title = kids_words(words.title, words.tokens.get("title", ()))
    contacts = tuple(found for fact in facts.contacts if (found := _contact(fact, words)) is not None)
    body = KidsServiceBody(
        title=title,
        text=kids_words(words.text, words.tokens.get("text", ())),
        contacts=contacts,
        closure=_closure(facts.closure_from, facts.closure_until, words),
        verified_on=facts.verified_on,
    )
    return Record(
        content_id=facts.content_id,
        type="service",
        channel="kids",
        language="ja",
        slug=facts.slug,
        title=title.model_dump(mode="json"),
        body=body,
        summary=body.shortened(),
        kana_sort=facts.kana_sort,
        references=tuple(Reference("topics", position, topic) for position, topic in enumerate(facts.topics)),
        facets={
            "topic": tuple(str(topic) for topic in facts.topics),
            "kind": (facts.kind,),
            "contact": tuple({contact.channel for contact in contacts}),
            "free": ("true",) if any(contact.free_of_charge is True for contact in contacts) else (),
            "language": tuple({language for contact in contacts for language in contact.languages}),
            "crisis": ("true",) if facts.crisis else (),
            "hours": tuple(patterns_named(body)),
        },
        search=words.search(),
    )


def _contact(fact: ContactFact, words: KidsWordsOf) -> KidsContact | None:
    """A contact for kids, or None where its value is a text that nobody approved for them, such as an address."""
    label = words.labels.get(str(fact.id), "")
    value = fact.value
    if fact.dial is None and not value.isascii():
        if not label:
            return None
        value = label
    return KidsContact(
        id=fact.id,
        channel=fact.channel,  # type: ignore[arg-type]
        value=value,
        dial=fact.dial,
        hours=fact.hours,
        free_of_charge=fact.free_of_charge,
        languages=fact.languages,
        label=kids_words(label or CHANNEL_WORDS[fact.channel], words.tokens.get(f"labels.{fact.id}", ())),
        url=value if value.startswith(("https://", "http://")) else None,
        closure=_closure(fact.closure_from, fact.closure_until, words),
    )


def _closure(from_: date | None, until: date | None, words: KidsWordsOf) -> KidsClosure | None:
    if from_ is None:
        return None
    text = kids_words(words.closure_text, words.tokens.get("closure_text", ())) if words.closure_text else None
    return KidsClosure(from_=from_, until=until, text=text)
