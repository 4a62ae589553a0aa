"""Doors that no URL leads to: a shell, a command, a row saved or deleted by hand. Each refuses, and nothing is left.

Everything is really committed: a receiver that speaks up after the row is written would be too late.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.models.copying import _copy

from catalog.models import ContactPoint, EmergencyMember, Service, ServiceSource, Topic
from cms.publication import due
from cms.publication.drift import drift
from cms.publication.unit import PublicationRefused, UnitRequired, unit
from cms.workflow.digest import digest
from pages.models import Faq, FaqService
from tests.editors import House, a_service, a_topic, an_emergency_set
from tests.publication.doors.scene import Scene, set_scene
from tests.publication.doors.snapshot import differences, snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def live(scene: Scene) -> Service:
    return scene.fresh("live service with a later draft")  # type: ignore[no-any-return]


def draft(scene: Scene) -> Service:
    return scene.fresh("draft service")  # type: ignore[no-any-return]


def waiting(scene: Scene) -> Any:
    return scene.fresh("audience to approve").current_workflow_task_state


def in_a_unit(change: Callable[[Scene], Any]) -> Callable[[Scene], Any]:
    """The same by somebody who knows that a unit is wanted."""

    def entered(scene: Scene) -> None:
        with unit(door="shell", person=scene.people["superuser"]):
            change(scene)

    return entered


def saved(entry: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save()


def planted_schedule(scene: Scene) -> None:
    Revision.objects.filter(pk=draft(scene).latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )


def wagtails_command(scene: Scene) -> None:
    planted_schedule(scene)
    call_command("publish_scheduled")


def planted_expiry_and_wagtails_command(scene: Scene) -> None:
    live_row = Service.objects.filter(pk=live(scene).pk)
    live_row.update(expire_at=timezone.now() - timedelta(minutes=1))
    try:
        call_command("publish_scheduled")
    finally:
        live_row.update(expire_at=None)


def our_command(scene: Scene) -> None:
    planted_schedule(scene)
    [outcome] = due.publish_due()
    raise PublicationRefused(outcome.refused)


def moved_child(scene: Scene) -> None:
    contact = ContactPoint.objects.get(service=live(scene))
    contact.service = draft(scene)
    contact.save()


def copied(scene: Scene) -> None:
    copy, _ = _copy(live(scene), exclude_fields=["id", "content_id", "public_slug", "latest_revision"])
    copy.public_slug = "a-copy"
    copy.save()


def live_page(scene: Scene) -> Faq:
    return scene.fresh("live faq with a later draft")  # type: ignore[no-any-return]


def bare(page: Page) -> Page:
    """The row of Wagtail's own table, which knows nothing of ours."""
    return Page.objects.get(pk=page.pk)


def smuggled_digest(scene: Scene) -> None:
    state = waiting(scene)
    state.task.specific.on_action(state, scene.people["planted"], "approve", seen_digest="0" * 64)


