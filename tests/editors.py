"""The editors' house in tests: people with roles, drafts, and the way from a draft to what is live."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField, StreamField

from catalog.closure import Closable
from catalog.languages import column, languages
from catalog.models import (
    Audience,
    Concept,
    ConceptService,
    ContactPoint,
    EmergencyMember,
    EmergencySet,
    Organization,
    Service,
    Topic,
)
from catalog.publishable import Entry
from cms.publication.unit import unit
from cms.workflow import approve, roles
from cms.workflow.digest import digest
from pages.index import index_of
from pages.models import Article, ArticleService, Faq, FaqService, Index, KidsText, Message, SiteNotice


@dataclass(frozen=True)
class House:
    """People, one for each role, and what they do."""

    writer: Any
    second_writer: Any
    reviewer: Any
    approver: Any
    kids: Any
    second_approver: Any
    administrator: Any

    def save_draft(self, entry: Entry, *, by: Any = None) -> Entry:
        """Save as the editor does: the row once, then a revision."""
        if entry.pk is None:
            entry.save()
        entry.save_revision(user=by or self.writer)
        return type(entry).objects.get(pk=entry.pk)

    def draft_of(self, model: type[Entry], *args: Any, **fields: Any) -> Entry:
        """A complete draft of this type, not saved yet; what has to stand before it may go live stands already."""
        if model is EmergencySet:
            self.publish(a_service())
        return MAKERS[model](*args, **fields)

    def submit(self, entry: Entry, *, by: Any = None) -> Entry:
        """Send the latest draft for approval."""
        entry.get_workflow().start(entry.get_latest_revision_as_object(), by or self.writer)
        return entry

    def say_yes(self, entry: Entry, *, by: Any) -> None:
        """One person's yes to what waits, as the approval page sends it."""
        state = entry.current_workflow_task_state
        with unit(door="workflow", person=by):
            approve.approve(state, seen_digest=digest(state.revision.as_object()), person=by, at=timezone.now())

    def publish(self, entry: Entry, *, by: Any = None) -> Entry:
        """A draft goes the whole way: saved, submitted, reviewed, approved. Returns the live row."""
        entry = self.submit(self.save_draft(entry, by=by), by=by)
        people = {"review": self.reviewer, "kids": self.kids, "approve": self.approver}
        while (state := entry.current_workflow_task_state) is not None:
            self.say_yes(entry, by=people[approve.step_of(state)])
        return type(entry).objects.get(pk=entry.pk)


def person(name: str, *groups: str) -> Any:
    """A user who is in these groups."""
    user = get_user_model().objects.create_user(name, f"{name}@example.test", "とても長い合言葉です")
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_house() -> House:
    """Roles, workflow and people; for tests that bring their own database."""
    roles.set_up()
    return House(
        writer=person("writer", roles.WRITER),
        second_writer=person("second-writer", roles.WRITER),
        reviewer=person("reviewer", roles.REVIEWER),
        approver=person("approver", roles.APPROVER),
        kids=person("kids", roles.KIDS),
        second_approver=person("second-approver", roles.APPROVER),
        administrator=person("administrator", roles.ADMINISTRATOR),
    )


def a_topic(slug: str = "loneliness", **fields: Any) -> Topic:
    texts: dict[str, Any] = {
        "name_ja": "さびしい・話を聞いてほしい",
        "name_en": "Feeling lonely",
        "name_kids": "さびしい",
        "channels": ["website", "kids", "partners"],
    }
    return Topic(public_slug=slug, **{**texts, **fields})


def an_organization(slug: str = "yorisoi", **fields: Any) -> Organization:
    texts = {"name_ja": "よりそい支援センター", "kana": "よりそいしえんせんたー", "provider_type": "npo"}
    return Organization(public_slug=slug, **{**texts, **fields})


def an_audience(slug: str = "anyone", **fields: Any) -> Audience:
    return Audience(public_slug=slug, **{"name_ja": "どなたでも", "name_en": "Anyone", **fields})


