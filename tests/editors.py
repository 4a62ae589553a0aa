"""The editors' house in tests: people with roles, drafts, and the way from a draft to what is live."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from catalog.models import Audience, ContactPoint, EmergencyMember, EmergencySet, Organization, Service, Topic
from catalog.publishable import Entry
from cms.publication.unit import unit
from cms.workflow import approve, roles
from cms.workflow.digest import digest
from pages.models import KidsText


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


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def a_topic(slug: str = "loneliness", **fields: Any) -> Topic:
    texts = {"name_ja": "さびしい・話を聞いてほしい", "name_en": "Feeling lonely", "name_kids": "さびしい"}
    return Topic(public_slug=slug, channels=["website", "kids", "partners"], **{**texts, **fields})


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
        "crisis": True,
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


def a_kids_text(service: Service, **fields: Any) -> KidsText:
    texts = {"title": "なんでも話せる電話", "text": "こまったら、電話していいよ。"}
    return KidsText(about=service.content_id, **{**texts, **fields})


def an_emergency_set(channel: str, *services: Service) -> EmergencySet:
    emergency_set = EmergencySet(public_slug=f"emergency-{channel}", channel=channel)
    emergency_set.members = [EmergencyMember(service=service, sort_order=n) for n, service in enumerate(services)]
    return emergency_set
