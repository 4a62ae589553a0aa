"""Audiences, for the website and for partners: the words of a filter, in the editors' order."""

from api.documents.audience import PartnersAudienceBody, WebsiteAudienceBody
from api.documents.record import Record
from catalog.audience import Audience
from catalog.languages import languages
from cms.publication.builders.texts import InAllLanguages, InLanguage


def records(audience: Audience) -> list[Record]:
    """All records of a live audience."""
    built: list[Record] = []
    if "website" in audience.channels:
        built += [_website(audience, language) for language in languages()]
    if "partners" in audience.channels:
        built.append(_partners(audience))
    return built


def _website(audience: Audience, language: str) -> Record:
    texts = InLanguage(language)
    body = WebsiteAudienceBody.model_validate(
        {
            "name": texts.required(audience, "name"),
            "position": audience.position,
            "languages": texts.fields,
        }
    )
    return Record(
        content_id=audience.content_id,
        type="audience",
        channel="website",
        language=language,
        slug=audience.public_slug or "",
        title=body.name,
        body=body,
        summary=body.shortened(),
        kana_sort=f"{audience.position:08d}",
    )


def _partners(audience: Audience) -> Record:
    texts = InAllLanguages()
    body = PartnersAudienceBody.model_validate(
        {
            "name": texts.text(audience, "name"),
            "position": audience.position,
            "languages": texts.languages,
        }
    )
    return Record(
        content_id=audience.content_id,
        type="audience",
        channel="partners",
        language="mul",
        slug=audience.public_slug or "",
        title=dict(body.name),
        body=body,
        summary=body.shortened(),
        kana_sort=f"{audience.position:08d}",
    )
