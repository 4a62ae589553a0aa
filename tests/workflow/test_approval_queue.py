"""「承認待ち」 over HTTP: for how long, who could answer, and what is shown of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.workflow import roles
from tests.editors import House, a_faq, a_kids_text, a_service, person

pytestmark = pytest.mark.django_db


def queue(who: Any, **asked: str) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(reverse("approvals"), asked)


def shown(page: Any) -> list[str]:
    return [row.name for row in page.context["rows"]]


def waits_since(entry: Any, days: int) -> None:
    state = entry.current_workflow_task_state
    state.started_at = timezone.now() - timedelta(days=days)
    state.save()


def test_what_waits_longest_is_first_and_marked_after_the_days_that_are_set(house: House, settings: Any) -> None:
    settings.APPROVAL_WAIT_DAYS = 3
    for number, days in enumerate((0, 4, 3)):
        waits_since(house.submit(house.save_draft(a_service(f"desk-{number}", name_ja=f"窓口{number}"))), days)
    page = queue(house.reviewer)
    assert shown(page) == ["窓口1", "窓口2", "窓口0"]
    assert [row.days for row in page.context["rows"]] == [4, 3, 0]
    assert [row.is_late for row in page.context["rows"]] == [True, False, False]
    text = page.content.decode()
    assert text.count('<strong class="house-tag house-late">長く待っています</strong>') == 1
    assert "うち1件は、3日を超えて待っています" in text


def test_those_who_can_answer_are_named_without_its_authors(house: House) -> None:
    writes_too = person("writes-too", roles.WRITER, roles.REVIEWER)
    somebody = person("somebody", roles.REVIEWER)
    somebody.last_name, somebody.first_name = "山田", "花子"
    somebody.save()
    gone = person("gone", roles.REVIEWER)
    gone.is_active = False
    gone.save()
    house.submit(house.save_draft(a_service(), by=writes_too), by=writes_too)
    (row,) = queue(house.approver).context["rows"]
    assert set(row.people) == {"reviewer", "山田 花子"}


def test_where_nobody_can_answer_the_list_says_so(house: House) -> None:
    house.reviewer.groups.add(*house.writer.groups.all())
    house.submit(house.save_draft(a_service(), by=house.reviewer), by=house.reviewer)
    page = queue(house.approver)
    assert page.context["rows"][0].people == ()
    assert "できる人がいません。" in page.content.decode()


def test_the_list_is_filtered_by_step_by_type_and_by_what_is_ones_own(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    house.say_yes(service, by=house.reviewer)
    faq = house.submit(house.save_draft(a_faq(), by=house.second_writer), by=house.second_writer)
    text = house.submit(house.save_draft(a_kids_text(service)))
    house.say_yes(text, by=house.reviewer)
    names = {"approve": str(service), "review": str(faq), "kids": str(text)}
    for step, name in names.items():
        assert shown(queue(house.approver, step=step)) == [name]
    assert shown(queue(house.approver, type="faq")) == [str(faq)]
    assert shown(queue(house.approver, mine="can")) == [str(service)]
    assert shown(queue(house.kids, mine="can")) == [str(text)]
    assert shown(queue(house.second_writer, mine="sent")) == [str(faq)]
    assert len(shown(queue(house.approver, step="nonsense", type="nothing"))) == 3
    empty = queue(house.reviewer, type="topic").content.decode()
    assert "しぼりこみに合うものはありません" in empty


def test_who_may_read_nothing_sees_no_list(house: House) -> None:
    assert queue(house.administrator).status_code in {302, 403}
