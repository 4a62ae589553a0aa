"""Every door: how a person's browser or a command opens it, on what, and what it must leave of the typed words."""

import json
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from catalog.area import Area
from catalog.imports.starter_files import FOLDER
from catalog.models import Service
from catalog.publishable import Entry
from cms.publication import withdraw
from cms.publication.unit import unit
from cms.releases import approve as release_approve
from cms.releases import compose
from cms.releases.drafts import drafts_of, release_digest
from cms.workflow.digest import digest
from tests.catalog.editing import edit_form, fill, url
from tests.editors import House, a_concept, a_faq, a_kids_text, a_message, a_site_notice, an_article
from tests.kill.proof import Door, Opening
from tests.kill.world import TYPED, a_desk, browser, command, draft_text, people, signed_in
from tests.pictures import a_picture
from tests.starter import without_concepts

CORRECTED = "書き手が直した文。"
HOUR = timedelta(hours=1)


def _last_yes(entry: Entry, house: House, *, kids: bool = False) -> Callable[[], None]:
    """All yeses but the approver's; the result posts the approver's, as our page does."""
    house.submit(entry)
    for person in (house.reviewer, house.kids) if kids else (house.reviewer,):
        house.say_yes(entry, by=person)
    state = entry.current_workflow_task_state
    seen = digest(state.revision.as_object())
    post, where = browser(house.approver), reverse("approval", args=[state.pk])
    return lambda: post(where, {"digest": seen, "answer": "approve", "comment": ""})


def _approval() -> Opening:
    house = people()
    desk = a_desk(house)
    return Opening(_last_yes(desk, house), lambda: draft_text(desk), (TYPED, TYPED))


def _approval_of_a_correction() -> Opening:
    """Of something live, with a later draft that nobody has looked at yet."""
    house = people()
    desk = house.publish(a_desk(house))
    number = desk.contact_points.get()
    number.value = "0120-000-000"
    desk.contact_points = [number]
    post = _last_yes(house.save_draft(desk), house)
    desk.summary_ja = CORRECTED
    house.save_draft(desk)
    return Opening(post, lambda: draft_text(desk), (CORRECTED, CORRECTED))


def _approval_of_a_kids_text() -> Opening:
    house = people()
    words = house.save_draft(a_kids_text(house.publish(a_desk(house)), text=TYPED))
    return Opening(_last_yes(words, house, kids=True), lambda: draft_text(words, "text"), (TYPED, TYPED))


def _approval_of(kind: "Kind") -> Callable[[], Opening]:
    def prepare() -> Opening:
        house = people()
        entry = house.save_draft(kind.make())
        return Opening(_last_yes(entry, house), lambda: draft_text(entry, kind.text), (TYPED, TYPED))

    return prepare


def _schedule() -> Opening:
    house, hour = people(), timezone.now() - HOUR
    with time_machine.travel(hour - HOUR):
        desk = house.publish(a_desk(house, go_live_at=hour))
        house.publish(a_desk(house, "second-desk", go_live_at=hour + HOUR / 2))
    return Opening(lambda: command("publish_due"), lambda: draft_text(desk), (TYPED, TYPED, TYPED))


def _release() -> Opening:
    """The last yes to two desks that go live together."""
    house, now = people(), timezone.now()
    desk, second = a_desk(house), a_desk(house, "second-desk")
    release = compose.create(name="一組", note="", go_live_at=None, person=house.writer, at=now)
    compose.add(release.pk, [desk.content_id, second.content_id], person=house.writer, at=now)
    compose.submit(release.pk, person=house.writer, at=now)
    seen = release_digest(drafts_of(release), None)
    with unit(door="release", person=house.reviewer) as inside:
        release_approve.approve(release.pk, seen_digest=seen, person=house.reviewer, inside=inside)
    post, where = browser(house.approver), reverse("release", args=[release.pk])
    return Opening(
        lambda: post(where, {"digest": seen, "answer": "approve", "comment": ""}),
        lambda: draft_text(desk),
        (TYPED, TYPED),
    )


def _expiry() -> Opening:
    house, hour = people(), timezone.now() - HOUR
    with time_machine.travel(hour - HOUR):
        desk = house.publish(a_desk(house, expire_at=hour))
    return Opening(lambda: command("publish_due"), lambda: draft_text(desk), (TYPED, TYPED))