def a_service(slug: str = "yorisoi-hotline", **fields: Any) -> Service:
    """A complete draft of a service with one telephone."""
    texts: dict[str, Any] = {
        "name_ja": "よりそいホットライン",
        "name_en": "Yorisoi Hotline",
        "kana": "よりそいほっとらいん",
        "summary_ja": "どんな悩みでも聞きます。",
        "summary_en": "We listen to any worry.",
        "kind": "consultation",
        "coverage_kind": "national",
        "url": "https://example.test/",
        "crisis": False,
        "channels": ["website", "kids", "partners"],
    }
    topics, audiences = fields.pop("topics", None), fields.pop("audiences", None)
    texts["provider"] = fields.pop("provider", None) or _saved(an_organization())
    service = Service(public_slug=slug, **{**texts, **fields})
    service.topics = topics if topics is not None else [_saved(a_topic())]
    service.audiences = audiences if audiences is not None else [_saved(an_audience())]
    service.contact_points = [
        ContactPoint(channel="phone", value="0120-279-338", label_ja="電話", hours="24/7", free_of_charge=True)
    ]
    return service


def _saved(entry: Entry) -> Any:
    """The entry of this slug that a test made already, or this draft, saved."""
    found = type(entry).objects.filter(public_slug=entry.public_slug).first()
    if found is None:
        entry.save()
    return found or entry


def a_kids_text(source: Entry | None = None, **fields: Any) -> KidsText:
    """What a source says to kids; without one, what a draft of a service does."""
    texts = {"title": "なんでも話せる電話", "text": "こまったら、電話していいよ。"}
    return KidsText(about=(source or _saved(a_service())).content_id, **{**texts, **fields})


def an_emergency_set(channel: str = "website", *services: Service, **fields: Any) -> EmergencySet:
    """The crisis route of a channel; without services of its own it leads to ``a_service()``."""
    emergency_set = EmergencySet(**{"public_slug": f"emergency-{channel}", "channel": channel, **fields})
    members = services or (_saved(a_service()),)
    emergency_set.members = [EmergencyMember(service=service, sort_order=n) for n, service in enumerate(members)]
    return emergency_set


def an_index(lists: str = "faq", **fields: Any) -> Index:
    """The page that holds all pages of a type. There is one of each, so this one may be saved already."""
    index = index_of(lists)
    for name, value in {"introduction_ja": "はじめに読むことば。", **fields}.items():
        setattr(index, name, value)
    return index


def a_faq(slug: str = "what-if-lonely", **fields: Any) -> Faq:
    texts: dict[str, Any] = {
        "question_ja": "さびしいときは、どうすればいいですか。",
        "question_en": "What can I do when I feel lonely?",
        "answer_ja": "<p>まず、だれかに話してみてください。</p>",
        "channels": ["website", "kids", "partners"],
    }
    topics, services = fields.pop("topics", None), fields.pop("services", None)
    faq = Faq(public_slug=slug, **{**texts, **fields})
    faq.topics = topics if topics is not None else [_saved(a_topic())]
    related = services if services is not None else [_saved(a_service())]
    faq.related_services = [FaqService(service=service, sort_order=n) for n, service in enumerate(related)]
    return faq


def blocks(*written: tuple[str, Any]) -> str:
    """Blocks of a body as the database keeps them."""
    return json.dumps(
        [{"type": kind, "value": value, "id": f"0{number}"} for number, (kind, value) in enumerate(written)]
    )


