"""Rows of the starter folder into drafts of the catalog. Call inside one transaction."""

from collections.abc import Collection, Sequence

from catalog.area import Area
from catalog.audience import Audience
from catalog.concept import Concept, ConceptService
from catalog.contact_point import ContactPoint
from catalog.emergency import EmergencyMember, EmergencySet
from catalog.imports.drafts import DraftWriter
from catalog.imports.fault import Fault, FilesInvalid
from catalog.imports.identity import starter_id
from catalog.imports.rows import AudienceRow, ConceptRow, ContactRow, OrganizationRow, ServiceRow, Starter, TopicRow
from catalog.languages import JAPANESE, column, languages
from catalog.organization import Organization
from catalog.publishable import CHANNELS
from catalog.service import Service, ServiceSource
from catalog.spoken_languages import SPOKEN
from catalog.topic import Topic
from catalog.translated import Translated
from catalog.verification import VERIFIABLE


class CatalogImport:
    """One import; remembers what it has put, so that services find their topics, audiences and providers."""

    def __init__(self, starter: Starter, writer: DraftWriter) -> None:
        self._starter = starter
        self._writer = writer
        self._organizations: dict[str, Organization] = {}
        self._topics: dict[str, Topic] = {}
        self._audiences: dict[str, Audience] = {}
        self._services: dict[str, Service] = {}
        self._areas = {area.code: area for area in Area.objects.all()}

    def run(self) -> None:
        """Raises FilesInvalid when a slug belongs to another entry, or an area has not been loaded."""
        self._check_areas()
        for organization in self._starter.organizations:
            self._put_organization(organization)
        for topic in self._starter.topics:
            self._put_topic(topic)
        for audience in self._starter.audiences:
            self._put_audience(audience)
        for service in self._starter.services:
            self._put_service(service)
        for channel, members in self._starter.emergency.items():
            self._put_emergency(channel, members)
        for concept in self._starter.concepts:
            self._put_concept(concept)

    def _check_areas(self) -> None:
        faults = [
            Fault(
                file="services.json",
                place=service.place,
                field="areas",
                wrong=f"地域「{code}」がまだ取り込まれていません",
                mend="先に manage.py load_areas を行ってください。",
            )
            for service in self._starter.services
            for code in service.areas
            if code not in self._areas
        ]
        if faults:
            raise FilesInvalid(faults)

    def _put_organization(self, row: OrganizationRow) -> None:
        def fill(entry: Organization) -> None:
            write_texts(entry, "name", {"ja": row.name_ja, "en": row.name_en})
            entry.provider_type = row.provider_type

        content_id = starter_id("organization", row.name_ja)
        self._organizations[row.name_ja] = self._writer.put(
            Organization, content_id, fill, slug=row.slug, place=f"services.json 提供機関「{row.name_ja}」"
        )

    def _put_topic(self, row: TopicRow) -> None:
        def fill(entry: Topic) -> None:
            write_texts(entry, "name", {"ja": row.name_ja, "en": row.name_en})
            write_texts(entry, "description", {"ja": row.description_ja})
            entry.name_kids = row.name_kids
            entry.position = row.position
            entry.channels = _channels(kids=bool(row.name_kids))

        content_id = starter_id("topic", row.slug)
        self._topics[row.slug] = self._writer.put(
            Topic, content_id, fill, slug=row.slug, place=f"topics.json {row.slug}"
        )

    def _put_audience(self, row: AudienceRow) -> None:
        def fill(entry: Audience) -> None:
            write_texts(entry, "name", {"ja": row.name_ja, "ja-easy": row.name_easy_ja, "en": row.name_en})
            entry.position = row.position

        content_id = starter_id("audience", row.slug)
        self._audiences[row.slug] = self._writer.put(
            Audience, content_id, fill, slug=row.slug, place=f"audiences.json {row.slug}"
        )

    def _put_service(self, row: ServiceRow) -> None:
        def fill(entry: Service) -> None:
            write_texts(entry, "name", {"ja": row.name_ja, "en": row.name_en})
            write_texts(entry, "summary", {"ja": row.summary_ja, "ja-easy": row.summary_easy_ja, "en": row.summary_en})
            entry.kana = row.kana
            entry.kind = row.kind
            entry.provider = self._organizations[row.provider_ja]
            entry.url = row.url
            entry.coverage_kind = row.coverage_kind
            entry.anonymous_ok = row.anonymous_ok
            entry.crisis = row.crisis
            entry.verified_fields = as_ticked(row.verified_fields, VERIFIABLE)
            entry.unverified_note = row.unverified_note
            write_search_words(entry, self._starter, row.key)
            entry.channels = _channels(kids=row.kids is not None)
            entry.topics.set([self._topics[slug] for slug in row.topics])
            entry.audiences.set([self._audiences[slug] for slug in row.audiences])
            entry.areas.set([self._areas[code] for code in row.areas])
            entry.contact_points.set(_contacts(entry, row))
            entry.sources.set(_sources(entry, row))

        self._services[row.key] = self._writer.put(
            Service, starter_id("service", row.key), fill, slug=row.key, place=f"services.json {row.place}"
        )

    def _put_emergency(self, channel: str, members: tuple[str, ...]) -> None:
        services = [self._services[key] for key in members]

        def fill(entry: EmergencySet) -> None:
            entry.channel = channel
            entry.channels = [channel]
            here = {member.service_id: member for member in entry.members.all()}
            chosen = [here.get(service.pk) or EmergencyMember(service=service) for service in services]
            for position, member in enumerate(chosen):
                member.sort_order = position
            entry.members.set(chosen)

        self._writer.put(
            EmergencySet, starter_id("emergency", channel), fill, slug=channel, place=f"emergency.json {channel}"
        )

    def _put_concept(self, row: ConceptRow) -> None:
        services = [self._services[key] for key in row.services]

        def fill(entry: Concept) -> None:
            write_texts(entry, "name", {"ja": row.name_ja, "en": row.name_en})
            write_texts(entry, "phrases", row.phrases)
            entry.crisis = row.crisis
            entry.unless = row.unless
            entry.terms = row.terms
            entry.channels = _channels(kids=True)  # kids are led by it, and see nothing of it
            entry.topics.set([self._topics[slug] for slug in row.topics])
            here = {line.service_id: line for line in entry.related_services.all()}
            chosen = [here.get(service.pk) or ConceptService(service=service) for service in services]
            for position, line in enumerate(chosen):
                line.sort_order = position
            entry.related_services.set(chosen)

        self._writer.put(Concept, starter_id("concept", row.slug), fill, slug=row.slug, place=row.place)


