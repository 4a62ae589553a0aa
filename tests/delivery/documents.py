"""Documents as builders would make them, for tests of what readers get."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from api.delivery import store
from api.delivery.models import Change
from api.documents.area import PartnersAreaBody, WebsiteAreaBody
from api.documents.audience import PartnersAudienceBody, WebsiteAudienceBody
from api.documents.contact_point import (
    KidsClosure,
    KidsContact,
    PartnersClosure,
    PartnersContact,
    WebsiteClosure,
    WebsiteContact,
)
from api.documents.emergency import KidsEmergencyBody, PartnersEmergencyBody, WebsiteEmergencyBody
from api.documents.envelope import FieldLanguage, KidsWords
from api.documents.opening import patterns_named
from api.documents.organization import PartnersOrganizationBody, WebsiteOrganizationBody
from api.documents.record import Record, Reference, Removal
from api.documents.service import (
    KidsServiceBody,
    PartnersCoverage,
    PartnersServiceBody,
    WebsiteCoverage,
    WebsiteServiceBody,
)
from api.documents.topic import KidsTopicBody, PartnersTopicBody, WebsiteTopicBody

MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
JAPANESE = FieldLanguage(served="ja", state="source")
LANGUAGES = {"website": "ja", "kids": "ja", "partners": "mul"}


def id_of(slug: str) -> UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, slug)


def publish(*records: Record, at: datetime = MORNING) -> list[Change]:
    with transaction.atomic():
        return store.put(records, at=at, cause_id=None)


def withdraw(
    slug: str,
    *,
    type: str = "service",
    channel: str = "website",
    reason: str = "withdrawn",
    replacement: UUID | None = None,
) -> None:
    removal = Removal(
        content_id=id_of(slug),
        type=type,
        channel=channel,
        language=LANGUAGES[channel],
        reason=reason,
        replacement=replacement,
    )
    with transaction.atomic():
        store.tombstone([removal], at=MORNING + timedelta(days=1), cause_id=None)


def references(**roles: Iterable[str]) -> tuple[Reference, ...]:
    return tuple(
        Reference(role, position, id_of(slug)) for role, slugs in roles.items() for position, slug in enumerate(slugs)
    )


def service(
    slug: str = "yorisoi",
    *,
    channel: str = "website",
    language: str | None = None,
    name: str = "よりそい相談",
    kana: str = "よりそいそうだん",
    number: str = "0120-279-338",
    description: str | None = None,
    facets: Mapping[str, tuple[str, ...]] | None = None,
    provider: str | None = None,
    topics: Iterable[str] = (),
    audiences: Iterable[str] = (),
    areas: Iterable[str] = (),
    renamed_to: str | None = None,
    crisis: bool = False,
    summary_state: str = "source",
    hours: Iterable[str | None] = ("24/7",),
    closure: Mapping[str, Any] | None = None,
) -> Record:
    """A service with a phone for each of ``hours``."""
    language = language or LANGUAGES[channel]
    topics, audiences = tuple(topics), tuple(audiences)
    contacts: list[dict[str, Any]] = [
        {
            "id": id_of(f"{slug} phone{n or ''}"),
            "channel": "phone",
            "value": number,
            "dial": number.replace("-", ""),
            "hours": expression,
            "free_of_charge": True,
            "languages": ("ja", "en"),
        }
        for n, expression in enumerate(hours)
    ]
    title: Any = name
    body: Any
    if channel == "kids":
        title = {"text": name, "tokens": []}
        body = KidsServiceBody(
            title=KidsWords(text=name),
            text=KidsWords(text="話していいよ。"),
            contacts=tuple(KidsContact(**contact, label=KidsWords(text="電話")) for contact in contacts),
            closure=None if closure is None else KidsClosure.model_validate(closure),
        )
    elif channel == "partners":
        title = {"ja": name, "en": f"{slug} (en)"}
        body = PartnersServiceBody(
            name=title,
            kana=kana,
            kind="consultation",
            crisis=crisis,
            coverage=PartnersCoverage(kind="national"),
            contacts=tuple(PartnersContact(**contact) for contact in contacts),
            closure=None if closure is None else PartnersClosure.model_validate(closure),
            languages={"ja": {"name": "source"}, "en": {"name": "checked"}},
        )
    else:
        served = FieldLanguage(served=language if summary_state == "checked" else "ja", state=summary_state)  # type: ignore[arg-type]
        body = WebsiteServiceBody(
            name=name,
            name_ja=name if language == "ja" else "よりそい相談",
            kana=kana,
            summary="だれでも、いつでも話せます。",
            description=description,
            kind="consultation",
            crisis=crisis,
            coverage=WebsiteCoverage(kind="national"),
            contacts=tuple(WebsiteContact(**contact, label="電話") for contact in contacts),
            closure=None if closure is None else WebsiteClosure.model_validate(closure),
            languages={"name": JAPANESE, "summary": served},
        )
    return Record(
        content_id=id_of(slug),
        type="service",
        channel=channel,
        language=language,
        slug=renamed_to or slug,
        title=title,
        body=body,
        summary=body.shortened(),
        kana_sort=kana,
        references=references(
            provider=[provider] if provider else [], topics=topics, audiences=audiences, areas=tuple(areas)
        ),
        facets=facets
        if facets is not None
        else {
            "topic": tuple(str(id_of(topic)) for topic in topics),
            "audience": tuple(str(id_of(audience)) for audience in audiences),
            "area": ("national",),
            "kind": ("consultation",),
            "contact": ("phone",),
            "free": ("true",),
            "language": ("ja", "en"),
            "hours": tuple(patterns_named(body)),
        },
    )


def topic(
    slug: str = "loneliness", *, channel: str = "website", language: str = "ja", name: str = "さびしい"
) -> Record:
    title: Any = name
    body: Any
    if channel == "kids":
        title = {"text": name, "tokens": []}
        body = KidsTopicBody(name=KidsWords(text=name), position=1)
    elif channel == "partners":
        title, language = {"ja": name}, "mul"
        body = PartnersTopicBody(name=title, kana="さびしい", position=1, languages={"ja": {"name": "source"}})
    else:
        body = WebsiteTopicBody(name=name, kana="さびしい", position=1, languages={"name": JAPANESE})
    return _record(slug, "topic", channel, language, title, body)


def audience(slug: str = "anyone", *, channel: str = "website", name: str = "どなたでも") -> Record:
    title: Any = name
    body: Any = WebsiteAudienceBody(name=name, position=1, languages={"name": JAPANESE})
    if channel == "partners":
        title = {"ja": name}
        body = PartnersAudienceBody(name=title, position=1, languages={"ja": {"name": "source"}})
    return _record(slug, "audience", channel, LANGUAGES[channel], title, body)


def organization(slug: str = "naikakufu", *, channel: str = "website", name: str = "内閣府") -> Record:
    title: Any = name
    body: Any = WebsiteOrganizationBody(name=name, kana="ないかくふ", languages={"name": JAPANESE})
    if channel == "partners":
        title = {"ja": name}
        body = PartnersOrganizationBody(name=title, kana="ないかくふ", languages={"ja": {"name": "source"}})
    return _record(slug, "organization", channel, LANGUAGES[channel], title, body)


def area(
    code: str,
    name: str,
    *,
    channel: str = "website",
    level: str = "municipality",
    parent: str = "",
    successors: Iterable[str] = (),
) -> Record:
    facts: dict[str, Any] = {"code": code, "level": level, "kana": "ち"}
    title: Any = name
    body: Any = WebsiteAreaBody(name=name, languages={"name": JAPANESE}, **facts)
    if channel == "partners":
        title = {"ja": name}
        body = PartnersAreaBody(name=title, languages={"ja": {"name": "source"}}, **facts)
    pointers = references(parent=[parent] if parent else [], successors=successors)
    return _record(code, "area", channel, LANGUAGES[channel], title, body, pointers)


def emergency_set(*members: str, channel: str = "website", language: str | None = None) -> Record:
    language = language or LANGUAGES[channel]
    bodies = {"website": WebsiteEmergencyBody, "kids": KidsEmergencyBody, "partners": PartnersEmergencyBody}
    titles: dict[str, Any] = {
        "website": "緊急の連絡先",
        "kids": {"text": "緊急の連絡先", "tokens": []},
        "partners": {"ja": "緊急の連絡先"},
    }
    body = bodies[channel](channel=channel)
    slug = f"emergency-{channel}"
    return _record(slug, "emergency", channel, language, titles[channel], body, references(members=members))


def _record(
    slug: str,
    type: str,
    channel: str,
    language: str,
    title: Any,
    body: Any,
    pointers: tuple[Reference, ...] = (),
) -> Record:
    return Record(
        content_id=id_of(slug),
        type=type,
        channel=channel,
        language=language,
        slug=slug,
        title=title,
        body=body,
        summary=body.shortened(),
        kana_sort=slug,
        references=pointers,
    )
