"""Reading services.json: one service with its contacts, sources and kids' text."""

from collections import Counter
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from catalog import opening_hours, phone
from catalog.contact_point import ContactPoint
from catalog.imports.fault import Fields
from catalog.imports.rows import ContactRow, KidsRow, ServiceRow, SourceRow
from catalog.kana import is_reading
from catalog.organization import Organization
from catalog.publishable import SLUG
from catalog.service import Service
from catalog.spoken_languages import SPOKEN
from catalog.verification import VERIFIABLE


def service_row(
    fields: Fields, *, key: str, topics: Collection[str], audiences: Collection[str], areas: Collection[str]
) -> ServiceRow:
    """One service; `topics`, `audiences` and `areas` are the values that exist."""
    if key and not SLUG.fullmatch(key):
        fields.fault(
            "id",
            gettext("「%(key)s」は使えません") % {"key": key},
            gettext("半角の小文字・数字・ハイフンで3文字から60文字までにしてください。"),
        )
    kana = fields.text("name_kana", required=True)
    if kana and not is_reading(kana):
        fields.fault(
            "name_kana",
            gettext("「%(kana)s」はひらがなだけではありません") % {"kana": kana},
            gettext("ひらがなで書いてください(例:でぃーぶい)。"),
        )
    row = ServiceRow(
        key=key,
        place=fields.place,
        name_ja=fields.text("name_ja", required=True),
        kana=kana,
        name_en=fields.text("name_en"),
        provider_ja=fields.text("provider_ja", required=True),
        provider_en=fields.text("provider_en"),
        provider_type=fields.choice("provider_type", Organization.ProviderType.values),
        kind=fields.choice("kind", Service.Kind.values),
        summary_ja=fields.text("summary_ja", required=True),
        summary_easy_ja=fields.text("summary_easy_ja"),
        summary_en=fields.text("summary_en"),
        kids=_kids(fields),
        topics=fields.choices("topics", topics),
        audiences=fields.choices("audience", audiences),
        contacts=_contacts(fields),
        url=fields.text("url"),
        coverage_kind=fields.choice("coverage_kind", Service.CoverageKind.values),
        areas=fields.choices("areas", areas),
        anonymous_ok=fields.yes_no("anonymous_ok", unknown=True),
        crisis=bool(fields.yes_no("crisis")),
        sources=tuple(_source(part) for part in fields.parts("sources", label=gettext("出典"))),
        verified_fields=fields.choices("verified_fields", dict(VERIFIABLE)),
        unverified_note=fields.text("unverified"),
    )
    _check_coverage(fields, row)
    fields.nothing_else("coverage")
    return row


def _check_coverage(fields: Fields, row: ServiceRow) -> None:
    if (row.coverage_kind == Service.CoverageKind.AREAS) != bool(row.areas):
        fields.fault(
            "areas",
            gettext("coverage_kind と合いません"),
            gettext("areas のときだけ、地域コードを1つ以上入れてください。"),
        )


def _kids(fields: Fields) -> KidsRow | None:
    data = fields.value("kids")
    if data is None:
        return None
    part = Fields(data, file=fields.file, place=f"{fields.place} kids", faults=fields.faults)
    row = KidsRow(title_ja=part.text("title_ja", required=True), summary_ja=part.text("summary_ja", required=True))
    part.nothing_else()
    return row


def _source(part: Fields) -> SourceRow:
    row = SourceRow(url=part.text("url", required=True), title=part.text("title"))
    part.nothing_else()
    return row


def _contacts(fields: Fields) -> tuple[ContactRow, ...]:
    seen: Counter[str] = Counter()
    rows = []
    for part in fields.parts("contacts", label=gettext("連絡先")):
        channel = part.choice("channel", ContactPoint.Channel.values)
        seen[channel] += 1
        rows.append(
            ContactRow(
                key=f"{channel}-{seen[channel]}",
                channel=channel,
                value=contact_value(part, channel),
                label_ja=part.text("label_ja"),
                note_ja=part.text("note_ja"),
                free_of_charge=part.yes_no("free_of_charge", unknown=True),
                hours=contact_hours(part),
                languages=part.choices("languages", dict(SPOKEN)),
            )
        )
        part.nothing_else()
    return tuple(rows)


def contact_value(part: Fields, channel: str, field: str = "value") -> str:
    """The number, address or place as it is kept; "" where this kind of contact cannot have it."""
    value = part.text(field, required=True)
    try:
        ContactPoint(channel=channel, value=value).check_value()
    except ValidationError as error:
        part.fault(field, gettext("「%(value)s」は使えません") % {"value": value}, error.messages[0])
        return ""
    return phone.normalise(value) if value and channel == ContactPoint.Channel.PHONE else value


def contact_hours(part: Fields, field: str = "hours") -> str | None:
    """The hours as they are kept; None where there are none, or none that can be understood."""
    text = part.text(field)
    try:
        return opening_hours.normalise(text)
    except opening_hours.HoursInvalid as error:
        part.fault(field, gettext("「%(text)s」は使えません") % {"text": text}, str(error))
        return None
