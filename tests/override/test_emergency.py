"""Two people in an emergency, over HTTP: what they may do at once, who they may be, and who looks afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.delivery.models import Change, Standing
from catalog.models import Service
from catalog.publishable import Entry
from cms.override import overdue
from cms.override.models import EmergencyAction
from cms.publication.drift import drift
from cms.workflow import roles
from cms.workflow.digest import digest
from cms.workflow.models import Approval, LiveDigest
from pages.models import KidsText
from tests.editors import House, a_kids_text, a_service, an_emergency_set, person

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "別の人の電話番号が出ている。"


@pytest.fixture(autouse=True)
def _letters(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def propose_live(entry: Entry, by: Any, **typed: str) -> Any:
    """As the form sends it."""
    form = {"action": "live", "digest": digest(entry.get_latest_revision_as_object()), "why": WHY, **typed}
    return as_(by).post(reverse("propose_emergency", args=[entry.content_id]), form)


def propose_out(entry: Entry, by: Any, **typed: Any) -> Any:
    form = {"action": "out", "digest": digest(entry), "why": WHY, "channels": entry.channels, "reason": "harm", **typed}
    return as_(by).post(reverse("propose_emergency", args=[entry.content_id]), form)


def answer(action: EmergencyAction, by: Any, what: str = "confirm", **typed: str) -> Any:
    form = {"answer": what, "digest": action.digest, **typed}
    return as_(by).post(reverse("emergency_action", args=[action.pk]), form)


def corrected(house: House, *, by: Any = None) -> Service:
    """A live service with a later draft."""
    service: Any = house.publish(a_service())
    service.summary_ja = "正しい番号にかけてください。"
    return house.save_draft(service, by=by)  # type: ignore[return-value]


def is_corrected(service: Service) -> bool:
    return Service.objects.get(pk=service.pk).summary_ja == "正しい番号にかけてください。"


def test_two_people_take_a_correction_live_at_once_and_leave_a_record(house: House) -> None:
    service = corrected(house)
    page = as_(house.reviewer).get(reverse("propose_emergency", args=[service.content_id])).content.decode()
    assert "正しい番号に" in page.replace("<ins>", "").replace("</ins>", "")
    assert propose_live(service, house.reviewer).status_code == 302
    action = EmergencyAction.objects.get()
    assert not is_corrected(service)
    assert {letter.to[0] for letter in mail.outbox if "至急" in letter.subject} == {
        f"{name}@example.test" for name in ("approver", "second-approver", "kids")
    }
    assert answer(action, house.approver).status_code == 302
    assert is_corrected(service)
    last = LiveDigest.objects.filter(content_id=service.content_id).latest("pk")
    assert (last.door, last.person, last.digest) == ("emergency", house.approver, action.digest)
    changes = Change.objects.filter(cause_id=last.cause_id)
    assert {change.channel for change in changes} == {"website", "partners"}
    assert list(drift()) == []
    action.refresh_from_db()
    assert (action.proposed_by, action.confirmed_by, action.author) == (house.reviewer, house.approver, None)


def test_nobody_is_both_people(house: House) -> None:
    service = corrected(house)
    propose_live(service, house.approver)
    action = EmergencyAction.objects.get()
    refused = answer(action, house.approver)
    assert refused.status_code == 409
    assert "自分で申し出たもの" in refused.content.decode()
    assert not is_corrected(service)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAction.objects.update(confirmed_by=house.approver, confirmed_at=timezone.now())


@pytest.mark.parametrize("role", ["writer", "administrator"])
def test_without_the_right_nothing_opens(house: House, role: str) -> None:
    service = corrected(house)
    propose_live(service, house.approver)
    action = EmergencyAction.objects.get()
    somebody = getattr(house, role)
    paths = (
        reverse("emergencies"),
        reverse("propose_emergency", args=[service.content_id]),
        reverse("emergency_action", args=[action.pk]),
    )
    for path in paths:
        assert as_(somebody).get(path).status_code == 302  # Wagtail's answer to a right that is missing
    answer(action, somebody)
    propose_out(Service.objects.get(pk=service.pk), somebody)
    assert not is_corrected(service)
    assert EmergencyAction.objects.get().confirmed_at is None


def test_one_of_the_two_may_have_written_it_and_the_record_says_so_but_not_both(house: House) -> None:
    house.approver.groups.add(Group.objects.get(name=roles.WRITER))
    house.second_approver.groups.add(Group.objects.get(name=roles.WRITER))
    service = corrected(house, by=house.approver)
    propose_live(service, house.approver)
    answer(EmergencyAction.objects.get(), house.reviewer)
    assert is_corrected(service)
    assert EmergencyAction.objects.get().author == house.approver

    service = Service.objects.get(pk=service.pk)
    for writer in (house.approver, house.second_approver):
        service.summary_ja += "もう一度。"
        house.save_draft(service, by=writer)
    assert propose_live(service, house.approver).status_code == 302
    both = answer(EmergencyAction.objects.latest("proposed_at"), house.second_approver)
    assert both.status_code == 409
    assert "2人ともこの内容を書いています" in both.content.decode()
    assert is_corrected(service)


def test_two_reviewers_cannot_do_what_an_approver_is_for(house: House) -> None:
    service = corrected(house)
    second = person("second-reviewer", roles.REVIEWER)
    propose_live(service, house.reviewer)
    refused = answer(EmergencyAction.objects.get(), second)
    assert "承認の権限" in refused.content.decode()
    assert not is_corrected(service)


def test_what_kids_read_needs_somebody_with_the_kids_right(house: House) -> None:
    service = house.publish(a_service())
    text = house.save_draft(a_kids_text(service))
    propose_live(text, house.reviewer)
    action = EmergencyAction.objects.get()
    refused = answer(action, house.approver)
    assert "こども担当" in refused.content.decode()
    assert not KidsText.objects.get().live
    answer(action, house.approver, "decline")
    propose_live(text, house.kids)
    answer(EmergencyAction.objects.get(declined_at=None), house.approver)
    assert KidsText.objects.get().live
    assert Standing.objects.filter(content_id=service.content_id, channel="kids").exists()


def test_what_blocks_everybody_blocks_here_too(house: House) -> None:
    incomplete = house.save_draft(a_service("incomplete", summary_ja=""))
    refused = propose_live(incomplete, house.reviewer)
    assert refused.status_code == 409
    assert WHY in refused.content.decode()  # nothing typed is lost
    later = house.save_draft(a_service("later", go_live_at=timezone.now() + timedelta(days=1)))
    assert "先の日時" in propose_live(later, house.reviewer).content.decode()
    member = house.publish(a_service("member"))
    house.publish(an_emergency_set("website", member))  # type: ignore[arg-type]
    refused = propose_out(member, house.reviewer)
    assert "緊急の連絡先" in refused.content.decode()
    assert EmergencyAction.objects.count() == 0


def test_what_is_confirmed_is_what_was_seen(house: House) -> None:
    service = corrected(house)
    assert propose_live(service, house.reviewer, digest="0" * 64).status_code == 409
    assert propose_live(service, house.reviewer, why=" ").status_code == 409
    propose_live(service, house.reviewer)
    action = EmergencyAction.objects.get()
    assert answer(action, house.approver, digest="0" * 64).status_code == 409
    row: Any = Service.objects.get(pk=service.pk)
    draft = row.get_latest_revision_as_object()
    draft.summary_ja = "あとから変えた文です。"
    revision = draft.save_revision(user=house.writer, overwrite_revision=row.latest_revision)
    assert revision.pk != action.revision_id  # autosave leaves alone what somebody is asked about
    assert answer(action, house.approver).status_code == 302
    assert is_corrected(service)


def test_a_confirmed_emergency_counts_once(house: House) -> None:
    service = corrected(house)
    propose_live(service, house.reviewer)
    action = EmergencyAction.objects.get()
    answer(action, house.approver)
    revision = Service.objects.get(pk=service.pk).live_revision
    answer_again = answer(action, house.second_approver)
    assert answer_again.status_code == 409
    live = Service.objects.get(pk=service.pk)
    propose_out(live, house.reviewer)
    answer(EmergencyAction.objects.get(action="out"), house.approver)
    assert not Service.objects.get(pk=service.pk).live
    with pytest.raises(Exception, match="公開できません"):
        revision.publish(user=house.approver, skip_permission_checks=True)
    assert not Service.objects.get(pk=service.pk).live


def test_a_proposal_that_was_overtaken_or_lay_about_is_refused(house: House) -> None:
    service = corrected(house)
    propose_live(service, house.reviewer)
    action = EmergencyAction.objects.get()
    house.publish(Service.objects.get(pk=service.pk).get_latest_revision_as_object())
    assert "公開中の内容が変わりました" in answer(action, house.approver).content.decode()
    answer(action, house.approver, "decline")
    service = Service.objects.get(pk=service.pk)
    EmergencyAction.objects.create(
        content_id=service.content_id, action="out", reason="harm", channels=["website"], why=WHY,
        digest=digest(service), live_boundary=LiveDigest.objects.latest("pk").pk,
        proposed_by=house.reviewer, proposed_at=timezone.now() - timedelta(hours=25),
    )  # fmt: skip
    old = EmergencyAction.objects.get(action="out")
    assert "24時間" in answer(old, house.approver).content.decode()
    assert Service.objects.get(pk=service.pk).live


def test_two_people_stop_something_at_once(house: House) -> None:
    service = house.publish(a_service())
    second = person("second-reviewer", roles.REVIEWER)
    propose_out(service, house.reviewer, channels=["partners"])
    answer(EmergencyAction.objects.get(), second)
    gone = Change.objects.filter(op="tombstone", content_id=service.content_id)
    assert {(change.channel, change.reason, change.urgent) for change in gone} == {("partners", "harm", True)}
    assert Service.objects.get(pk=service.pk).channels == ["website", "kids"]
    service = Service.objects.get(pk=service.pk)
    propose_out(service, house.reviewer, reason="wrong")
    answer(EmergencyAction.objects.get(confirmed_at=None), second)
    assert not Service.objects.get(pk=service.pk).live
    assert not Standing.objects.filter(content_id=service.content_id).exists()
    assert set(LiveDigest.objects.filter(door="emergency").values_list("person", flat=True)) == {second.pk}
    assert list(drift()) == []


def test_it_stands_on_everybodys_first_screen_until_a_third_person_has_looked(house: House) -> None:
    service = corrected(house)
    propose_live(service, house.reviewer)
    home = reverse("wagtailadmin_home")
    assert "2人目の確かめを待っています" in as_(house.approver).get(home).content.decode()
    assert "緊急に公開する" not in as_(house.writer).get(home).content.decode()
    action = EmergencyAction.objects.get()
    answer(action, house.approver)
    for somebody in (house.writer, house.administrator, house.kids, house.approver):
        assert "事後の確認は" in as_(somebody).get(home).content.decode()
    looked = {"verdict": "right", "comment": "番号を確かめた。"}
    for one_of_the_two in (house.reviewer, house.approver):
        assert answer(action, one_of_the_two, "review", **looked).status_code == 409
    assert answer(action, house.kids, "review", **looked).status_code == 302  # has no right to
    assert answer(action, house.second_approver, "review", verdict="right", comment="").status_code == 409
    assert EmergencyAction.objects.get().reviewed_at is None
    answer(action, house.second_approver, "review", **looked)
    assert EmergencyAction.objects.get().reviewed_by == house.second_approver
    assert "事後の確認は" not in as_(house.writer).get(home).content.decode()


def test_who_wrote_it_does_not_look_at_it_afterwards(house: House) -> None:
    house.second_approver.groups.add(Group.objects.get(name=roles.WRITER))
    service = corrected(house, by=house.second_approver)
    propose_live(service, house.reviewer)
    answer(EmergencyAction.objects.get(), house.approver)
    refused = answer(EmergencyAction.objects.get(), house.second_approver, "review", verdict="right", comment="よい")
    assert "書いた人は" in refused.content.decode()


def test_what_nobody_looked_at_in_time_is_red_and_told_once(house: House, settings: Any) -> None:
    service = corrected(house)
    propose_live(service, house.reviewer)
    answer(EmergencyAction.objects.get(), house.approver)
    mail.outbox.clear()
    overdue.tell(timezone.now() + timedelta(hours=71))
    assert mail.outbox == []
    for _ in range(2):
        overdue.tell(timezone.now() + timedelta(hours=73))
    assert [letter.to for letter in mail.outbox] == [["second-approver@example.test"]]
    settings.EMERGENCY_REVIEW_HOURS = 0
    home = as_(house.writer).get(reverse("wagtailadmin_home")).content.decode()
    assert "help-critical" in home
    assert "期限" in home
    assert "期限を過ぎました" in as_(house.reviewer).get(reverse("emergencies")).content.decode()


def test_the_record_cannot_be_changed_or_deleted(house: House) -> None:
    service = corrected(house)
    propose_live(service, house.reviewer)
    answer(EmergencyAction.objects.get(), house.approver)
    for change in ({"why": "別の理由"}, {"digest": "0" * 64}, {"confirmed_by": house.second_approver}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EmergencyAction.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAction.objects.all()._raw_delete("default")
    with pytest.raises(TypeError):
        EmergencyAction.objects.get().delete()
    assert Approval.objects.filter(digest=EmergencyAction.objects.get().digest).count() == 0
