"""A house in the middle of its work: entries of every type and in every state, and people who would like to publish."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from catalog.models import Service
from catalog.publishable import Entry
from cms.publication import withdraw
from cms.publication.unit import unit
from cms.releases import approve, compose
from cms.releases.drafts import drafts_of, release_digest
from tests.editors import (
    House,
    a_concept,
    a_faq,
    a_kids_text,
    a_service,
    a_site_notice,
    a_topic,
    an_article,
    an_audience,
    an_emergency_set,
    an_index,
    an_organization,
    make_house,
    person,
)
from tests.pictures import a_picture

#: Texts of entries; each entry has one of them at least.
TEXTS = ("question_ja", "headline_ja", "heading_ja", "summary_ja", "name_ja", "title", "public_slug")


@dataclass(frozen=True)
class Scene:
    """People by what they are, entries by what they are and how far they have come."""

    house: House
    people: dict[str, Any]
    entries: dict[str, Entry]

    def fresh(self, name: str) -> Any:
        """The row as the database has it now."""
        entry = self.entries[name]
        return type(entry)._default_manager.get(pk=entry.pk)

    def name_of(self, entry: Entry | None) -> str:
        """What the scene calls this entry."""
        return next((name for name, known in self.entries.items() if known == entry), "")


def set_scene() -> Scene:
    """Everything that a door could be tried with.

    ``planted`` is in every group, holds Wagtail's publish rights and wrote in all that waits; the superuser wrote in
    all but the audience to approve.
    """
    house = make_house()
    planted = person("planted", *Group.objects.values_list("name", flat=True))
    planted.user_permissions.set(Permission.objects.filter(codename__startswith="publish_"))
    _give_every_right_on_pages(planted)
    superuser = get_user_model().objects.create_superuser("superuser", "superuser@example.test", "とても長い合言葉です")
    scene = Scene(
        house,
        {
            "writer": house.writer,
            "reviewer": house.reviewer,
            "approver": house.approver,
            "kids": house.kids,
            "administrator": house.administrator,
            "planted": planted,
            "superuser": superuser,
        },
        {},
    )
    _what_is_live(scene)
    _what_is_written(scene)
    _what_waits(scene)
    return scene


def _give_every_right_on_pages(person: Any) -> None:
    """Wagtail asks for rights on pages by a group and a place in the tree."""
    group = Group.objects.create(name="planted rights on pages")
    for right in Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page"):
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=right)
    person.groups.add(group)


def _what_is_live(scene: Scene) -> None:
    entries, house = scene.entries, scene.house
    entries["live topic"] = house.publish(a_topic())
    entries["live organization"] = house.publish(an_organization())
    entries["live audience"] = house.publish(an_audience())
    # A live service may name a topic that is a draft still.
    entries["draft topic"] = _written_together(scene, a_topic("draft-topic", kana="かなしい"))
    service = a_service(topics=[entries["live topic"], entries["draft topic"]])
    entries["live service"] = service = _service(house.publish(service))
    entries["live service with a later draft"] = later = _service(house.publish(a_service("later")))
    entries["live kids text"] = house.publish(a_kids_text(later))
    entries["live emergency set"] = house.publish(an_emergency_set("website", service))
    entries["live index"] = house.publish(an_index("faq"))
    entries["draft index of articles"] = house.save_draft(an_index("article"))
    about = {"topics": [entries["live topic"]], "services": [service]}
    entries["live faq with a later draft"] = house.publish(a_faq(**about))
    entries["live article"] = house.publish(an_article(author_name_ja="専門家", portrait=a_picture(), **about))
    entries["live notice with a later draft"] = house.publish(a_site_notice())
    entries["live concept with a later draft"] = house.publish(a_concept(**about))


def _what_is_written(scene: Scene) -> None:
    entries = scene.entries
    later = _written_together(scene, scene.fresh("live service with a later draft"))
    later.summary_ja = "あとから書いた文。"
    scene.house.save_draft(later)
    notice = _written_together(scene, scene.fresh("live notice with a later draft"))
    notice.heading_ja = "あとから書いた見出し"
    scene.house.save_draft(notice)
    concept = _written_together(scene, scene.fresh("live concept with a later draft"))
    concept.name_ja = "あとから書いた名称"
    scene.house.save_draft(concept)
    faq = _written_together(scene, scene.fresh("live faq with a later draft"))
    faq.question_ja = "あとから書いた質問"
    scene.house.save_draft(faq)
    about = {"topics": [entries["live topic"]], "services": [entries["live service"]]}
    entries["draft faq"] = _written_together(scene, a_faq("draft-faq", **about))
    entries["draft service"] = _written_together(scene, a_service("draft-service"))
    emergency_set = scene.house.save_draft(an_emergency_set("partners", _service(entries["live service"])))
    entries["draft emergency set"] = scene.house.save_draft(emergency_set)


def _what_waits(scene: Scene) -> None:
    entries, house = scene.entries, scene.house
    entries["organization in review"] = house.submit(_written_together(scene, an_organization("in-review")))
    audience = _written_together(scene, an_audience("to-approve"), people=("planted",))
    entries["audience to approve"] = house.submit(audience)
    house.say_yes(entries["audience to approve"], by=house.reviewer)
    faq = _written_together(scene, a_faq("in-review", topics=[entries["live topic"]], services=[]))
    entries["faq in review"] = house.submit(faq)
    kids_text = a_kids_text(_service(entries["live service"]))
    entries["kids text at the kids' step"] = house.submit(_written_together(scene, kids_text))
    house.say_yes(kids_text, by=house.reviewer)
    in_two_days = timezone.now() + timedelta(days=2)
    entries["scheduled audience"] = house.publish(an_audience("scheduled", go_live_at=in_two_days))
    _release_waits(scene)
    for name, proposer in (
        ("live service with a later draft", "planted"),
        ("live audience", "superuser"),
        ("live faq with a later draft", "superuser"),
    ):
        live = scene.fresh(name)
        withdraw.propose(
            live,
            channels=live.channels if name == "live faq with a later draft" else ["website", "partners"],
            reason="wrong",
            person=scene.people[proposer],
            at=timezone.now(),
        )


def _release_waits(scene: Scene) -> None:
    """Two that go live together, reviewed; the planted one wrote in both."""
    house, now = scene.house, timezone.now()
    entries = [
        _written_together(scene, made("in-a-release"), people=("planted",)) for made in (an_organization, a_site_notice)
    ]
    scene.entries["organization in a release"], scene.entries["notice in a release"] = entries
    release = compose.create(name="一組", note="", go_live_at=None, person=house.writer, at=now)
    compose.add(release.pk, [entry.content_id for entry in entries], person=house.writer, at=now)
    compose.submit(release.pk, person=house.writer, at=now)
    seen = release_digest(drafts_of(release), None)
    with unit(door="release", person=house.reviewer) as inside:
        approve.approve(release.pk, seen_digest=seen, person=house.reviewer, inside=inside)


def reword(entry: Entry, text: str) -> str:
    """Give a draft this text; the name of the field that has it now."""
    field = text_of(entry)
    setattr(entry, field, text)
    return field


def text_of(entry: Entry) -> str:
    """The name of a text that this entry has. Of a page, not its title: that repeats another text."""
    return next(name for name in TEXTS if hasattr(entry, name))


def _service(entry: Entry) -> Service:
    assert isinstance(entry, Service)
    return entry


def _written_together(scene: Scene, entry: Entry, people: Iterable[str] = ("planted", "superuser")) -> Entry:
    """Alternating saves: the writer, these people, and the writer again, who restored the first text."""
    scene.house.save_draft(entry)
    text = text_of(entry)
    first = getattr(entry, text)
    for who in people:
        setattr(entry, text, f"{getattr(entry, text)}。")
        scene.house.save_draft(entry, by=scene.people[who])
    setattr(entry, text, first)
    return scene.house.save_draft(entry)
