"""Organizations, for the website and for partners."""

from api.documents.organization import PartnersOrganizationBody, WebsiteOrganizationBody
from api.documents.record import Record
from catalog.kana import sort_key
from catalog.languages import languages
from catalog.organization import Organization
from cms.publication.builders.texts import InAllLanguages, InLanguage


def records(organization: Organization) -> list[Record]:
    """All records of a live organization."""
    built: list[Record] = []
    if "website" in organization.channels:
        built += [_website(organization, language) for language in languages()]
    if "partners" in organization.channels:
        built.append(_partners(organization))
    return built


def _website(organization: Organization, language: str) -> Record:
    texts = InLanguage(language)
    body = WebsiteOrganizationBody.model_validate(
        {
            "name": texts.required(organization, "name"),
            "kana": organization.kana,
            "provider_type": organization.provider_type or None,
            "url": organization.url or None,
            "languages": texts.fields,
        }
    )
    return Record(
        content_id=organization.content_id,
        type="organization",
        channel="website",
        language=language,
        slug=organization.public_slug or "",
        title=body.name,
        body=body,
        summary=body.shortened(),
        kana_sort=sort_key(organization.kana),
    )


def _partners(organization: Organization) -> Record:
    texts = InAllLanguages()
    body = PartnersOrganizationBody.model_validate(
        {
            "name": texts.text(organization, "name"),
            "kana": organization.kana,
            "provider_type": organization.provider_type or None,
            "url": organization.url or None,
            "languages": texts.languages,
        }
    )
    return Record(
        content_id=organization.content_id,
        type="organization",
        channel="partners",
        language="mul",
        slug=organization.public_slug or "",
        title=dict(body.name),
        body=body,
        summary=body.shortened(),
        kana_sort=sort_key(organization.kana),
    )