DOORS: dict[str, Callable[[Scene], Any]] = {
    "a draft's revision published": lambda scene: draft(scene).latest_revision.publish(),
    "a live one's later draft published": lambda scene: live(scene).latest_revision.publish(),
    "the same without permission checks": lambda scene: draft(scene).latest_revision.publish(
        user=scene.people["superuser"], skip_permission_checks=True
    ),
    "an entry's own publish": lambda scene: draft(scene).publish(draft(scene).latest_revision),
    "a draft saved as live": lambda scene: saved(draft(scene), live=True),
    "only the column live": lambda scene: (
        setattr(row := draft(scene), "live", True) or row.save(update_fields=["live"])
    ),
    "a new row that is live": lambda scene: Topic(public_slug="new-one", name_ja="あたらしい", live=True).save(),
    "objects.create": lambda scene: Topic.objects.create(public_slug="new-one", name_ja="あたらしい", live=True),
    "a live text changed": lambda scene: saved(live(scene), summary_ja="だれも見ていない文。"),
    "a live one saved as not live": lambda scene: saved(live(scene), live=False),
    "unpublish": lambda scene: live(scene).unpublish(),
    "delete": lambda scene: scene.fresh("live kids text").delete(),
    "a queryset's delete": lambda scene: type(scene.fresh("live kids text")).objects.all().delete(),
    "a topic that a live service names": lambda scene: scene.fresh("draft topic").delete(),
    "all topics": lambda scene: Topic.objects.all().delete(),
    "a child added": lambda scene: ServiceSource.objects.create(service=live(scene), url="https://example.test/"),
    "a child changed": lambda scene: saved(ContactPoint.objects.get(service=live(scene)), value="03-0000-0000"),
    "a child moved away": moved_child,
    "a child moved in": lambda scene: saved(ContactPoint.objects.get(service=draft(scene)), service=live(scene)),
    "a child deleted": lambda scene: ContactPoint.objects.get(service=live(scene)).delete(),
    "children deleted": lambda scene: ContactPoint.objects.all().delete(),
    "a member of the crisis route deleted": lambda scene: EmergencyMember.objects.all().delete(),
    "a copy that keeps live": copied,
    "Wagtail's scheduled publication": wagtails_command,
    "Wagtail's scheduled expiry of what nobody let expire": planted_expiry_and_wagtails_command,
    "our scheduled publication": our_command,
    "a task state approved": lambda scene: waiting(scene).approve(user=scene.people["superuser"]),
    "a workflow finished": lambda scene: waiting(scene).workflow_state.finish(user=scene.people["superuser"]),
    "a workflow action with a made-up digest": smuggled_digest,
    "a page's unpublish": lambda scene: live_page(scene).unpublish(),
    "a page's delete": lambda scene: live_page(scene).delete(),
    "a page saved as live": lambda scene: saved(scene.fresh("draft faq"), live=True),
    "a live page's text changed": lambda scene: saved(live_page(scene), question_ja="だれも見ていない質問"),
    "Wagtail's row of a page saved as live": lambda scene: saved(bare(scene.fresh("draft faq")), live=True),
    "Wagtail's row of a live page saved as not live": lambda scene: saved(bare(live_page(scene)), live=False),
    "Wagtail's row of a live page deleted": lambda scene: bare(live_page(scene)).delete(),
    "an index deleted with the pages that it holds": lambda scene: scene.fresh("live index").delete(),
    "a draft of an index deleted with a live page in it": lambda scene: scene.fresh("draft index of articles").delete(),
    "a queryset of pages deleted": lambda scene: Faq.objects.all().delete(),
    "all pages deleted": lambda scene: Page.objects.filter(depth__gt=1).delete(),
    "a line of a live page's services deleted": lambda scene: FaqService.objects.filter(page=live_page(scene)).delete(),
    "an alias of a live page": lambda scene: live_page(scene).create_alias(update_slug="an-alias"),
    "in a unit: a page's unpublish": in_a_unit(lambda scene: live_page(scene).unpublish()),
    "in a unit: a page's delete": in_a_unit(lambda scene: live_page(scene).delete()),
    "in a unit: an index deleted": in_a_unit(lambda scene: scene.fresh("draft index of articles").delete()),
    "in a unit: Wagtail's row of a page saved as live": in_a_unit(
        lambda scene: saved(bare(scene.fresh("draft faq")), live=True)
    ),
    "in a unit: a draft saved as live": in_a_unit(lambda scene: saved(draft(scene), live=True)),
    "in a unit: a live text changed": in_a_unit(lambda scene: saved(live(scene), summary_ja="だれも見ていない文。")),
    "in a unit: a child changed": in_a_unit(
        lambda scene: saved(ContactPoint.objects.get(service=live(scene)), value="03-0000-0000")
    ),
    "in a unit: a child moved away": in_a_unit(moved_child),
    "in a unit: unpublish": in_a_unit(lambda scene: live(scene).unpublish()),
    "in a unit: delete": in_a_unit(lambda scene: scene.fresh("live kids text").delete()),
    "in a unit: a new row that is live": in_a_unit(
        lambda scene: Topic.objects.create(public_slug="new-one", name_ja="あたらしい", live=True)
    ),
}

#: How a door says no: in words, as a fault of the program, as a key that something still holds, or because Wagtail has
#: opened a transaction around where a unit must begin.
NO = (PublicationRefused, UnitRequired, ProtectedError, RuntimeError)


def test_each_door_of_code_refuses_and_leaves_nothing() -> None:
    scene = set_scene()
    before = snapshot()
    opened = []
    for name, tried in DOORS.items():
        try:
            tried(scene)
        except NO:
            answered = True
        else:
            answered = False
        if not answered or (changed := differences(before, snapshot())):
            opened.append((name, "went through" if not answered else changed))
            before = snapshot()
    assert opened == []


