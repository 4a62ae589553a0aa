"""Every line of the table of roles, done over HTTP as every role: the table and what really happens are one matrix.

Whoever gives a role a new right adds its sentence to cms/workflow/roles_table.py and its act to ``ACTS`` here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Area, EmergencySet, Picture, Service
from catalog.publishable import Entry
from cms.override.models import EmergencyAction
from cms.publication import withdraw
from cms.publication.models import Withdrawal
from cms.releases.models import Release
from cms.translation import policy
from cms.workflow import roles, roles_table
from cms.workflow.digest import digest
from pages.models import Article, Faq, Index, KidsText, Message
from tests.catalog.editing import add_form, edit_form, fill, url
from tests.checks.acts import ACTS as CHECKS
from tests.editors import MAKERS, House, a_faq, a_kids_text, a_service, an_emergency_set, person
from tests.pictures import a_picture, file_of

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """One person of one role in a house where others work, and something live. Each act brings what else it needs."""

    house: House
    person: Any
    client: Client
    live: Service
    faq: Faq
    numbers: Iterator[int] = field(default_factory=count)

    def post(self, address: str, fields: QueryDict) -> None:
        self.client.post(address, fields.urlencode(), content_type="application/x-www-form-urlencoded")

    def fresh(self, model: type[Entry]) -> Any:
        """A complete draft that nobody else names, written by somebody else."""
        if model is EmergencySet:
            EmergencySet.objects.all().delete()  # there is one for each channel
            return self.house.save_draft(an_emergency_set())
        if model is KidsText:
            return self.house.save_draft(a_kids_text(self.fresh(Service)))
        return self.house.save_draft(
            MAKERS[model]() if model is Index else MAKERS[model](f"fresh-{next(self.numbers)}")
        )

    def sent(self, model: type[Entry] = Service) -> Any:
        """The same, on its way."""
        return self.house.submit(self.fresh(model))

    def answers(self, entry: Any) -> bool:
        """The person opens the page of what waits and says yes. Whether the step is done afterwards."""
        state = entry.current_workflow_task_state
        address = reverse("approval", args=[state.pk])
        page = self.client.get(address)
        seen = page.context["digest"] if page.status_code == 200 else digest(state.revision.as_object())
        self.client.post(address, {"digest": seen, "answer": "approve", "comment": ""})
        state.refresh_from_db()
        return state.status == "approved"


def alike(results: Iterable[bool]) -> bool:
    """What a line says holds of each type that it names."""
    found = set(results)
    assert len(found) == 1, "the types of one line differ"
    return found.pop()


# --- Entries that are snippets ---


def sees(scene: Scene, model: Any) -> bool:
    address = reverse("areas:index") if model is Area else url(model, "list")
    return bool(scene.client.get(address).status_code == 200)


def adds(scene: Scene, model: Any) -> bool:
    address, before = url(model, "add"), model.objects.count()
    opened = scene.client.get(address).status_code == 200
    scene.post(address, add_form(scene.client, model) if opened else QueryDict())
    return bool(model.objects.count() == before + 1)


def changes(scene: Scene, model: Any) -> bool:
    """The person opens what another wrote, saves it and sends it on its way."""
    entry = scene.fresh(model)
    address = url(model, "edit", entry.pk)
    opened = scene.client.get(address).status_code == 200
    form = edit_form(scene.client, entry) if opened else QueryDict(mutable=True)
    scene.post(address, fill(form, **{"action-submit": "on"}))
    return bool(model.objects.get(pk=entry.pk).workflow_in_progress)


def deletes(scene: Scene, model: Any) -> bool:
    entry = scene.fresh(model)
    scene.client.post(url(model, "delete", entry.pk), {})
    return not model.objects.filter(pk=entry.pk).exists()


# --- Pages and pictures ---


def sees_pages(scene: Scene) -> bool:
    shown = [
        bool(str(scene.faq) in page.content.decode())
        for address in (reverse("wagtailadmin_explore", args=[scene.faq.get_parent().pk]), reverse("faqs:index"))
        for page in (scene.client.get(address),)
    ]
    opens = [scene.client.get(reverse(f"{name}:index")).status_code == 200 for name in ("articles", "messages")]
    return alike([*shown, *opens])


def adds_pages(scene: Scene) -> bool:
    return alike(adds(scene, model) for model in (Faq, Article, Message))


def changes_pages(scene: Scene) -> bool:
    return alike(changes(scene, model) for model in (Faq, Article, Message, Index))


def adds_pictures(scene: Scene) -> bool:
    before = Picture.objects.count()
    file = SimpleUploadedFile("a.jpg", file_of(), "image/jpeg")
    scene.client.post(reverse("wagtailimages:add"), {"title": "写真", "file": file, "tags": ""})
    return bool(Picture.objects.count() == before + 1)


def chooses_pictures(scene: Scene) -> bool:
    picture = a_picture("to-be-chosen")
    return picture.title in scene.client.get(reverse("wagtailimages_chooser:choose")).content.decode()


# --- The way to the readers ---


def reads_approvals(scene: Scene) -> bool:
    waiting = scene.sent().current_workflow_task_state
    pages = [scene.client.get(reverse("approvals")), scene.client.get(reverse("approval", args=[waiting.pk]))]
    return alike(page.status_code == 200 for page in pages)


def reads_state(scene: Scene) -> bool:
    addresses = [reverse("entry_state", args=[entry.content_id]) for entry in (scene.live, scene.faq)]
    return alike(scene.client.get(address).status_code == 200 for address in addresses)


def reviews(scene: Scene) -> bool:
    return scene.answers(scene.sent())


def approves_kids(scene: Scene) -> bool:
    text = scene.sent(KidsText)
    scene.house.say_yes(text, by=scene.house.reviewer)
    return scene.answers(text)


def approves(scene: Scene) -> bool:
    entry = scene.sent()
    scene.house.say_yes(entry, by=scene.house.reviewer)
    return scene.answers(entry) and Service.objects.filter(pk=entry.pk, live=True).exists()


def proposes_withdrawal(scene: Scene) -> bool:
    form = {"channels": ["partners"], "reason": "withdrawn", "note": "", "replacement": ""}
    scene.client.post(reverse("propose_withdrawal", args=[scene.live.content_id]), form)
    return Withdrawal.objects.filter(proposed_by=scene.person).exists()


def confirms_withdrawal(scene: Scene) -> bool:
    Withdrawal.objects.all().delete()
    proposal = withdraw.propose(
        scene.faq, channels=["partners"], reason="withdrawn", person=scene.house.writer, at=timezone.now()
    )
    scene.client.post(reverse("withdrawals"), {"withdrawal": proposal.pk, "answer": "confirm"})
    return Withdrawal.objects.filter(pk=proposal.pk, confirmed_by=scene.person).exists()


def takes_in_an_emergency(scene: Scene) -> bool:
    draft = scene.fresh(Service)
    form = {"action": "live", "digest": digest(draft.get_latest_revision_as_object()), "why": "番号がちがう。"}
    scene.client.post(reverse("propose_emergency", args=[draft.content_id]), form)
    return EmergencyAction.objects.filter(proposed_by=scene.person).exists()


def reviews_an_emergency(scene: Scene) -> bool:
    first, second = Client(), Client()
    first.force_login(scene.house.reviewer)
    second.force_login(scene.house.second_approver)
    draft = scene.fresh(Service)
    form = {"action": "live", "digest": digest(draft.get_latest_revision_as_object()), "why": "番号がちがう。"}
    first.post(reverse("propose_emergency", args=[draft.content_id]), form)
    action = EmergencyAction.objects.get(content_id=draft.content_id)
    second.post(reverse("emergency_action", args=[action.pk]), {"answer": "confirm", "digest": action.digest})
    form = {"answer": "review", "digest": action.digest, "verdict": "right", "comment": "見ました。"}
    scene.client.post(reverse("emergency_action", args=[action.pk]), form)
    return EmergencyAction.objects.filter(pk=action.pk, reviewed_by=scene.person).exists()


def asks_owners(scene: Scene) -> bool:
    form = {"id": [scene.live.pk], f"to-{scene.live.pk}": "soudan@city.example.lg.jp"}
    return "soudan@" in scene.client.post(reverse("ask_owners"), form).content.decode()


def sets_policy(scene: Scene) -> bool:
    before = policy.level(Service, "summary")
    other = "warn" if before != "warn" else "mark"
    scene.client.post(reverse("translation_policy"), {"catalog.service.summary": other})
    return policy.level(Service, "summary") == other


def composes_releases(scene: Scene) -> bool:
    before = Release.objects.count()
    scene.client.post(reverse("new_release"), {"name": "年末年始の案内", "note": "", "go_live_at": ""})
    return bool(Release.objects.count() == before + 1)


# --- Accounts ---


def sees_users(scene: Scene) -> bool:
    return bool(scene.client.get(reverse("wagtailusers_users:index")).status_code == 200)


def user_fields(name: str, **more: Any) -> dict[str, Any]:
    return {
        "username": name,
        "email": f"{name}@example.test",
        "first_name": "花子",
        "last_name": "山田",
        "password1": "とても長くて新しい合言葉です",
        "password2": "とても長くて新しい合言葉です",
        **more,
    }


def adds_users(scene: Scene) -> bool:
    scene.client.post(reverse("wagtailusers_users:add"), user_fields("newcomer"))
    return get_user_model().objects.filter(username="newcomer").exists()


def changes_users(scene: Scene) -> bool:
    other = person("other")
    fields = user_fields("other", is_active="on", groups=[Group.objects.get(name=roles.REVIEWER).pk])
    scene.client.post(reverse("wagtailusers_users:edit", args=[other.pk]), fields)
    return bool(other.groups.filter(name=roles.REVIEWER).exists())


def deletes_users(scene: Scene) -> bool:
    leaver = person("leaver")
    scene.client.post(reverse("wagtailusers_users:delete", args=[leaver.pk]), {})
    return not get_user_model().objects.filter(pk=leaver.pk).exists()


# --- What nobody may do ---


def publishes(scene: Scene) -> bool:
    """By the button that no role is shown."""
    drafts = [scene.fresh(Service), scene.fresh(Faq)]
    for draft in drafts:
        address = url(type(draft), "edit", draft.pk)
        opened = scene.client.get(address).status_code == 200
        form = edit_form(scene.client, draft) if opened else QueryDict(mutable=True)
        scene.post(address, fill(form, **{"action-publish": "on"}))
    return alike(type(draft).objects.get(pk=draft.pk).live for draft in drafts)


def approves_own(scene: Scene) -> bool:
    """At each step: whoever wrote it is refused, whatever else they may do."""
    own = a_kids_text(scene.fresh(Service))
    draft = scene.house.submit(scene.house.save_draft(own, by=scene.person), by=scene.person)
    done = []
    for other in (scene.house.reviewer, scene.house.kids, scene.house.approver):
        done.append(scene.answers(draft))
        scene.house.say_yes(draft, by=other)
    return alike(done)


#: key of the line -> what is done. Those of single types come from the line itself.
ACTS: dict[str, Callable[[Scene], bool]] = {
    "view_page": sees_pages,
    "add_page": adds_pages,
    "change_page": changes_pages,
    "add_image": adds_pictures,
    "choose_image": chooses_pictures,
    "approvals": reads_approvals,
    "entry_state": reads_state,
    "workflow.review": reviews,
    "workflow.approve_kids": approves_kids,
    "workflow.approve": approves,
    "publication.propose_withdrawal": proposes_withdrawal,
    "publication.confirm_withdrawal": confirms_withdrawal,
    "override.take_emergency_action": takes_in_an_emergency,
    "override.review_emergency_action": reviews_an_emergency,
    "releases.compose_release": composes_releases,
    "verification.ask_owner": asks_owners,
    "translation.set_policy": sets_policy,
    **CHECKS,
    "auth.view_user": sees_users,
    "auth.add_user": adds_users,
    "auth.change_user": changes_users,
    "auth.delete_user": deletes_users,
    "publish": publishes,
    "own": approves_own,
}
OF_TYPES: dict[str, Callable[[Scene, Any], bool]] = {"view": sees, "add": adds, "change": changes, "delete": deletes}


def act(scene: Scene, key: str) -> bool:
    action, _, names = key.partition(":")
    if not names:
        return ACTS[key](scene)
    models = [model for model in roles.MODELS if model._meta.model_name in names.split(",")]
    return alike(OF_TYPES[action](scene, model) for model in models)


def test_every_line_has_an_act() -> None:
    keys = {key for key, _, _ in roles_table.lines()}
    assert {key for key in keys if ":" not in key} == ACTS.keys()
    assert {key.partition(":")[0] for key in keys if ":" in key} == OF_TYPES.keys()
    assert set(roles.ENTRIES) <= MAKERS.keys()


@pytest.mark.parametrize("role", roles.RIGHTS)
def test_each_role_can_do_what_the_table_says_and_nothing_else(house: House, role: str) -> None:
    live: Any = house.publish(a_service())
    faq: Any = house.publish(a_faq())
    player = person("player", role)
    client = Client(raise_request_exception=False)
    client.force_login(player)
    scene = Scene(house, player, client, live, faq)

    really = {said: act(scene, key) for key, said, _ in roles_table.lines()}

    assert really == {said: role in held for _, said, held in roles_table.lines()}
