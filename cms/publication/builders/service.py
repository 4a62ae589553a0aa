"""Services: for the website in every language and for partners in all; kids_service speaks to kids."""

from uuid import UUID

from api.documents.contact_point import PartnersClosure, PartnersContact, WebsiteClosure, WebsiteContact
from api.documents.opening import patterns_named
from api.documents.record import Record, Reference
from api.documents.service import PartnersCoverage, PartnersServiceBody, WebsiteCoverage, WebsiteServiceBody
from catalog.closure import Closable
from catalog.contact_point import ContactPoint
from catalog.kana import sort_key
from catalog.languages import languages
from catalog.phone import dial
from catalog.service import Service
from cms.publication.builders import kids_service
from cms.publication.builders.texts import InAllLanguages, InLanguage, in_any_language


def records(service: Service) -> list[Record]:
    """All records of a live service, but for the kids' one."""
    built: list[Record] = []
    references, facets = _references(service), _facets(service)
    if "website" in service.channels:
        built += [_website(service, language, references, facets) for language in languages()]
    if "partners" in service.channels:
        built.append(_partners(service, references, facets))
    return built


def kids_facts(service: Service) -> kids_service.KidsFacts:
    """The live facts of a service without a word of its texts: all that the kids' builder may know of it."""
    return kids_service.KidsFacts(
        content_id=service.content_id,
        slug=service.public_slug or "",
        kana_sort=sort_key(service.kana),
        closure_from=service.closure_from,
        closure_until=service.closure_until,
        verified_on=service.verified_on,
        crisis=service.crisis,
        kind=service.kind,
        topics=tuple(topic.content_id for topic in _sorted(service.topics.all())),
        contacts=tuple(
            kids_service.ContactFact(
                id=contact.content_id,
                channel=contact.channel,
                value=contact.value,
                dial=_dial(contact),
                hours=contact.hours or None,
                free_of_charge=contact.free_of_charge,
                languages=tuple(contact.languages),
                closure_from=contact.closure_from,
                closure_until=contact.closure_until,
            )
            for contact in service.contact_points.all()
        ),
    )


def _website(
    service: Service, language: str, references: tuple[Reference, ...], facets: dict[str, tuple[str, ...]]
) -> Record:
    texts = InLanguage(language)
    name = texts.required(service, "name")
    contacts = tuple(_website_contact(contact, texts) for contact in service.contact_points.all())
    body = WebsiteServiceBody.model_validate(
        {
            "name": name,
            "name_ja": service.text_in("name", "ja"),
            "kana": service.kana,
            "summary": texts.text(service, "summary"),
            "description": texts.text(service, "description"),
            "how_to_use": texts.text(service, "how_to_use"),
            "cost": texts.text(service, "cost"),
            "conditions": texts.text(service, "conditions"),
            "coverage": WebsiteCoverage(kind=service.coverage_kind),  # type: ignore[arg-type]
            "closure": _website_closure(service, texts, named="closure.text"),
            "contacts": contacts,
            "languages": texts.fields,
            **_facts(service),
        }
    )
    return Record(
        content_id=service.content_id,
        type="service",
        channel="website",
        language=language,
        slug=service.public_slug or "",
        title=name,
        body=body,
        summary=body.shortened(),
        kana_sort=sort_key(service.kana),
        references=references,
        facets={**facets, "hours": tuple(patterns_named(body))},
        search={
            "name": name,
            "kana": service.kana,
            "summary": body.summary or "",
            "text": "\n".join(filter(None, (body.description, body.how_to_use, body.conditions))),
            "words": texts.text(service, "search_words", named="") or "",
        },
    )


def _website_contact(contact: ContactPoint, texts: InLanguage) -> WebsiteContact:
    prefix = f"contacts.{contact.content_id}"
    return WebsiteContact(
        id=contact.content_id,
        channel=contact.channel,  # type: ignore[arg-type]
        value=contact.value,
        dial=_dial(contact),
        hours=contact.hours or None,
        free_of_charge=contact.free_of_charge,
        languages=tuple(contact.languages),
        label=texts.text(contact, "label", named=f"{prefix}.label"),
        note=texts.text(contact, "note", named=f"{prefix}.note"),
        closure=_website_closure(contact, texts, named=f"{prefix}.closure.text"),
    )


def _website_closure(closable: Closable, texts: InLanguage, *, named: str) -> WebsiteClosure | None:
    if closable.closure_from is None:
        return None
    return WebsiteClosure(
        from_=closable.closure_from,
        until=closable.closure_until,
        text=texts.text(closable, "closure_text", named=named),
    )


