"""Letters to editors: each to one person, and only after what they tell of is committed."""

import pytest
from django.core import mail

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


def test_what_goes_live_is_announced_to_nobody_before_it_is(house: House) -> None:
    """Wagtail's own letters go out inside the transaction, which may fail yet."""
    house.publish(a_service())
    told = {letter.subject.partition(":")[0] for letter in mail.outbox}
    assert told == {"点検をお願いします", "こども向けの確認をお願いします", "承認をお願いします"}


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