def an_article(slug: str = "small-steps", **fields: Any) -> Article:
    texts: dict[str, Any] = {
        "kind": "expert",
        "headline_ja": "小さく始める",
        "headline_en": "Start small",
        "summary_ja": "さびしさは自然な反応です。",
        "author_role_ja": "社会福祉の専門職",
        "body_ja": blocks(("heading", "はじめに"), ("text", "<p>あいさつから。</p>")),
        "channels": ["website", "kids", "partners"],
    }
    topics, services = fields.pop("topics", ()), fields.pop("services", ())
    article = Article(public_slug=slug, **{**texts, **fields})
    if topics:
        article.topics = list(topics)
    if services:
        article.related_services = [ArticleService(service=one, sort_order=n) for n, one in enumerate(services)]
    return article


def a_message(slug: str = "to-all-of-you", **fields: Any) -> Message:
    texts: dict[str, Any] = {
        "headline_ja": "ひとりで悩まないでください",
        "author_ja": "担当大臣",
        "date": date(2026, 11, 23),
        "body_ja": "<p>あなたの話を聞く人がいます。</p>",
        "channels": ["website", "kids"],
    }
    return Message(public_slug=slug, **{**texts, **fields})


def a_site_notice(slug: str = "over-the-new-year", **fields: Any) -> SiteNotice:
    texts: dict[str, Any] = {
        "heading_ja": "年末年始の相談について",
        "text_ja": "窓口ごとに受付時間が違います。",
        "channels": ["website", "kids", "partners"],
    }
    return SiteNotice(public_slug=slug, **{**texts, **fields})


def a_concept(slug: str = "nobody-to-talk-to", **fields: Any) -> Concept:
    """How people say that they are alone; it leads to ``a_service()`` where no other is given."""
    texts: dict[str, Any] = {
        "name_ja": "話す人がいない",
        "name_en": "Nobody to talk to",
        "phrases_ja": "話し相手がいない\n誰とも + 話し|しゃべ",
        "phrases_en": "no one to talk to",
        "unless": "誰とも話したくない気分の日もある",
        "terms": "孤独\n孤立",
        "channels": ["website", "kids", "partners"],
    }
    topics, services = fields.pop("topics", None), fields.pop("services", None)
    concept = Concept(public_slug=slug, **{**texts, **fields})
    concept.topics = topics if topics is not None else [_saved(a_topic())]
    leads_to = services if services is not None else [_saved(a_service())]
    concept.related_services = [ConceptService(service=one, sort_order=n) for n, one in enumerate(leads_to)]
    return concept


#: A complete draft of every type. Call one with a slug where a test needs two of a kind.
MAKERS: dict[type[Entry], Callable[..., Any]] = {
    Service: a_service,
    Organization: an_organization,
    Topic: a_topic,
    Audience: an_audience,
    EmergencySet: an_emergency_set,
    KidsText: a_kids_text,
    Index: an_index,
    Faq: a_faq,
    Article: an_article,
    Message: a_message,
    SiteNotice: a_site_notice,
    Concept: a_concept,
}


def in_every_language(entry: Any) -> Any:
    """The same draft with a text of its own in every translated field and language that has none, children too."""
    if isinstance(entry, Closable):
        entry.closure_from = date(2027, 1, 1)  # or there would be nothing to say about it
    for field in entry.translated_fields:
        for language in languages():
            name = column(field, language)
            if not entry.text_in(field, language) and not _unsigned(entry, field):
                setattr(entry, name, _said(entry, field, language))
    for relation in entry._meta.related_objects:
        if isinstance(relation.field, ParentalKey) and getattr(relation.related_model, "translated_fields", ()):
            children = list(getattr(entry, relation.get_accessor_name()).all())
            setattr(entry, relation.get_accessor_name(), [in_every_language(child) for child in children])
    return entry


def _unsigned(entry: Any, field: str) -> bool:
    """An expert has no pen name."""
    return isinstance(entry, Article) and field == "pen_name"


def _said(entry: Any, field: str, language: str) -> str:
    kind, text = entry._meta.get_field(field), f"{field}({language})"
    if isinstance(kind, StreamField):
        return blocks(("text", f"<p>{text}</p>"))
    return f"<p>{text}</p>" if isinstance(kind, RichTextField) else text
