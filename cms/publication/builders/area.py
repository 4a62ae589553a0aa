"""Areas: official reference data, in Japanese and English, for the website and for partners."""

from api.documents.area import PartnersAreaBody, WebsiteAreaBody
from api.documents.envelope import FieldLanguage
from api.documents.record import Record, Reference
from catalog.area import Area
from catalog.languages import languages


def records(area: Area) -> list[Record]:
    """All records of an area. Its slug is its code; areas are ordered by code, as everybody expects."""
    facts = {
        "code": area.code,
        "level": area.level,
        "kana": area.name_kana,
        "valid_from": area.valid_from,
        "valid_to": area.valid_to,
    }
    references = tuple([Reference("parent", 0, area.parent.content_id)] if area.parent else []) + tuple(
        Reference("successors", position, successor.content_id)
        for position, successor in enumerate(sorted(area.successors.all(), key=lambda row: row.code))
    )
    search = {"name": area.name_ja, "kana": area.name_kana, "english": area.name_en}
    names = {"ja": area.name_ja, "en": area.name_en}
    built = []
    for language in languages():
        served = language if language in names else "ja"
        state = "source" if language == "ja" else "checked" if language == "en" else "missing"
        website = WebsiteAreaBody.model_validate(
            {"name": names[served], "languages": {"name": FieldLanguage(served=served, state=state)}, **facts}  # type: ignore[arg-type]
        )
        built.append(
            Record(
                content_id=area.content_id,
                type="area",
                channel="website",
                language=language,
                slug=area.code,
                title=website.name,
                body=website,
                summary=website.shortened(),
                kana_sort=area.code,
                references=references,
                search=search,
            )
        )
    partners = PartnersAreaBody.model_validate(
        {"name": names, "languages": {"ja": {"name": "source"}, "en": {"name": "checked"}}, **facts}
    )
    return [
        *built,
        Record(
            content_id=area.content_id,
            type="area",
            channel="partners",
            language="mul",
            slug=area.code,
            title=dict(names),
            body=partners,
            summary=partners.shortened(),
            kana_sort=area.code,
            references=references,
        ),
    ]
