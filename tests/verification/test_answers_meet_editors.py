"""Answers and editors: nobody's draft is overwritten, what a desk said waits until somebody dealt with it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from catalog.models import Service
from cms.admin.approval_queue import waiting
from cms.publication.unit import PublicationRefused, unit
from cms.verification import asking, facts, handling, limits, retention, unchanged
from cms.verification.models import Handling, OwnerAnswer, OwnerRequest
from cms.workflow import approve, roles
from cms.workflow.digest import digest
from tests.editors import House, person
from tests.verification.desk import answer, as_shown, ask, contact_field, listing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_openings_yet() -> None:
    limits.forget()


def fresh(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)


def draft_of(service: Service) -> Service:
    draft: Service = fresh(service).get_latest_revision_as_object()
    return draft


def signed_in(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def states(asked: OwnerRequest, service: Service) -> dict[str, str]:
    found = OwnerAnswer.objects.get(request=asked)
    return {said.key.rpartition(":")[2]: said.state for said in handling.standing(found, fresh(service))}


def test_a_newer_draft_is_left_alone_and_taken_over_value_by_value(house: House) -> None:
    service = listing(house)
    asked, link = ask(house, service)
    service.summary_ja = "書きかけの概要です。"
    house.save_draft(service, by=house.second_writer)
    before = fresh(service).latest_revision_id
    key = facts.sections(service)[1].facts[0].key
    answer(link, "correct", **{contact_field(service, "value"): "0120-279-339", "fact-cost": "無料です"})
    assert fresh(service).latest_revision_id == before
    assert set(states(asked, service).values()) == {"open"}

    client = signed_in(house.writer)
    page = client.get(f"/admin/verification/{asked.pk}/").content.decode()
    for words in ("0120-279-338", "0120-279-339", "無料です", "まだ"):
        assert words in page
    client.post(f"/admin/verification/{asked.pk}/", {"action": "take", "key": [key]})
    draft = draft_of(service)
    contact = draft.contact_points.first()
    assert contact is not None
    assert (contact.value, draft.summary_ja, draft.cost_ja or "") == ("0120-279-339", "書きかけの概要です。", "")
    assert states(asked, service) == {"value": "draft", "cost": "open", "verified_on": "open"}
    client.post(f"/admin/verification/{asked.pk}/", {"action": "decline", "key": ["cost", "verified_on"]})
    assert states(asked, service) == {"value": "draft", "cost": "declined", "verified_on": "declined"}
    assert OwnerRequest.objects.get(pk=asked.pk).settled_at is None
    house.publish(draft_of(service), by=house.second_writer)
    assert handling.settle(timezone.now()) == 1
    assert not handling.unsettled().exists()
    # Whoever took it over is its author now, and may not approve it.
    assert Handling.objects.filter(decision="taken").get().person == house.writer


def test_a_draft_saved_over_the_desks_words_loses_none_of_them(house: House) -> None:
    service = listing(house)
    asked, link = ask(house, service)
    answer(link, "correct", **{"fact-cost": "無料です"})
    assert states(asked, service)["cost"] == "draft"
    service.summary_ja = "先に開いていた画面の下書きです。"
    house.save_draft(service)
    assert states(asked, service)["cost"] == "open"


def test_a_locked_listing_is_written_by_nobody_else(house: House) -> None:
    service = listing(house)
    asked, link = ask(house, service)
    Service.objects.filter(pk=service.pk).update(locked=True, locked_by=house.second_writer, locked_at=timezone.now())
    before = fresh(service).latest_revision_id
    answer(link, "confirm")
    answer(ask(house, service)[1], "correct", **{"fact-cost": "無料です"})
    late = OwnerAnswer.objects.latest("pk")
    page = f"/admin/verification/{late.request_id}/"
    told = signed_in(house.writer).post(page, {"action": "take", "key": ["cost"]}, follow=True).content.decode()
    assert "ロックしている" in told
    assert "下書きに取り入れました" not in told
    assert fresh(service).latest_revision_id == before
    assert set(states(late.request, service).values()) == {"open"}
    assert not Handling.objects.exists()
    # Whoever locked it may; and so may everybody once the lock is off.
    signed_in(house.second_writer).post(page, {"action": "take", "key": ["cost"]})
    assert states(late.request, service)["cost"] == "draft"
    assert OwnerAnswer.objects.get(request=asked).revision_id is None


def test_a_contact_that_is_gone(house: House) -> None:
    service = listing(house)
    asked, link = ask(house, service)
    answer(link, "correct", **{contact_field(service, "gone"): "true"})
    assert list(draft_of(service).contact_points.all()) == []
    assert fresh(service).contact_points.count() == 1
    assert states(asked, service)["gone"] == "draft"


def test_an_outsiders_words_need_two_people(house: House) -> None:
    both = person("both", roles.REVIEWER, roles.APPROVER)
    service = listing(house)
    _, link = ask(house, service)
    answer(link, "confirm")
    house.say_yes(fresh(service), by=both)
    state = fresh(service).current_workflow_task_state
    assert "別の担当者" in (approve.obstacle(state, both) or "")
    with pytest.raises(PublicationRefused):
        house.say_yes(fresh(service), by=both)
    assert fresh(service).verified_on is None
    house.say_yes(fresh(service), by=house.approver)
    assert fresh(service).verified_on == timezone.localdate()


def test_the_door_itself_wants_two_people_for_an_outsiders_words(house: House) -> None:
    both = person("both", roles.REVIEWER, roles.APPROVER)
    service = listing(house)
    _, link = ask(house, service)
    answer(link, "confirm")
    revision = fresh(service).get_latest_revision()
    content = digest(revision.as_object())
    for step in ("review", "approve"):
        approve.Approval(
            content_id=service.content_id, digest=content, step=step, person=both, revision=revision, at=timezone.now()
        ).save()
    with pytest.raises(PublicationRefused, match="承認がまだない"):
        revision.publish()


def test_whoever_wrote_another_text_meanwhile_does_not_stand_for_the_desks_words(house: House) -> None:
    both = person("both", roles.REVIEWER, roles.APPROVER)
    service = listing(house)
    was = service.name_ja
    for name in ("別の名前", was):  # a change of mind: the draft says again what is live
        draft = draft_of(service)
        draft.name_ja = name
        house.save_draft(draft)
    answer(ask(house, service)[1], "confirm")
    house.say_yes(fresh(service), by=both)
    state = fresh(service).current_workflow_task_state
    assert "別の担当者" in (approve.obstacle(state, both) or "")
    with pytest.raises(PublicationRefused):
        house.say_yes(fresh(service), by=both)
    assert fresh(service).verified_on is None


def test_who_holds_the_link_does_not_approve_what_came_by_it(house: House) -> None:
    """An approver who asks could answer in the desk's place: those words would go live by their author."""
    service = listing(house)
    asked = asking.ask(service, "me@example.lg.jp", person=house.approver, at=timezone.now(), by_mail=False)
    answer("/verify/" + asked.address.partition("/verify/")[2], "correct", **{"fact-cost": "無料です"})
    house.submit(fresh(service))
    house.say_yes(fresh(service), by=house.reviewer)
    assert approve.obstacle(fresh(service).current_workflow_task_state, house.approver) is not None
    (waits,) = waiting(house.approver)
    assert waits.obstacle is not None
    (waits,) = waiting(house.second_approver)
    assert waits.obstacle is None
    with pytest.raises(PublicationRefused):
        house.say_yes(fresh(service), by=house.approver)
    house.say_yes(fresh(service), by=house.second_approver)
    assert fresh(service).cost_ja == "無料です"