def write_search_words(entry: Translated, starter: Starter, key: str) -> None:
    """What search_words.json has for this key; nothing is a text too."""
    words = starter.search_words.get(key, {})
    write_texts(entry, "search_words", {language: words.get(language, "") for language in languages()})


def write_texts(entry: Translated, field: str, texts: dict[str, str]) -> None:
    """Write texts and note what each translation was made from; an unchanged pair keeps its record."""
    source_before = entry.text_in(field, JAPANESE)
    before = {language: entry.text_in(field, language) for language in texts}
    for language, text in texts.items():
        setattr(entry, column(field, language), text or None)
    source_changed = entry.text_in(field, JAPANESE) != source_before
    for language in texts:
        if language != JAPANESE and (source_changed or entry.text_in(field, language) != before[language]):
            entry.record_translation(field, language, state="draft")


def _channels(*, kids: bool) -> list[str]:
    return as_ticked({"website", "partners", *(["kids"] if kids else [])}, CHANNELS)


def as_ticked(values: Collection[str], choices: Sequence[tuple[str, object]]) -> list[str]:
    """In the order of the form's boxes, so that an editor's untouched save is no change."""
    return [value for value, _label in choices if value in values]


def _contacts(service: Service, row: ServiceRow) -> list[ContactPoint]:
    here = {contact.content_id: contact for contact in service.contact_points.all()}
    contacts = []
    for position, contact_row in enumerate(row.contacts):
        content_id = starter_id("contact", f"{row.key}:{contact_row.key}")
        contact = here.get(content_id) or ContactPoint(content_id=content_id)
        _fill_contact(contact, contact_row)
        contact.sort_order = position
        contacts.append(contact)
    return contacts


def _fill_contact(contact: ContactPoint, row: ContactRow) -> None:
    contact.channel = row.channel
    contact.value = row.value
    write_texts(contact, "label", {"ja": row.label_ja})
    write_texts(contact, "note", {"ja": row.note_ja})
    contact.free_of_charge = row.free_of_charge
    contact.hours = row.hours
    contact.languages = as_ticked(row.languages, SPOKEN)


def _sources(service: Service, row: ServiceRow) -> list[ServiceSource]:
    here = {source.url: source for source in service.sources.all()}
    sources = []
    for position, source_row in enumerate(row.sources):
        source = here.get(source_row.url) or ServiceSource(url=source_row.url)
        source.title = source_row.title
        source.sort_order = position
        sources.append(source)
    return sources
