"""Emergency sets: the document names the members in order; what is said of each comes from its own document."""

from typing import Any

from pydantic import BaseModel

from api.documents.emergency import KidsEmergencyBody, PartnersEmergencyBody, WebsiteEmergencyBody
from api.documents.record import Record, Reference
from catalog.emergency import EmergencySet
from catalog.languages import languages
from cms.publication.builders.texts import kids_words

TITLES = {"ja": "緊急の連絡先", "ja-easy": "すぐに そうだんできる ところ", "en": "Emergency contacts"}


def records(emergency_set: EmergencySet) -> list[Record]:
    """All records of a live set: they stand in its own channel only."""
    channel = emergency_set.channel
    if channel == "website":
        body: BaseModel = WebsiteEmergencyBody(channel=channel)
        return [_record(emergency_set, body, lang, TITLES.get(lang, TITLES["ja"])) for lang in languages()]
    if channel == "kids":
        title = kids_words("すぐに相談できるところ").model_dump(mode="json")
        return [_record(emergency_set, KidsEmergencyBody(channel=channel), "ja", title)]
    return [_record(emergency_set, PartnersEmergencyBody(channel=channel), "mul", dict(TITLES))]


def _record(emergency_set: EmergencySet, body: Any, language: str, title: Any) -> Record:
    return Record(
        content_id=emergency_set.content_id,
        type="emergency",
        channel=emergency_set.channel,
        language=language,
        slug=emergency_set.public_slug or "",
        title=title,
        body=body,
        summary=body.shortened(),
        kana_sort="",
        references=tuple(
            Reference("members", position, member.service.content_id)
            for position, member in enumerate(emergency_set.members.all())
            if member.service is not None
        ),
    )