def _withdrawal(*channels: str) -> Callable[[], Opening]:
    def prepare() -> Opening:
        house = people()
        desk = house.publish(a_desk(house))
        desk.summary_ja = CORRECTED
        desk = house.save_draft(desk)
        live = Service.objects.get(pk=desk.pk)
        asked = withdraw.propose(
            live, channels=list(channels), reason="wrong", urgent=True, person=house.writer, at=timezone.now()
        )
        post, form = browser(house.approver), {"withdrawal": asked.pk, "answer": "confirm"}
        return Opening(lambda: post(reverse("withdrawals"), form), lambda: draft_text(desk), (CORRECTED, CORRECTED))

    return prepare


def _withdrawal_of(kind: "Kind") -> Callable[[], Opening]:
    """Of something live, from all of its channels."""

    def prepare() -> Opening:
        house = people()
        live = house.publish(kind.make())
        asked = withdraw.propose(
            live, channels=live.channels, reason="withdrawn", person=house.writer, at=timezone.now()
        )
        post, form = browser(house.approver), {"withdrawal": asked.pk, "answer": "confirm"}
        return Opening(lambda: post(reverse("withdrawals"), form), lambda: draft_text(live, kind.text), (TYPED, TYPED))

    return prepare


def _submission_of(kind: "Kind") -> Callable[[], Opening]:
    """The writer changes a text of something live in its editor, and sends it for approval."""

    def prepare() -> Opening:
        house = people()
        live = house.publish(kind.make())
        form = fill(edit_form(signed_in(house.writer), live), **{kind.text: CORRECTED, "action-submit": "1"})
        post, where = browser(house.writer), url(type(live), "edit", live.pk)
        return Opening(lambda: post(where, form), lambda: draft_text(live, kind.text), kind.while_submitted)

    return prepare


def _deletion_of(kind: "Kind") -> Callable[[], Opening]:
    def prepare() -> Opening:
        house = people()
        draft = house.save_draft(kind.make(), by=house.writer)
        type(draft).objects.filter(pk=draft.pk).update(owner=house.writer)
        post, where = browser(house.writer), url(type(draft), "delete", draft.pk)
        return Opening(lambda: post(where, {}), lambda: draft_text(draft, kind.text), (TYPED, None))

    return prepare


def _deletion() -> Opening:
    house = people()
    desk = a_desk(house)
    post, where = browser(house.writer), url(Service, "delete", desk.pk)
    return Opening(lambda: post(where, {}), lambda: draft_text(desk), (TYPED, None))


def _bulk_deletion() -> Opening:
    house = people()
    desk, second = a_desk(house), a_desk(house, "second-desk")
    post, where = browser(house.writer), reverse("wagtail_bulk_action", args=["catalog", "service", "delete"])
    chosen = f"{where}?next=/admin/&id={desk.pk}&id={second.pk}"
    return Opening(lambda: post(chosen, {}), lambda: draft_text(desk), (TYPED, None))


def _saving(
    *texts: str, status: int = 302, accept: str = "text/html", overwrite: bool = False, **more: str
) -> Callable[[], Opening]:
    """The writer changes a text of a live entry in its editor, whose form says what a browser would post."""

    def prepare() -> Opening:
        house = people()
        desk = house.publish(a_desk(house))
        desk = house.save_draft(desk)
        form = fill(edit_form(signed_in(house.writer), desk), summary_ja=CORRECTED, **more)
        if overwrite:
            fill(form, overwrite_revision_id=str(desk.latest_revision_id))
        post, where = browser(house.writer), url(Service, "edit", desk.pk)
        return Opening(
            lambda: post(where, form, status=status, accept=accept), lambda: draft_text(desk), (TYPED, *texts)
        )

    return prepare


def _import() -> Opening:
    """Two services and what they name."""
    folder = without_concepts(Path(tempfile.mkdtemp(prefix="starter-")) / "starter")
    services = _keep(folder / "services.json", lambda row: row["id"] in {"kodomo-sos-24", "kodomo-jinken-110"})
    for name, key in (("topics", "topics"), ("audiences", "audience")):
        named = {slug for row in services for slug in row[key]}
        _keep(folder / f"{name}.json", lambda row, named=named: row["slug"] in named)
    for name in ("faqs", "articles"):
        _keep(folder / f"{name}.json", lambda row: False)
    sets = {channel: ["kodomo-sos-24"] for channel in ("website", "partners", "kids")}
    (folder / "emergency.json").write_text(json.dumps(sets))
    return Opening(lambda: command("import_starter", folder), _imported, (None, "kodomo-sos-24"))