def _partners(service: Service, references: tuple[Reference, ...], facets: dict[str, tuple[str, ...]]) -> Record:
    texts = InAllLanguages()
    name = texts.text(service, "name")
    contacts = tuple(_partners_contact(contact, texts) for contact in service.contact_points.all())
    body = PartnersServiceBody.model_validate(
        {
            "name": name,
            "kana": service.kana,
            "summary": texts.text(service, "summary"),
            "description": texts.text(service, "description"),
            "how_to_use": texts.text(service, "how_to_use"),
            "cost": texts.text(service, "cost"),
            "conditions": texts.text(service, "conditions"),
            "coverage": PartnersCoverage(kind=service.coverage_kind),  # type: ignore[arg-type]
            "closure": _partners_closure(service, texts, named="closure.text"),
            "contacts": contacts,
            "languages": texts.languages,
            **_facts(service),
        }
    )
    return Record(
        content_id=service.content_id,
        type="service",
        channel="partners",
        language="mul",
        slug=service.public_slug or "",
        title=dict(name),
        body=body,
        summary=body.shortened(),
        kana_sort=sort_key(service.kana),
        references=references,
        facets={**facets, "hours": tuple(patterns_named(body))},
        search={
            "name": in_any_language(name),
            "kana": service.kana,
            "summary": in_any_language(body.summary),
            "text": "\n".join(map(in_any_language, (body.description, body.how_to_use, body.conditions))).strip(),
            "words": in_any_language(texts.text(service, "search_words")),
        },
    )


def _partners_contact(contact: ContactPoint, texts: InAllLanguages) -> PartnersContact:
    prefix = f"contacts.{contact.content_id}"
    return PartnersContact(
        id=contact.content_id,
        channel=contact.channel,  # type: ignore[arg-type]
        value=contact.value,
        dial=_dial(contact),
        hours=contact.hours or None,
        free_of_charge=contact.free_of_charge,
        languages=tuple(contact.languages),
        label=texts.text(contact, "label", named=f"{prefix}.label"),
        note=texts.text(contact, "note", named=f"{prefix}.note"),
        closure=_partners_closure(contact, texts, named=f"{prefix}.closure.text"),
    )


def _partners_closure(closable: Closable, texts: InAllLanguages, *, named: str) -> PartnersClosure | None:
    if closable.closure_from is None:
        return None
    return PartnersClosure(
        from_=closable.closure_from,
        until=closable.closure_until,
        text=texts.text(closable, "closure_text", named=named),
    )


def _facts(service: Service) -> dict[str, object]:
    return {
        "kind": service.kind,
        "crisis": service.crisis,
        "anonymous": service.anonymous_ok,
        "url": service.url or None,
        "verified_on": service.verified_on,
        "verified_fields": tuple(sorted(service.verified_fields)),
        "unverified": bool(service.unverified_note),
    }


def _dial(contact: ContactPoint) -> str | None:
    return dial(contact.value) if contact.channel == "phone" else None


def _sorted(rows: object) -> list:  # type: ignore[type-arg]
    return sorted(rows, key=lambda row: (getattr(row, "position", 0), str(row.content_id)))  # type: ignore[call-overload,no-any-return]


def _references(service: Service) -> tuple[Reference, ...]:
    def many(role: str, rows: object) -> list[Reference]:
        return [Reference(role, position, row.content_id) for position, row in enumerate(_sorted(rows))]

    provider = [Reference("provider", 0, service.provider.content_id)] if service.provider else []
    return (
        *provider,
        *many("topics", service.topics.all()),
        *many("audiences", service.audiences.all()),
        *many("areas", service.areas.all()),
    )


def _facets(service: Service) -> dict[str, tuple[str, ...]]:
    contacts = list(service.contact_points.all())
    areas = {
        "national": ("national",),
        "local_everywhere": ("everywhere",),
        "areas": tuple(area.code for area in service.areas.all()),
    }[service.coverage_kind]

    def ids(rows: object) -> tuple[str, ...]:
        return tuple(str(UUID(str(row.content_id))) for row in _sorted(rows))

    return {
        "topic": ids(service.topics.all()),
        "audience": ids(service.audiences.all()),
        "area": areas,
        "kind": (service.kind,),
        "contact": tuple({contact.channel for contact in contacts}),
        "free": ("true",) if any(contact.free_of_charge is True for contact in contacts) else (),
        "language": tuple({language for contact in contacts for language in contact.languages}),
        "crisis": ("true",) if service.crisis else (),
        "anonymous": ("true",) if service.anonymous_ok else (),
    }
