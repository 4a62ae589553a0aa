"""The rows of a starter folder, as they were read and checked."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OrganizationRow:
    name_ja: str
    name_en: str
    provider_type: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class TopicRow:
    slug: str
    name_ja: str
    name_en: str
    name_kids: str
    description_ja: str
    position: int


@dataclass(frozen=True, kw_only=True)
class AudienceRow:
    slug: str
    name_ja: str
    name_easy_ja: str
    name_en: str
    position: int


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """`key` names it inside its service: "phone-1" is the first phone number."""

    key: str
    channel: str
    value: str
    label_ja: str
    note_ja: str
    free_of_charge: bool | None
    hours: str | None
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    url: str
    title: str


@dataclass(frozen=True, kw_only=True)
class KidsRow:
    title_ja: str
    summary_ja: str


@dataclass(frozen=True, kw_only=True)
class ServiceRow:
    key: str
    place: str
    name_ja: str
    kana: str
    name_en: str
    provider_ja: str
    provider_en: str
    provider_type: str
    kind: str
    summary_ja: str
    summary_easy_ja: str
    summary_en: str
    kids: KidsRow | None
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    contacts: tuple[ContactRow, ...]
    url: str
    coverage_kind: str
    areas: tuple[str, ...]
    anonymous_ok: bool | None
    crisis: bool
    sources: tuple[SourceRow, ...]
    verified_fields: tuple[str, ...]
    unverified_note: str


@dataclass(frozen=True, kw_only=True)
class ConceptRow:
    """Texts hold one pattern or word a line; `phrases` has every public language."""

    slug: str
    place: str
    name_ja: str
    name_en: str
    crisis: str
    topics: tuple[str, ...]
    services: tuple[str, ...]
    terms: str
    phrases: dict[str, str]
    unless: str


@dataclass(frozen=True, kw_only=True)
class Starter:
    """Everything in a folder, with every reference inside it known to lead somewhere."""

    organizations: tuple[OrganizationRow, ...]
    topics: tuple[TopicRow, ...]
    audiences: tuple[AudienceRow, ...]
    services: tuple[ServiceRow, ...]
    emergency: dict[str, tuple[str, ...]]
    concepts: tuple[ConceptRow, ...]
    search_words: dict[str, dict[str, str]]  # by key of a service, or with its kind before it ("faq:…")