def _imported() -> str | None:
    return Service.objects.filter(public_slug="kodomo-sos-24").values_list("public_slug", flat=True).first()


def _keep(file: Path, wanted: Callable[[Any], bool]) -> list[Any]:
    rows = [row for row in json.loads(file.read_text()) if wanted(row)]
    file.write_text(json.dumps(rows, ensure_ascii=False))
    return rows


def _areas() -> Opening:
    rows = (FOLDER / "areas.csv").read_text().splitlines(keepends=True)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as file:
        file.writelines(row for row in rows if row.startswith(("code,", "13000", "13101", "13102")))
    return Opening(
        lambda: command("load_areas", file.name),
        lambda: Area.objects.filter(code="130001").values_list("name_ja", flat=True).first(),
        (None, "東京都"),
    )


def _demo() -> Opening:
    house = people()
    desk = a_desk(house)
    a_desk(house, "second-desk")
    return Opening(lambda: command("demo_publish"), lambda: draft_text(desk), (TYPED, TYPED))


def _in_a_demo() -> AbstractContextManager[object]:
    return override_settings(TOMOSHIBI_DEMO=True)


def _reconcile() -> Opening:
    house = people()
    desk = house.publish(a_desk(house))
    second = house.publish(a_desk(house, "second-desk"))
    Service.objects.filter(pk__in=[desk.pk, second.pk]).update(live=False)
    return Opening(lambda: command("reconcile"), lambda: draft_text(desk), (TYPED, TYPED, TYPED), mends=True)


@dataclass(frozen=True)
class Kind:
    """Another type of content for the same doors: a complete draft of it, and where its typed words stand."""

    name: str
    make: Callable[[], Entry]
    text: str
    while_submitted: tuple[str, ...] = (TYPED, CORRECTED, CORRECTED)


def _hotline() -> list[Service]:
    return [Service.objects.get(public_slug="hotline")]


KINDS = [
    Kind("a FAQ", lambda: a_faq(question_ja=TYPED, services=_hotline()), "question_ja"),
    Kind("an article", lambda: an_article(headline_ja=TYPED, services=_hotline()), "headline_ja"),
    Kind("a message with a portrait", lambda: a_message(headline_ja=TYPED, portrait=a_picture()), "headline_ja"),
    Kind("a notice", lambda: a_site_notice(heading_ja=TYPED), "heading_ja"),
    Kind("a concept", lambda: a_concept(name_ja=TYPED, services=_hotline(), channels=["website"]), "name_ja"),
]


def _of_kinds(what: str, door: Callable[[Kind], Callable[[], Opening]], *kinds: Kind) -> list[Door]:
    """The same door for each of these types."""
    return [Door(f"{what} of {kind.name}", door(kind), another=True) for kind in kinds]


PUBLISHING = [
    Door("last approval of a service", _approval),
    Door("last approval of a correction, with a later draft", _approval_of_a_correction),
    Door("last approval of a kids' text", _approval_of_a_kids_text),
    Door("two scheduled services", _schedule),
    Door("last approval of a release", _release, another=True),
    Door("the demo's publication", _demo, during=_in_a_demo),
    *_of_kinds("last approval", _approval_of, *KINDS),
]
TAKING_OUT = [
    Door("expiry", _expiry),
    Door("withdrawal from every channel", _withdrawal("website", "partners")),
    Door("withdrawal from one channel", _withdrawal("partners")),
    Door("reconciliation of two items", _reconcile),
    Door("deletion of a draft", _deletion),
    Door("deletion of two drafts at once", _bulk_deletion),
    *_of_kinds("withdrawal", _withdrawal_of, *KINDS),
    *_of_kinds("deletion", _deletion_of, KINDS[0]),
]
WRITING = [
    Door("autosave", _saving(CORRECTED, status=200, accept="application/json", overwrite=True)),
    Door("saving a draft", _saving(CORRECTED)),
    Door("submission", _saving(CORRECTED, CORRECTED, **{"action-submit": "1"})),
    Door("import of starter content", _import),
    Door("import of areas", _areas),
    *_of_kinds("submission", _submission_of, KINDS[0], KINDS[-1]),
]
DOORS = {door.name: door for door in (*PUBLISHING, *TAKING_OUT, *WRITING)}