def test_what_passes_by_every_signal_reaches_no_reader_and_is_found(house: House) -> None:
    live_one, hidden = house.publish(a_service()), house.save_draft(a_service("hidden"))
    readers = snapshot()["documents"]
    Service.objects.filter(pk=hidden.pk).update(live=True)
    Service.objects.filter(pk=live_one.pk).update(summary_ja="だれも見ていない文。")
    Topic.objects.bulk_create([a_topic("in-bulk", live=True)])
    assert snapshot()["documents"] == readers
    assert {found.content_id for found in drift() if found.kind == "unapproved"} >= {
        hidden.content_id,
        live_one.content_id,
    }


def test_a_name_that_another_took_meanwhile_is_refused_in_words(house: House) -> None:
    house.publish(an_emergency_set("website", house.publish(a_service())))
    draft_set = an_emergency_set("website", Service.objects.get())
    draft_set.public_slug = "another-set"
    second = house.submit(house.save_draft(draft_set))
    house.say_yes(second, by=house.reviewer)
    with pytest.raises(PublicationRefused, match="重なって"):
        house.say_yes(second, by=house.approver)
    assert not type(second).objects.get(pk=second.pk).live


def test_a_made_up_digest_moves_no_step_on(house: House) -> None:
    topic = house.submit(house.save_draft(a_topic()))
    state = topic.current_workflow_task_state
    for action in ("approve", "reject"):
        with pytest.raises(PublicationRefused, match="承認待ち"):
            state.task.specific.on_action(state, house.writer, action, seen_digest="0" * 64)
    state.refresh_from_db()
    assert state.status == "in_progress"


@pytest.mark.parametrize("button", ["action-submit", "action-publish", "revert"])
def test_a_half_filled_draft_of_something_live_is_kept_whatever_button_is_pressed(house: House, button: str) -> None:
    topic = house.publish(a_topic())
    house.save_draft(topic)
    client = Client()
    house.writer.is_superuser = True
    house.writer.save()
    client.force_login(house.writer)
    names = topic.snippet_viewset.get_url_name
    url = reverse(names("edit"), args=[topic.pk])
    if button == "revert":
        url = reverse(names("revisions_revert"), args=[topic.pk, topic.revisions.order_by("pk")[0].pk])
    typed = {"name_ja": "", "description_ja": "半分だけ書いた文", "position": "0", button: "on"}
    assert client.post(url, typed).status_code == 302
    topic = Topic.objects.get(pk=topic.pk)
    assert topic.latest_revision.as_object().description_ja == "半分だけ書いた文"
    assert topic.name_ja
    assert topic.description_ja != "半分だけ書いた文"


def test_a_half_written_page_is_overtaken_by_autosave_over_http(house: House) -> None:
    """The approver reads; the writer's browser saves by itself; the approver says yes to what was read."""
    written = a_topic(name_kids="")
    written.channels = ["website"]
    topic = house.submit(house.save_draft(written))
    house.say_yes(topic, by=house.reviewer)
    seen = digest(topic.current_workflow_task_state.revision.as_object())
    writer, approver = Client(), Client()
    writer.force_login(house.writer)
    approver.force_login(house.approver)
    approvals = reverse("approval", args=[topic.current_workflow_task_state.pk])
    assert approver.get(approvals).context["digest"] == seen
    saved_by_itself = writer.post(
        reverse(topic.snippet_viewset.get_url_name("edit"), args=[topic.pk]),
        {
            "name_ja": "書きかけ",
            "public_slug": topic.public_slug,
            "channels": ["website"],
            "position": "0",
            "overwrite_revision_id": topic.latest_revision_id,
        },
        headers={"accept": "application/json"},
    )
    assert saved_by_itself.json()["success"] is True
    assert Topic.objects.get(pk=topic.pk).latest_revision.as_object().name_ja == "書きかけ"
    assert approver.post(approvals, {"digest": seen, "answer": "approve"}).status_code == 302
    row = Topic.objects.get(pk=topic.pk)
    assert row.live
    assert digest(row) == seen
    assert row.latest_revision.as_object().name_ja == "書きかけ"
