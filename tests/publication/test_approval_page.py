"""The approval page over HTTP: what was seen is what is approved, and nobody approves their own work."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from api.delivery.models import Change
from cms.workflow.digest import digest
from tests.editors import House, a_kids_text, a_service

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def answer(person: Any, entry: Any, what: str = "approve", *, seen: str | None = None, comment: str = "") -> Any:
    """Open the page of what waits for this entry, and answer with the digest that it showed."""
    state = entry.current_workflow_task_state
    client, url = signed_in(person), reverse("approval", args=[state.pk])
    page = client.get(url)
    assert page.status_code == 200
    shown = page.context["digest"]
    return client.post(url, {"digest": seen or shown, "answer": what, "comment": comment})


def test_the_page_shows_what_changes_in_each_channel(house: House) -> None:
    service = house.publish(a_service())
    contact = service.contact_points.get()
    contact.value = "03-1234-5678"
    service.contact_points = [contact]
    house.submit(house.save_draft(service))
    page = signed_in(house.reviewer).get(reverse("approval", args=[service.current_workflow_task_state.pk]))
    text = page.content.decode()
    assert "03-1234-5678" in text
    assert "0120-279-338" in text
    assert "一般サイト" in text
    assert "連携団体" in text


def test_both_yeses_publish_and_each_step_asks_for_its_right(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    assert answer(house.approver, service).status_code == 409  # this step is the reviewer's
    assert answer(house.reviewer, service).status_code == 302
    assert answer(house.reviewer, service).status_code == 409
    assert Change.objects.count() == 0
    assert answer(house.approver, service).status_code == 302
    assert Change.objects.count() == 7


def test_a_page_that_autosave_has_overtaken_approves_nothing(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    stale = digest(service.get_latest_revision_as_object())
    house_answer = answer(house.reviewer, service, seen="0" * 64)
    assert house_answer.status_code == 409
    assert "内容が変わりました" in house_answer.content.decode()
    service.summary_ja = "あとから書きかえた文。"
    house.save_draft(service)
    assert answer(house.reviewer, service, seen=stale).status_code == 302
    assert answer(house.approver, service, seen=stale).status_code == 302
    live = type(service).objects.get(pk=service.pk)
    assert live.summary_ja == "どんな悩みでも聞きます。"
    assert live.latest_revision.as_object().summary_ja == "あとから書きかえた文。"


def test_the_submitted_revision_is_never_rewritten(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    submitted = service.current_workflow_task_state.revision
    draft = service.get_latest_revision_as_object()
    draft.summary_ja = "自動保存された文。"
    revision = draft.save_revision(user=house.writer, overwrite_revision=submitted)
    assert revision.pk != submitted.pk
    submitted.refresh_from_db()
    assert submitted.content["summary_ja"] == "どんな悩みでも聞きます。"


def test_an_author_cannot_approve_even_after_another_person_saved(house: House) -> None:
    house.reviewer.groups.add(*house.writer.groups.all())
    service = house.save_draft(a_service(), by=house.reviewer)
    service = house.save_draft(service.get_latest_revision_as_object(), by=house.writer)
    house.submit(service)
    refused = answer(house.reviewer, service)
    assert refused.status_code == 409
    assert "あなたが書いた" in refused.content.decode()


def test_a_planted_publish_right_and_a_superuser_open_nothing(house: House) -> None:
    service = house.save_draft(a_service())
    house.writer.user_permissions.add(Permission.objects.get(codename="publish_service"))
    house.administrator.is_superuser = True
    house.administrator.save()
    for person in (house.writer, house.administrator):
        client = signed_in(person)
        service.get_latest_revision()
        with pytest.raises(Exception, match="公開できません"):
            service.latest_revision.publish(user=person)
        assert client.get("/admin/").status_code == 200
    assert Change.objects.count() == 0


def test_wagtails_own_action_urls_are_refused(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    state = service.current_workflow_task_state
    url = reverse(service.snippet_viewset.get_url_name("workflow_action"), args=[service.pk, "approve", state.pk])
    assert signed_in(house.reviewer).post(url, {"comment": ""}).status_code in {302, 403}
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_returning_needs_a_word_and_a_new_submission_starts_again(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    answer(house.reviewer, service)
    silent = answer(house.approver, service, "return")
    assert silent.status_code == 409
    assert answer(house.approver, service, "return", comment="番号を確かめてください").status_code == 302
    service.current_workflow_state.resume(user=house.writer)
    assert service.current_workflow_task_state.task.specific.step == "review"


def test_kids_text_needs_the_kids_right(house: House) -> None:
    service = house.publish(a_service())
    kids = house.submit(house.save_draft(a_kids_text(service)))
    answer(house.reviewer, kids)
    assert answer(house.approver, kids).status_code == 409
    assert Change.objects.filter(channel="kids").count() == 0
    assert answer(house.kids, kids).status_code == 302
    assert answer(house.approver, kids).status_code == 302
    assert Change.objects.filter(channel="kids").count() == 1


def test_an_incomplete_draft_cannot_be_submitted_and_is_not_lost(house: House) -> None:
    service = a_service(summary_ja="")
    service.save()
    service.save_revision(user=house.writer)
    with pytest.raises(Exception, match="概要"):
        house.submit(service)
    assert not service.workflow_in_progress
    assert service.latest_revision is not None


def test_text_of_an_unknown_author_is_approved_by_nobody_alone(house: House) -> None:
    service = a_service()
    service.save()
    service.save_revision(user=None)
    house.submit(service)
    refused = answer(house.reviewer, service)
    assert refused.status_code == 409
    assert "記録のない" in refused.content.decode()


def test_an_author_whose_text_was_changed_by_another_still_cannot_approve(house: House) -> None:
    house.reviewer.groups.add(*house.writer.groups.all())
    service = house.save_draft(a_service(), by=house.reviewer)
    draft = service.get_latest_revision_as_object()
    draft.summary_ja = "別の人が書きかえた概要です。"
    house.submit(house.save_draft(draft, by=house.writer))
    assert answer(house.reviewer, service).status_code == 409


def test_the_approver_sees_what_no_document_shows(house: House) -> None:
    """An end alone takes something out by itself: nobody may say yes to it unseen."""
    service = house.publish(a_service())
    service.expire_at = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)
    service.search_words_ja = "だれかと話したい"
    service = house.submit(house.save_draft(service))
    client = Client()
    client.force_login(house.reviewer)

    page = client.get(reverse("approval", args=[service.current_workflow_task_state.pk])).content.decode()

    assert "公開のしかた" in page
    assert "公開を終える日時" in page
    assert "<ins>2027年04月01日 00:00</ins>" in page
    assert "<ins>だれかと話したい</ins>" in page
    assert "変わりません" not in page
