"""Documents with words to search for, published as the unit does it: what stands, and the index beside it."""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db import transaction

from api.delivery import store
from api.documents.concept import ConceptBody
from api.documents.faq import KidsFaqBody, WebsiteFaqBody
from api.documents.record import Record, Removal
from api.documents.rich_text import RichText
from api.search import index
from tests.delivery.documents import JAPANESE, LANGUAGES, MORNING, id_of, references, service
from tests.delivery.reader import Got, ask

SEARCH = "/api/v1/website/search"


def publish(*records: Record, at: datetime = MORNING) -> None:
    with transaction.atomic():
        index.follow(store.put(records, at=at, cause_id=None), records)


def withdraw(*records: Record) -> None:
    removals = [
        Removal(
            content_id=record.content_id,
            type=record.type,
            channel=record.channel,
            language=record.language,
            reason="withdrawn",
        )
        for record in records
    ]
    with transaction.atomic():
        index.follow(store.tombstone(removals, at=MORNING, cause_id=None), [])


def desk(slug: str, name: str = "よりそい相談", *, text: str = "", words: str = "", **given: Any) -> Record:
    """A service with texts for search."""
    record = service(slug, name=name, **given)
    search = {"name": name, "kana": given.get("kana", ""), "summary": text, "text": "", "words": words}
    return dataclasses.replace(record, search=search)


def question(
    slug: str, asked: str, answer: str = "", *, channel: str = "website", topics: Iterable[str] = ()
) -> Record:
    """A FAQ."""
    body: Any
    title: Any = asked
    if channel == "kids":
        title = {"text": asked, "tokens": []}
        body = KidsFaqBody(position=1, question=title, answer={"text": answer or "あ", "tokens": []})  # type: ignore[arg-type]
    else:
        rich = RichText(html=f"<p>{answer or 'あ'}</p>", text=answer or "あ")
        body = WebsiteFaqBody(
            position=1, question=asked, answer=rich, languages={"question": JAPANESE, "answer": JAPANESE}
        )
    topics = tuple(topics)
    return Record(
        content_id=id_of(slug),
        type="faq",
        channel=channel,
        language=LANGUAGES[channel],
        slug=slug,
        title=title,
        body=body,
        summary=body.shortened(),
        kana_sort="1",
        references=references(topics=topics),
        facets={"topic": tuple(str(id_of(topic)) for topic in topics)},
        search={"name": asked, "text": answer},
    )


def concept(
    slug: str,
    *phrases: str,
    crisis: str | None = None,
    unless: Iterable[str] = (),
    terms: Iterable[str] = (),
    services: Iterable[str] = (),
    topics: Iterable[str] = (),
    channel: str = "website",
    names: Mapping[str, str] | None = None,
) -> Record:
    body = ConceptBody.model_validate(
        {
            "name": {"ja": slug} if names is None else dict(names),
            "crisis": crisis,
            "phrases": phrases,
            "unless": tuple(unless),
            "terms": tuple(terms),
        }
    )
    return Record(
        content_id=id_of(slug),
        type="concept",
        channel=channel,
        language="mul",
        slug=slug,
        title=dict(body.name),
        body=body,
        summary=body.shortened(),
        kana_sort="",
        references=references(topics=tuple(topics), related_services=tuple(services)),
    )


def search(text: str, more: str = "", *, channel: str = "website") -> Any:
    answer = ask(f"/api/v1/{channel}/search?q={quote(text)}{more and '&' + more}")
    assert answer.status == 200, answer.json
    return answer.json


def found(text: str, more: str = "", *, channel: str = "website") -> list[str]:
    """The slugs that a search finds, in order; none where nothing matched."""
    answer = search(text, more, channel=channel)
    return [item["slug"] for item in answer["items"]] if answer["matched"] else []


def post(body: str | bytes | Mapping[str, Any], media_type: str = "application/json", path: str = SEARCH) -> Got:
    given = json.dumps(body) if isinstance(body, Mapping) else body
    return ask(path, method="POST", body=given if isinstance(given, bytes) else given.encode(), content_type=media_type)
