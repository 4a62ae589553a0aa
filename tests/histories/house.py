"""The editors' house of the machine: people, a handful of entries, and how a model's text becomes a draft and back."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from api.channels.channel import SEGMENTS as SEGMENTS_OF_THE_API
from catalog.models import Audience, ContactPoint, EmergencyMember, EmergencySet, Organization, Service, Topic
from catalog.publishable import Entry
from catalog.translated import text_digest
from cms.workflow import roles
from pages.models import Faq, FaqService, KidsText
from tests.editors import person
from tests.histories.model import Model, Subject, Text, text
from tests.histories.words import ADULT, EDITORS, KIDS, word

HERE = UUID("7d0f1c5e-55b1-4a52-9b7a-2f1d3f0a9c11")
#: What every public slug begins with; no name of a field does.
SLUG = "slug-of-"
HIDDEN_AUDIENCE = str(uuid5(HERE, "audience"))

TYPES: dict[str, type[Entry]] = {
    "service": Service,
    "topic": Topic,
    "organization": Organization,
    "kids_text": KidsText,
    "emergency": EmergencySet,
    "faq": Faq,
}
SEGMENTS = {kind: SEGMENTS_OF_THE_API[kind] for kind in TYPES if kind != "kids_text"}
#: What the product calls the text that the model calls the name.
NAMES = {"faq": "question"}

#: name -> what it is, and for a kids' text or an emergency set what it is about.
ENTRIES = {
    "provider": ("organization", ""),
    "topic": ("topic", ""),
    "desk": ("service", ""),
    "second-desk": ("service", ""),
    "new-desk": ("service", ""),
    "kids-words": ("kids_text", "desk"),
    "second-kids-words": ("kids_text", "question"),
    "crisis": ("emergency", "website"),
    "kids-crisis": ("emergency", "kids"),
    "question": ("faq", ""),
}

WRITES = frozenset({"write", "propose"})
APPROVES = frozenset({"approve", "propose", "confirm"})
REVIEWS = frozenset({"review", "propose"})
PEOPLE: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "writer": ((roles.WRITER,), WRITES),
    "second-writer": ((roles.WRITER,), WRITES),
    "reviewer": ((roles.REVIEWER,), REVIEWS),
    "approver": ((roles.APPROVER,), APPROVES),
    "second-approver": ((roles.APPROVER,), APPROVES),
    "kids": ((roles.KIDS,), frozenset({"kids"})),
    # They write as well, so that everybody's own work comes before them.
    "writing-reviewer": ((roles.WRITER, roles.REVIEWER), WRITES | REVIEWS),
    "writing-approver": ((roles.WRITER, roles.APPROVER), WRITES | APPROVES),
    "writing-kids": ((roles.WRITER, roles.KIDS), WRITES | {"kids"}),
    # Has every right there is, Wagtail's publish right too.
    "superuser": ((), WRITES | REVIEWS | APPROVES | {"kids"}),
}


def people() -> dict[str, Any]:
    """Everybody, in a database that has been migrated."""
    roles.set_up()
    users = {name: person(name, *groups) for name, (groups, _) in PEOPLE.items()}
    users["superuser"].is_superuser = True
    users["superuser"].save()
    return users


def empty_model() -> Model:
    """Everything by name, nothing written yet."""
    subjects = {
        name: Subject(
            name=name,
            kind=kind,
            content_id=str(uuid5(HERE, name)),
            slug=f"{SLUG}{name}",
            channel=about if kind == "emergency" else "",
        )
        for name, (kind, about) in ENTRIES.items()
    }
    return Model(rights={name: rights for name, (_, rights) in PEOPLE.items()}, subjects=subjects)


def first_text(model: Model, name: str) -> Text:
    """A complete text of an entry, in words that were never used."""
    kind, about = ENTRIES[name]
    values: dict[str, Any] = {"go_live_at": None, "expire_at": None}
    if kind == "service":
        values |= {"name_en": None, "en_of": None, "name_ko": None, "value": "0120-279-338"}
    if kind in ("topic", "organization", "faq"):
        values |= {"name_en": None, "en_of": None}
    if kind == "emergency":
        return text(kind, {**values, "members": ("desk",)})
    if kind == "kids_text":
        values["about"] = about
    else:
        values["channels"] = ("website", "partners") if kind == "organization" else ("website", "kids", "partners")
    return rewritten(model, text(kind, values))


def rewritten(model: Model, old: Text) -> Text:
    """The same entry in new words."""
    a, k, n = (word(reader, model.next()) for reader in (ADULT, KIDS, EDITORS))
    match old.kind:
        case "service":
            return old.changed(
                name_ja=f"窓口 {a}",
                summary_ja=f"概要 {a}",
                label=f"電話 {a}",
                note=f"補足 {a}",
                unverified_note=f"要確認 {n}",
            )
        case "topic":
            return old.changed(name_ja=f"悩み {a}", name_kids=f"こまりごと {k}")
        case "organization":
            return old.changed(name_ja=f"団体 {a}")
        case "faq":
            return old.changed(name_ja=f"質問 {a}", summary_ja=f"答え {a}")
        case "kids_text":
            return old.changed(title=f"でんわ {k}", text=f"はなしていいよ {k}", label=f"よびな {k}")
    return old


def new_entry(model: Model, name: str) -> Entry:
    """The row of an entry, not saved yet."""
    subject = model.subjects[name]
    entry = TYPES[subject.kind](content_id=UUID(subject.content_id), public_slug=subject.slug)
    match entry:
        case Service():
            entry.kana, entry.kind, entry.coverage_kind = "そうだんまどぐち", "consultation", "national"
            entry.url = "https://example.test/"
            entry.contact_points = [
                ContactPoint(content_id=uuid5(HERE, f"{name} contact"), channel="phone", hours="24/7")
            ]
            entry.provider = Organization.objects.get(public_slug=f"{SLUG}provider")
            entry.topics = [Topic.objects.get(public_slug=f"{SLUG}topic")]
            entry.audiences = [_hidden_audience()]
        case Organization():
            entry.kana, entry.provider_type = "だんたい", "npo"
        case EmergencySet():
            entry.channel = subject.channel
        case Faq():
            entry.topics = [Topic.objects.get(public_slug=f"{SLUG}topic")]
            entry.related_services = [FaqService(service=Service.objects.get(public_slug=f"{SLUG}desk"))]
    return entry


def _hidden_audience() -> Audience:
    """Live services name it, and it is never published: its existence may not show."""
    name = f"ひみつの対象 {word(EDITORS, 0)}"
    return Audience.objects.get_or_create(
        public_slug="hidden-audience", defaults={"content_id": UUID(HIDDEN_AUDIENCE), "name_ja": name}
    )[0]


def write(entry: Any, wanted: Text) -> None:
    """Make a draft say what the text says."""
    entry.go_live_at, entry.expire_at = wanted["go_live_at"], wanted["expire_at"]
    match entry:
        case Service():
            entry.channels = list(wanted["channels"])
            entry.name_ja, entry.summary_ja = wanted["name_ja"], wanted["summary_ja"]
            entry.name_en, entry.name_ko = wanted["name_en"], wanted["name_ko"]
            entry.unverified_note = wanted["unverified_note"]
            contact = entry.contact_points.all()[0]
            contact.value, contact.label_ja, contact.note_ja = wanted["value"], wanted["label"], wanted["note"]
            entry.contact_points = [contact]
        case Topic() | Organization():
            entry.channels = list(wanted["channels"])
            entry.name_ja, entry.name_en = wanted["name_ja"], wanted["name_en"]
            if isinstance(entry, Topic):
                entry.name_kids = wanted["name_kids"]
        case Faq():
            entry.channels = list(wanted["channels"])
            entry.question_ja, entry.question_en = wanted["name_ja"], wanted["name_en"]
            entry.answer_ja = f"<p>{wanted['summary_ja']}</p>"
        case KidsText():
            entry.about = UUID(str(uuid5(HERE, wanted["about"])))
            entry.title, entry.text = wanted["title"], wanted["text"]
            entry.labels = {str(uuid5(HERE, f"{wanted['about']} contact")): wanted["label"]}
        case EmergencySet():
            services = {service.public_slug.removeprefix(SLUG): service for service in Service.objects.all()}
            entry.members = [
                EmergencyMember(service=services.get(name), sort_order=place)
                for place, name in enumerate(wanted["members"])
            ]
    entry.translations = {}  # an old draft brings its own record with it
    if wanted["name_en"]:
        entry.note_translation(NAMES.get(wanted.kind, "name"), "en", of=text_digest(wanted["en_of"]), state="checked")


def read(entry: Any, like: Text) -> Text:
    """What a row or a revision says. ``like`` tells what it cannot: the Japanese of a translation, a deleted member."""
    values: dict[str, Any] = {"go_live_at": entry.go_live_at, "expire_at": entry.expire_at}
    match entry:
        case Service():
            contact = entry.contact_points.all()[0]
            values |= {name: getattr(entry, name) for name in ("name_ja", "summary_ja", "name_en", "name_ko")}
            values |= {"value": contact.value, "label": contact.label_ja, "note": contact.note_ja}
            values |= {"unverified_note": entry.unverified_note, "channels": tuple(entry.channels)}
        case Topic():
            values |= {name: getattr(entry, name) for name in ("name_ja", "name_en", "name_kids")}
            values["channels"] = tuple(entry.channels)
        case Organization():
            values |= {"name_ja": entry.name_ja, "name_en": entry.name_en, "channels": tuple(entry.channels)}
        case Faq():
            values |= {"name_ja": entry.question_ja, "name_en": entry.question_en, "channels": tuple(entry.channels)}
            values["summary_ja"] = str(entry.answer_ja).removeprefix("<p>").removesuffix("</p>")
        case KidsText():
            about = next((name for name in ENTRIES if uuid5(HERE, name) == entry.about), None)
            values |= {"about": about, "title": entry.title, "text": entry.text}
            values["label"] = next(iter(entry.labels.values()))
        case EmergencySet():
            values["members"] = tuple(
                str(member.service.public_slug).removeprefix(SLUG) if member.service else name
                for member, name in zip(entry.members.all(), like["members"], strict=True)
            )
    if "en_of" in dict(like.values):
        record = entry.translations.get(NAMES.get(like.kind, "name"), {}).get("en")
        made_from = record and record["of"]
        values["en_of"] = like["en_of"] if made_from == (like["en_of"] and text_digest(like["en_of"])) else made_from
    return text(like.kind, values)


def in_the_future(model: Model, **later: int) -> Any:
    """A moment from now on, unlike any other."""
    return timezone.now() + timedelta(**later) + timedelta(seconds=model.next())
