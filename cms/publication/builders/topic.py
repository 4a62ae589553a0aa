"""Topics, for every channel; kids get the kids' name and nothing else."""

from uuid import UUID

from api.documents.record import Record
from api.documents.topic import KidsTopicBody, PartnersTopicBody, WebsiteTopicBody
from catalog.languages import languages
from catalog.topic import Topic
from cms.publication.builders.texts import InAllLanguages, InLanguage, kids_words


def records(topic: Topic) -> list[Record]:
    """All records of a live topic."""
    built: list[Record] = []
    if "website" in topic.channels:
        built += [_website(topic, language) for language in languages()]
    if "partners" in topic.channels:
        built.append(_partners(topic))
    if "kids" in topic.channels:
        built.append(_kids(topic.content_id, topic.public_slug or "", topic.name_kids, topic.position))
    return built


def _website(topic: Topic, language: str) -> Record:
    texts = InLanguage(language)
    body = WebsiteTopicBody.model_validate(
        {
            "name": texts.required(topic, "name"),
            "position": topic.position,
            "kana": topic.kana,
            "description": texts.text(topic, "description"),
            "languages": texts.fields,
        }
    )
    return Record(
        content_id=topic.content_id,
        type="topic",
        channel="website",
        language=language,
        slug=topic.public_slug or "",
        title=body.name,
        body=body,
        summary=body.shortened(),
        kana_sort=f"{topic.position:08d}",
    )


def _partners(topic: Topic) -> Record:
    texts = InAllLanguages()
    body = PartnersTopicBody.model_validate(
        {
            "name": texts.text(topic, "name"),
            "position": topic.position,
            "kana": topic.kana,
            "description": texts.text(topic, "description"),
            "languages": texts.languages,
        }
    )
    return Record(
        content_id=topic.content_id,
        type="topic",
        channel="partners",
        language="mul",
        slug=topic.public_slug or "",
        title=dict(body.name),
        body=body,
        summary=body.shortened(),
        kana_sort=f"{topic.position:08d}",
    )


def _kids(content_id: UUID, slug: str, name: str, position: int) -> Record:
    """Takes values, not the topic: its adult name and description are out of reach."""
    words = kids_words(name)
    body = KidsTopicBody(name=words, position=position)
    return Record(
        content_id=content_id,
        type="topic",
        channel="kids",
        language="ja",
        slug=slug,
        title=words.model_dump(mode="json"),
        body=body,
        summary=body.shortened(),
        kana_sort=f"{position:08d}",
    )
