"""Letters to editors: each to one person, and only after what they tell of is committed."""

import pytest
from django.core import mail
from wagtail.users.models import UserProfile

from cms.publication.unit import unit
from cms.workflow import approve, roles
from cms.workflow.digest import digest
from tests.editors import House, a_service, person

pytestmark = pytest.mark.django_db(transaction=True)


def test_everybody_who_may_take_a_step_gets_a_letter_of_their_own(house: House) -> None:
    person("second-reviewer", roles.REVIEWER)
    without = person("without-address", roles.REVIEWER)
    without.email = ""
    without.save()
    house.submit(house.save_draft(a_service()))
    assert sorted(letter.to for letter in mail.outbox) == [["reviewer@example.test"], ["second-reviewer@example.test"]]
    assert all("点検をお願いします" in letter.subject for letter in mail.outbox)


def test_who_sent_it_in_is_told_of_its_approval_once(house: House) -> None:
    """And by our letters alone: Wagtail's own go out inside the transaction, which may fail yet."""
    house.publish(a_service())
    told = [(letter.subject.partition(":")[0], letter.to[0]) for letter in mail.outbox]
    assert sorted({subject for subject, _ in told}) == [
        "こども向けの確認をお願いします",
        "承認されました",
        "承認をお願いします",
        "点検をお願いします",
    ]
    assert [to for subject, to in told if subject == "承認されました"] == ["writer@example.test"]


def test_letters_that_were_switched_off_do_not_come(house: House) -> None:
    profile = UserProfile.get_for_user(house.writer)
    profile.approved_notifications = False
    profile.save()
    house.publish(a_service())
    assert mail.outbox
    assert "writer@example.test" not in {letter.to[0] for letter in mail.outbox}


def test_who_sent_it_in_reads_why_it_comes_back(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    state = service.current_workflow_task_state  # type: ignore[attr-defined]
    mail.outbox.clear()
    with unit(door="workflow", person=house.reviewer):
        content = digest(state.revision.as_object())
        approve.send_back(state, seen_digest=content, person=house.reviewer, comment="番号を確かめてください")
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert (letter.to, letter.body) == (["writer@example.test"], "番号を確かめてください")
    assert "差し戻されました" in letter.subject
