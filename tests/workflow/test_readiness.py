"""「なぜ公開できないか」 over HTTP: everything that stands between a draft and its readers, and who could help."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from catalog.models import Service
from cms.publication import gates, withdraw
from cms.publication.readiness import Hindrance
from cms.workflow import roles
from tests.editors import House, a_faq, a_kids_text, a_service, an_emergency_set, person

pytestmark = pytest.mark.django_db


def page_of(who: Any, content_id: Any) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(reverse("entry_state", args=[content_id]))


def told(house: House, entry: Any) -> list[Hindrance]:
    page = page_of(house.reviewer, entry.content_id)
    assert page.status_code == 200
    found: list[Hindrance] = page.context["hindrances"]
    text = page.content.decode()
    assert all(escape(words) in text for hindrance in found for words in (hindrance.said, hindrance.todo))
    return found


def stands(house: House, entry: Any) -> list[Hindrance]:
    """The same without what only tells something."""
    return [hindrance for hindrance in told(house, entry) if hindrance.level != "tells"]


def said(house: House, entry: Any) -> str:
    return " ".join(hindrance.said for hindrance in told(house, entry))


def test_a_draft_that_was_never_sent_says_what_is_missing_and_who_could_give_it(house: House) -> None:
    draft = house.save_draft(a_service())
    first, *steps = stands(house, draft)
    assert (first.level, first.said) == ("stops", "まだ提出されていません。")
    assert [(step.said, step.people) for step in steps] == [
        ("この内容での「点検」がまだです。", ("reviewer",)),
        ("この内容での「承認」がまだです。", ("approver", "second-approver")),
    ]


def test_a_step_that_was_taken_is_not_missing_and_what_is_live_lacks_nothing(house: House) -> None:
    draft = house.submit(house.save_draft(a_service()))
    house.say_yes(draft, by=house.reviewer)
    assert [hindrance.said for hindrance in stands(house, draft)] == ["この内容での「承認」がまだです。"]
    house.say_yes(draft, by=house.approver)
    assert told(house, draft) == []
    assert "公開中の内容と同じです" in page_of(house.reviewer, draft.content_id).content.decode()


def test_a_text_that_nobody_but_its_author_could_approve_says_so(house: House) -> None:
    both = person("both", roles.WRITER, roles.APPROVER)
    for approver in (house.approver, house.second_approver):
        approver.is_active = False
        approver.save()
    draft = house.submit(house.save_draft(a_service(), by=both), by=both)
    alone = told(house, draft)[0]
    assert alone.level == "stops"
    assert "できる人が、書いた人のほかにいません" in alone.said
    assert "管理者に" in alone.todo
    assert alone.people == ("administrator",)


def test_an_unknown_author_stops_everything(house: House) -> None:
    service = a_service()
    service.save()
    service.save_revision(user=None)
    house.submit(service)
    assert "記録のない内容" in said(house, service)


def test_problems_of_the_text_are_listed_and_the_page_still_opens(house: House) -> None:
    draft = house.save_draft(a_service(summary_ja=""))
    assert "概要" in told(house, draft)[0].said
    assert "足りないところがあるため" in page_of(house.reviewer, draft.content_id).content.decode()


def test_what_was_sent_back_says_why(house: House) -> None:
    draft = house.submit(house.save_draft(a_service()))
    state = draft.current_workflow_task_state
    client = Client()
    client.force_login(house.reviewer)
    address = reverse("approval", args=[state.pk])
    seen = client.get(address).context["digest"]
    client.post(address, {"digest": seen, "answer": "return", "comment": "番号を確かめてください"})
    assert "差し戻されています。理由:「番号を確かめてください」" in said(house, draft)


def test_a_later_draft_says_that_another_content_was_sent(house: House) -> None:
    draft = house.submit(house.save_draft(a_service()))
    later = draft.get_latest_revision_as_object()
    later.summary_ja = "あとから書きかえた概要です。"
    house.save_draft(later)
    assert "提出されているのは、これより前に保存した内容です" in said(house, draft)


def test_the_hour_and_the_end_are_told(house: House) -> None:
    later = timezone.now() + timedelta(days=2)
    assert "「公開する日時」は" in said(house, house.save_draft(a_service(go_live_at=later)))
    past = timezone.now() - timedelta(days=2)
    assert "過ぎています" in said(house, house.save_draft(a_service("ended", expire_at=past)))


def test_a_lock_names_who_holds_it(house: House) -> None:
    draft = house.save_draft(a_service())
    Service.objects.filter(pk=draft.pk).update(locked=True, locked_by=house.second_writer, locked_at=timezone.now())
    (lock,) = [hindrance for hindrance in told(house, draft) if "ロック" in hindrance.said]
    assert lock.people == ("second-writer",)


def test_an_open_withdrawal_is_told_with_those_who_could_settle_it(house: House) -> None:
    live = house.publish(a_service())
    withdraw.propose(live, channels=["partners"], reason="withdrawn", person=house.approver, at=timezone.now())
    (told_of,) = told(house, live)
    assert told_of.level == "tells"
    assert told_of.people == ("second-approver",)


def test_what_the_checks_doubt_is_told_and_what_they_forbid_stops(house: House) -> None:
    doubtful = house.save_draft(a_service(url="http://example.test/"))
    (doubt,) = [hindrance for hindrance in told(house, doubtful) if "http" in hindrance.said]
    assert doubt.level == "tells"
    wrong = a_service("wrong-number")
    wrong.contact_points.all()[0].value = "0120-27-933"
    assert "番号" in stands(house, house.save_draft(wrong))[0].said


def test_whatever_holds_entries_back_is_heard(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "ALONE", [lambda entry: [f"「{entry}」は、ほかのものを待っています。"]])
    draft = house.save_draft(a_service())
    assert told(house, draft)[0].said == f"「{draft}」は、ほかのものを待っています。"


def test_the_crisis_route_keeps_its_members(house: House) -> None:
    service = house.publish(a_service())
    house.publish(an_emergency_set("website", service))
    service.channels = ["partners"]
    draft = house.save_draft(service)
    assert "一般サイトの「緊急の連絡先」に載っています" in said(house, draft)


def test_a_kids_text_says_that_its_source_is_not_there_for_kids(house: House) -> None:
    service = house.save_draft(a_service())
    text = house.save_draft(a_kids_text(service))
    assert "もとの内容がまだ公開されていません" in said(house, text)
    service.channels = ["website"]
    house.publish(service)
    assert "「こどもサイト」のしるしがありません" in said(house, text)


def test_the_approval_page_and_the_editor_lead_to_the_same_answer(house: House) -> None:
    draft = house.submit(house.save_draft(a_service()))
    faq = house.save_draft(a_faq())
    reviewer, writer = Client(), Client()
    reviewer.force_login(house.reviewer)
    writer.force_login(house.writer)
    page = reviewer.get(reverse("approval", args=[draft.current_workflow_task_state.pk])).content.decode()
    assert "この内容での「承認」がまだです。" in page
    assert "できる人: approver、second-approver" in page
    for address, entry in (
        (f"/admin/snippets/catalog/service/edit/{draft.pk}/", draft),
        ("/admin/snippets/catalog/service/", draft),
        (reverse("wagtailadmin_pages:edit", args=[faq.pk]), faq),
        (reverse("faqs:index"), faq),
    ):
        assert reverse("entry_state", args=[entry.content_id]) in writer.get(address).content.decode(), address


def test_who_may_not_read_is_told_nothing_not_even_what_there_is(house: House) -> None:
    draft = house.save_draft(a_service())
    for content_id in (draft.content_id, uuid4()):
        assert page_of(house.administrator, content_id).status_code in {302, 403}
    assert page_of(house.reviewer, uuid4()).status_code == 404
    client = Client()
    assert client.get(reverse("entry_state", args=[draft.content_id])).status_code == 302
    client.force_login(house.reviewer)
    assert client.post(reverse("entry_state", args=[draft.content_id])).status_code == 405