def test_confirmed_listings_are_approved_together_by_two_people(house: House) -> None:
    services = [listing(house, f"desk-{number}", name_ja=f"窓口{number}") for number in range(3)]
    for service in services[:2]:
        answer(ask(house, service)[1], "confirm")
    answer(ask(house, services[2])[1], "correct", **{"fact-cost": "無料です"})
    house.submit(fresh(services[2]))
    for who in (house.reviewer, house.approver):
        client = signed_in(who)
        page = client.get("/admin/verification/unchanged/")
        rows = page.context["rows"]
        assert {row.name for row in rows} == {"窓口0", "窓口1"}
        chosen = [f"{row.state.pk}:{row.digest}" for row in rows]
        client.post("/admin/verification/unchanged/", {"state": chosen})
    assert [fresh(service).verified_on for service in services] == [timezone.localdate()] * 2 + [None]
    assert unchanged.count() == 0
    assert handling.settle(timezone.now()) == 2


def test_together_nothing_but_the_day_of_the_check_is_approved(house: House) -> None:
    service = listing(house)
    answer(ask(house, service)[1], "confirm")
    (row,) = unchanged.waiting(house.reviewer, most=10)
    other = listing(house, "other-desk", name_ja="ほかの窓口")
    other.summary_ja = "べつの話です。"
    house.submit(house.save_draft(other))
    theirs = fresh(other).current_workflow_task_state
    client = signed_in(house.reviewer)
    client.post(
        "/admin/verification/unchanged/",
        {"state": [f"{theirs.pk}:{digest(theirs.revision.as_object())}", f"{row.state.pk}:{'0' * 64}", "x", ""]},
    )
    assert approve.Approval.objects.filter(person=house.reviewer, content_id=other.content_id).count() == 1  # its first
    assert unchanged.waiting(house.reviewer, most=10) != []
    with pytest.raises(PublicationRefused), unit(door="workflow", person=house.reviewer):
        unchanged.approve_one(str(theirs.pk), "", person=house.reviewer, at=timezone.now())


def test_of_two_answers_at_once_exactly_one_wins(house: House) -> None:
    service = listing(house)
    _, link = ask(house, service)
    clients = [Client(), Client()]
    sent = [as_shown(client.get(link).content.decode()) | {"looked": "yes"} for client in clients]
    sent[0] |= {"answer": "confirm"}
    sent[1] |= {"answer": "correct", "fact-cost": "有料になりました"}
    both, codes = threading.Barrier(2), {}

    def post(number: int) -> None:
        both.wait()
        codes[number] = clients[number].post(link, sent[number]).status_code
        connection.close()

    threads = [threading.Thread(target=post, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes.values()) == [200, 409]
    won = OwnerAnswer.objects.get()
    assert won.kind == ("confirmed" if codes[0] == 200 else "corrected")


def test_addresses_and_messages_are_erased_after_the_time_that_the_page_names(house: House, settings: Any) -> None:
    service = listing(house)
    asked, link = ask(house, service)
    open_still, _ = ask(house, service, "open@city.example.lg.jp")
    answer(link, "correct", message="代表番号に変わります。")
    now = timezone.now()
    assert retention.erase(now + timedelta(days=29)) == 0  # nothing closed so long ago; the open link is still open
    signed_in(house.writer).post(f"/admin/verification/{asked.pk}/", {"action": "read"})
    assert OwnerRequest.objects.get(pk=asked.pk).settled_at is not None
    assert retention.erase(now + timedelta(days=91)) == 1
    asked.refresh_from_db()
    assert (asked.recipient, asked.message) == ("", "")
    open_still.refresh_from_db()
    assert open_still.recipient  # expired 30 days after it was asked: it has 90 more
    assert retention.erase(now + timedelta(days=121)) == 1
    assert retention.erase(now + timedelta(days=121)) == 0
