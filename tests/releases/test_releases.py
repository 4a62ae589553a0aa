"""A release is checked, approved and goes live in one unit or not at all, and nothing in it goes live alone."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision

from api.delivery.models import Change, Standing
from api.documents.record import Record
from catalog.models import EmergencyMember, Service, Topic
from catalog.publishable import Entry
from cms.publication import builders, due, withdraw
from cms.publication.drift import drift
from cms.publication.unit import PublicationRefused, unit
from cms.releases import compose, live
from cms.releases.models import Release, ReleaseApproval, ReleaseEvent, ReleaseItem
from cms.workflow.digest import digest
from cms.workflow.models import Approval, LiveDigest
from tests.delivery.reader import ask
from tests.editors import (
    House,
    a_faq,
    a_kids_text,
    a_message,
    a_service,
    a_site_notice,
    a_topic,
    an_article,
    an_audience,
    an_emergency_set,
    an_organization,
)
from tests.releases.conftest import Desk

pytestmark = pytest.mark.django_db(transaction=True)


def a_plain_topic(slug: str = "loneliness", **fields: Any) -> Topic:
    """One that kids do not read."""
    return a_topic(slug, **{"name_kids": "", "channels": ["website", "partners"], **fields})


def is_live(entry: Entry) -> bool:
    return bool(type(entry)._default_manager.get(pk=entry.pk).live)


def a_set(house: House) -> list[Any]:
    """Drafts of many types that point at each other; none of them is live."""
    topic = house.save_draft(a_plain_topic())
    organization = house.save_draft(an_organization())
    audience = house.save_draft(an_audience())
    service = house.save_draft(a_service(topics=[topic], provider=organization, audiences=[audience]))
    faq = house.save_draft(a_faq(topics=[topic], services=[service]))
    article = house.save_draft(an_article(topics=[topic], services=[service]))
    return [faq, article, service, topic, organization, audience]


def test_a_release_goes_live_at_the_last_yes_all_in_one_and_not_before(house: House, desk: Desk) -> None:
    entries = a_set(house)
    release = desk.begin("春の案内", *entries)
    desk.press(release, "submit", by=house.writer)
    assert "次は承認です" in desk.press(release, "approve", by=house.reviewer)
    assert Change.objects.count() == 0
    assert "すべて公開されました" in desk.press(release, "approve", by=house.approver)
    assert all(is_live(entry) for entry in entries)
    assert set(Change.objects.values_list("at", flat=True)) == {release.closed_at}
    causes = set(Change.objects.values_list("cause_id", flat=True))
    assert causes == set(live.causes(release))
    assert len(causes) == len(entries)
    assert set(LiveDigest.objects.values_list("door", flat=True)) == {"release"}
    answer = ask("/api/v1/website/faqs/what-if-lonely?include=related_services").json
    assert [found["title"] for found in answer["related_services"]] == ["よりそいホットライン"]
    assert list(drift()) == []
    assert "入っていたもの" in desk.page(release)


def test_approving_a_release_writes_each_items_approval_for_the_content_that_was_shown(
    house: House, desk: Desk
) -> None:
    service, topic = house.save_draft(a_service()), house.save_draft(a_topic("another"))
    release = desk.begin("一組", service, topic)
    desk.press(release, "submit", by=house.writer)
    desk.press(release, "approve", by=house.reviewer)
    draft = service.get_latest_revision_as_object()
    row = Approval.objects.get(content_id=service.content_id)
    assert (row.digest, row.step, row.person) == (digest(draft), "review", house.reviewer)
    # The topic is read by kids: it passes the kids' step, the service does not.
    desk.press(release, "approve", by=house.kids)
    assert not Approval.objects.filter(content_id=service.content_id, step="kids").exists()
    assert Approval.objects.filter(content_id=topic.content_id, step="kids", person=house.kids).exists()
    assert "権限がありません" in desk.press(release, "approve", by=house.reviewer, status=409)
    desk.press(release, "approve", by=house.approver)
    assert is_live(topic)


def test_one_broken_item_holds_back_all_is_named_and_nothing_is_lost(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = a_set(house)
    release = desk.begin("春の案内", *entries)
    desk.press(release, "submit", by=house.writer)
    desk.press(release, "approve", by=house.reviewer)
    whole = builders.BUILDERS["article"]
    calls: list[Any] = []

    def breaks_in_the_unit(source: Any) -> list[Record]:
        if source.live:  # looks and previews are not hurt: the fault comes at the very end
            calls.append(source)
            raise RuntimeError("broken")
        return whole(source)

    monkeypatch.setitem(builders.BUILDERS, "article", breaks_in_the_unit)
    told = desk.press(release, "approve", by=house.approver, status=409, comment="出してください。")
    assert calls
    assert "公開用のデータを作れなかった" in told
    assert "出してください。" in told  # what was typed came back
    assert Change.objects.count() == 0
    assert not any(is_live(entry) for entry in entries)
    assert ReleaseItem.objects.filter(release=release, open=True).count() == len(entries)
    assert release.state == "submitted"
    assert "公開用のデータを作れなかった" in release.failure
    assert "公開できていません" in desk.page(release)
    assert list(compose.stopped()) == [release]
    monkeypatch.undo()
    desk.press(release, "approve", by=house.approver)
    assert all(is_live(entry) for entry in entries)
    assert list(compose.stopped()) == []


def test_a_broken_item_is_said_before_anybody_is_asked(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    nameless = house.save_draft(a_plain_topic("half-filled", name_ja=""))
    release = desk.begin("一組", service, nameless)
    assert "公開できません" in desk.page(release)
    told = desk.press(release, "submit", by=house.writer, status=409)
    assert str(nameless.get_latest_revision_as_object()) in told
    nameless.name_ja = "かなしい"
    house.save_draft(nameless)
    desk.go_the_whole_way(release)
    assert is_live(service)
    assert is_live(nameless)


def alone(entry: Entry, house: House) -> list[Any]:
    """Every way to bring one entry live by itself, each a call that must be refused or do nothing."""

    def approve() -> None:
        house.submit(entry)

    def publish() -> None:
        entry.publish(entry.latest_revision, skip_permission_checks=True)

    def bulk() -> None:
        with unit(door="bulk", person=house.approver):
            entry.publish(entry.latest_revision, skip_permission_checks=True)

    return [approve, publish, bulk]


def test_an_item_cannot_go_live_alone_by_any_door(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    # All yeses stand already, so that nothing but the release holds it back.
    for person, step in ((house.reviewer, "review"), (house.approver, "approve")):
        Approval(
            content_id=service.content_id, digest=digest(service), step=step, person=person, at=timezone.now()
        ).save()
    desk.begin("夏の案内", service)
    for door in alone(service, house):
        with pytest.raises(PublicationRefused, match="一括公開「夏の案内」に入っている"):
            door()
    assert not is_live(service)
    assert Change.objects.count() == 0


def test_the_last_yes_on_the_single_page_is_refused_and_says_which_release(house: House, desk: Desk) -> None:
    service = house.submit(house.save_draft(a_service()))
    release = desk.begin("秋の案内", service)
    house.say_yes(service, by=house.reviewer)
    state = service.current_workflow_task_state
    answer = desk.browser(house.approver).post(
        reverse("approval", args=[state.pk]), {"answer": "approve", "digest": digest(service), "comment": ""}
    )
    assert answer.status_code == 409
    assert "一括公開「秋の案内」に入っている" in answer.content.decode()
    # The page of the release says it too, and ends the other way at a click.
    assert "承認の手続きに入っています" in desk.page(release)
    desk.press(release, "free", by=house.writer, content_id=str(service.content_id))
    desk.go_the_whole_way(release)
    assert is_live(service)


def test_a_schedule_of_its_own_is_refused_when_due_and_told_in_the_release(house: House, desk: Desk) -> None:
    now = timezone.now()
    service = house.publish(a_service(go_live_at=now + timedelta(hours=1)))
    release = desk.begin("冬の案内", service)
    told = desk.page(release)
    assert "これだけの公開日時" in told
    assert "承認済みの公開予定があります" in told
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        outcomes = due.publish_due()
    assert ["一括公開「冬の案内」に入っている" in outcome.refused for outcome in outcomes] == [True]
    assert not is_live(service)
    desk.press(release, "free", by=house.writer, content_id=str(service.content_id))
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    service.go_live_at = None
    house.save_draft(service)
    desk.go_the_whole_way(release)
    assert is_live(service)


def test_the_editors_buttons_are_refused_too(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    desk.begin("夏の案内", service)
    browser = desk.browser(house.writer)
    edit = reverse("wagtailsnippets_catalog_service:edit", args=[service.pk])
    assert "一括公開「夏の案内」に入っています" in browser.get(edit).content.decode()
    from tests.catalog.editing import edit_form, fill

    form = fill(edit_form(browser, service), **{"action-submit": "1"})
    answer = browser.post(edit, form, follow=True)
    assert "一括公開「夏の案内」に入っている" in answer.content.decode()
    assert service.current_workflow_state is None


def test_a_draft_changed_after_approval_makes_it_void(house: House, desk: Desk) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    service, notice = house.save_draft(a_service()), house.save_draft(a_site_notice())
    at = timezone.localtime(tomorrow).strftime("%Y-%m-%dT%H:%M")
    release = desk.begin("一組", service, notice, go_live_at=at)
    desk.go_the_whole_way(release)
    assert release.state == "submitted"
    service.summary_ja = "あとから書いた文。"
    house.save_draft(service)
    assert "前の承認は使えません" in desk.page(release)
    with time_machine.travel(tomorrow + timedelta(minutes=1), tick=False):
        (outcome,) = due.publish_due()
    assert "点検・承認がまだない" in outcome.refused
    assert Change.objects.count() == 0
    assert {letter.to[0] for letter in mail.outbox if "できませんでした" in letter.subject} == {
        house.writer.email,
        house.approver.email,
        house.second_approver.email,
    }
    with time_machine.travel(tomorrow + timedelta(minutes=2), tick=False):
        desk._browsers.clear()
        desk.press(release, "approve", by=house.reviewer)
        desk.press(release, "approve", by=house.approver)
    assert is_live(service)
    assert is_live(notice)
    assert b"\xe3\x81\x82\xe3\x81\xa8\xe3\x81\x8b\xe3\x82\x89" in bytes(  # the new words, seen by both
        Standing.objects.get(content_id=service.content_id, channel="website", language="ja").version.body
    )


def test_what_came_after_the_page_does_not_ride_along(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    release = desk.begin("一組", service)
    desk.press(release, "submit", by=house.writer)
    seen = desk.shown_digest(release, house.reviewer)
    service.summary_ja = "あとから書いた文。"
    house.save_draft(service)
    told = desk.press(release, "approve", by=house.reviewer, status=409, digest=seen)
    assert "画面を開いたあとに、一括公開の中の内容が変わりました" in told
    assert not ReleaseApproval.objects.exists()


def test_nobody_approves_a_release_with_own_words_or_that_they_put_together(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    notice = house.save_draft(a_site_notice(), by=house.reviewer)
    house.reviewer.groups.add(*house.writer.groups.all())
    house.second_approver.groups.add(*house.writer.groups.all(), *house.reviewer.groups.all())
    release = desk.begin("一組", service, notice)
    desk.press(release, "submit", by=house.writer)
    assert "あなたが書いた内容が含まれています" in desk.press(release, "approve", by=house.reviewer, status=409)
    other = desk.begin("別の組", house.save_draft(a_plain_topic("another")), by=house.second_approver)
    desk.press(other, "submit", by=house.second_approver)
    assert "あなたが組んだ一括公開です" in desk.press(other, "approve", by=house.second_approver, status=409)
    assert not Approval.objects.exists()


def test_a_scheduled_release_goes_live_at_its_time_and_a_broken_one_stops_no_other(house: House, desk: Desk) -> None:
    hour = timezone.now() + timedelta(hours=1)
    at = timezone.localtime(hour + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    first, second = house.save_draft(a_service()), house.save_draft(a_site_notice())
    broken, whole = desk.begin("壊れる組", first, go_live_at=at), desk.begin("よい組", second, go_live_at=at)
    for release in (broken, whole):
        assert "公開の日時になると" in desk.go_the_whole_way(release)
    assert due.publish_due() == []
    first.delete()
    with time_machine.travel(hour + timedelta(minutes=2), tick=False):
        outcomes = {outcome.name: outcome.refused for outcome in due.publish_due()}
    assert outcomes["一括公開「よい組」"] == ""
    assert "もう削除されています" in outcomes["一括公開「壊れる組」"]
    assert is_live(second)
    broken.refresh_from_db()
    assert "もう削除されています" in broken.failure
    assert ReleaseEvent.objects.filter(release=broken, what="failed").count() == 1
    with time_machine.travel(hour + timedelta(minutes=5), tick=False):
        due.publish_due()
    assert ReleaseEvent.objects.filter(release=broken, what="failed").count() == 1  # told once


def test_the_command_brings_a_due_release_live(house: House, desk: Desk) -> None:
    hour = timezone.now() + timedelta(hours=1)
    service = house.save_draft(a_service())
    at = timezone.localtime(hour).strftime("%Y-%m-%dT%H:%M")
    desk.go_the_whole_way(desk.begin("一組", service, go_live_at=at))
    with time_machine.travel(hour + timedelta(seconds=1), tick=False):
        call_command("publish_due")
    assert is_live(service)


def test_an_item_is_in_one_open_release_at_most(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    first = desk.begin("一つめ", service)
    second = desk.begin("二つめ")
    items = reverse("release_items", args=[second.pk])
    assert "一括公開「 一つめ 」に入っています" in _text(desk.browser(house.writer).get(items))
    answer = desk.browser(house.writer).post(items, {"content_id": str(service.content_id)})
    assert answer.status_code == 409
    assert "もう一括公開「一つめ」に入っています" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseItem.objects.create(
            release=second, content_id=service.content_id, added_by=house.writer, added_at=timezone.now()
        )
    desk.press(first, "give_up", by=house.writer)
    desk.browser(house.writer).post(items, {"content_id": str(service.content_id)})
    desk.go_the_whole_way(second)
    assert is_live(service)


def _text(answer: Any) -> str:
    from bs4 import BeautifulSoup

    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


def test_given_up_sets_everything_free(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    release = desk.begin("一組", service)
    desk.press(release, "give_up", by=house.writer)
    assert release.state == "given_up"
    assert is_live(house.publish(service))
    assert "もうとりやめです" in desk.press(release, "give_up", by=house.writer, status=409)


def test_conflicts_are_shown_when_it_is_put_together(house: House, desk: Desk) -> None:
    organization = house.publish(an_organization())
    live_one = house.publish(a_service(provider=organization))
    withdraw.propose(live_one, channels=["website"], reason="withdrawn", person=house.writer, at=timezone.now())
    draft_topic = house.save_draft(a_topic("left-out"))
    pointing = house.save_draft(a_faq(topics=[draft_topic], services=[]))
    ending = house.save_draft(a_site_notice(expire_at=timezone.now() - timedelta(days=1)))
    release = desk.begin("一組", live_one, pointing, ending)
    told = desk.page(release)
    assert "取り下げが申し出られています" in told
    assert f"「{draft_topic}」を指していますが、まだ公開されていません" in told
    assert "公開を終える日時が、公開するときより前" in told
    assert "公開中の内容と同じ" in told


def test_what_kids_read_needs_the_kids_right_and_shows_the_new_facts(house: House, desk: Desk) -> None:
    topic = house.publish(a_topic())
    service = house.save_draft(a_service(topics=[topic]))
    service.name_ja = "名前の変わった窓口"
    contact = service.contact_points.get()
    contact.value = "0120-000-111"
    service.contact_points = [contact]
    service = house.save_draft(service)
    words = house.save_draft(a_kids_text(service))
    release = desk.begin("こどもの組", words, service)
    page = desk.page(release)
    assert "なんでも話せる電話" in page
    assert page.count("こどもサイト(日本語): 新しく出ます") == 2  # once, as heading and caption: with the kids' text
    assert "0120-000-111" in page
    desk.press(release, "submit", by=house.writer)
    desk.press(release, "approve", by=house.reviewer)
    assert "権限がありません" in desk.press(release, "approve", by=house.approver, status=409)
    desk.press(release, "approve", by=house.kids)
    desk.press(release, "approve", by=house.approver)
    assert Standing.objects.filter(content_id=service.content_id, channel="kids").exists()


def test_names_of_drafts_in_the_release_are_told_in_its_preview(house: House, desk: Desk) -> None:
    service = house.publish(a_service())
    service.name_ja = "新しい名前の窓口"
    house.save_draft(service)
    faq = house.save_draft(a_faq(topics=[], services=[service]))
    told = desk.page(desk.begin("一組", service, faq))
    assert "関係する支援・相談窓口 新しい名前の窓口" in told


def test_order_does_not_matter(house: House, desk: Desk) -> None:
    """An emergency set, put in before the desk that comes with it."""
    crisis_desk = house.save_draft(a_service("a-desk"))
    emergency = house.save_draft(an_emergency_set("website", crisis_desk))
    release = desk.begin("一組", emergency, crisis_desk)
    assert "公開できません" not in desk.page(release)
    desk.go_the_whole_way(release)
    assert is_live(emergency)
    assert list(drift()) == []


def test_the_crisis_route_holds_for_releases_as_well(house: House, desk: Desk) -> None:
    one, two = house.publish(a_service("one")), house.publish(a_service("two"))
    emergency = house.publish(an_emergency_set("website", one))
    one.channels = ["partners"]
    house.save_draft(one)
    release = desk.begin("一組", one)
    desk.press(release, "submit", by=house.writer)
    desk.press(release, "approve", by=house.reviewer)
    assert "「緊急の連絡先」に載っているため" in desk.press(release, "approve", by=house.approver, status=409)
    # With the set that leads elsewhere it goes.
    emergency.members = [EmergencyMember(service=two)]
    house.save_draft(emergency)
    desk.press(release, "take_back", by=house.writer)
    where = reverse("release_items", args=[release.pk])
    desk.browser(house.writer).post(where, {"content_id": str(emergency.content_id)})
    desk.go_the_whole_way(release)
    assert not Standing.objects.filter(content_id=one.content_id, channel="website").exists()


def test_sent_back_with_a_word_it_is_mended_and_goes(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    release = desk.begin("一組", service)
    desk.press(release, "submit", by=house.writer)
    assert "差し戻す理由を書いてください" in desk.press(release, "return", by=house.reviewer, status=409)
    desk.press(release, "return", by=house.reviewer, comment="番号を確かめてください。")
    assert release.state == "draft"
    assert "番号を確かめてください。" in desk.page(release)
    desk.go_the_whole_way(release)
    assert is_live(service)


def test_a_letter_that_fails_hinders_nobody(house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    service = house.save_draft(a_service())
    release = desk.begin("一組", service)

    def fail(*args: Any, **kwargs: Any) -> int:
        raise ValueError("no address")  # what a mail backend raises of an address, silent or not

    monkeypatch.setattr(mail.EmailMessage, "send", fail)
    desk.press(release, "submit", by=house.writer)
    assert release.state == "submitted"


def test_what_was_sent_back_needs_every_yes_anew(house: House, desk: Desk) -> None:
    """Whoever put it together could else send it in again as it was, and it would go live by old words."""
    tomorrow = timezone.now() + timedelta(days=1)
    service = house.save_draft(a_service())
    release = desk.begin("一組", service, go_live_at=timezone.localtime(tomorrow).strftime("%Y-%m-%dT%H:%M"))
    desk.go_the_whole_way(release)
    desk.press(release, "return", by=house.approver, comment="まちがいに気づきました。")
    desk.press(release, "submit", by=house.writer)
    with time_machine.travel(tomorrow + timedelta(minutes=1), tick=False):
        (outcome,) = due.publish_due()
        assert "まだないため" in outcome.refused
        assert not is_live(service)
        tomorrows = Desk(house)  # sessions of the day before have ended
        tomorrows.press(release, "approve", by=house.reviewer)
        tomorrows.press(release, "approve", by=house.approver)
    assert is_live(service)


def test_an_emergency_takes_an_item_out_and_the_approval_is_void(house: House, desk: Desk) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    service, notice = house.save_draft(a_service()), house.save_draft(a_site_notice())
    at = timezone.localtime(tomorrow).strftime("%Y-%m-%dT%H:%M")
    release = desk.begin("一組", service, notice, go_live_at=at)
    desk.go_the_whole_way(release)
    compose.take_out(service.content_id, person=house.approver, why="命にかかわるため", at=timezone.now())
    assert is_live(house.publish(service))
    assert "緊急の手続きで外した" in desk.page(release)
    with time_machine.travel(tomorrow + timedelta(minutes=1), tick=False):
        (outcome,) = due.publish_due()
    assert "まだないため" in outcome.refused
    assert not is_live(notice)


@pytest.mark.parametrize(
    "screen", ["releases", "new_release", "release", "release_items", "change_release", "calendar"]
)
def test_screens_ask_for_a_right(house: House, desk: Desk, screen: str) -> None:
    release = desk.begin("一組")
    where = reverse(screen, args=[release.pk] if screen not in {"releases", "new_release", "calendar"} else [])
    assert desk.browser(house.administrator).get(where).status_code in {302, 403}
    assert desk.browser(house.writer).get(where).status_code == 200
    composing = screen in {"new_release", "release_items", "change_release"}
    assert desk.browser(house.approver).get(where).status_code == (302 if composing else 200)


def test_only_those_who_compose_compose(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    release = desk.begin("一組", service)
    for answer in ("submit", "take_back", "give_up", "remove", "free"):
        where = reverse("release", args=[release.pk])
        got = desk.browser(house.approver).post(where, {"answer": answer, "content_id": str(service.content_id)})
        assert got.status_code in {302, 403}
        release.refresh_from_db()
        assert release.state == "draft"
        assert release.items.filter(open=True).count() == 1


def test_the_database_keeps_the_rules(house: House, desk: Desk) -> None:
    release = desk.begin("一組", house.save_draft(a_service()))
    for broken in (
        {"state": "unknown"},
        {"state": "published"},
        {"closed_at": timezone.now()},
        {"failure": "なぜか"},
        {"name": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseItem.objects.update(digest="0" * 64)
    desk.press(release, "submit", by=house.writer)
    desk.press(release, "approve", by=house.reviewer)
    for rows in (ReleaseEvent.objects, ReleaseApproval.objects):
        with pytest.raises(TypeError):
            rows.first().delete()
        for alter in (rows.all().delete, lambda rows=rows: rows.update(person=house.writer.pk)):
            with pytest.raises(IntegrityError), transaction.atomic():
                alter()
    again = desk.browser(house.writer).post(reverse("new_release"), {"name": "一組"})
    assert again.status_code == 409
    assert "という一括公開がもうあります" in again.content.decode()


#: Types of which several with the same words may be live.
MAKERS = [a_service, a_topic, a_site_notice, a_message, an_audience, an_organization]


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_all_or_none_whatever_breaks_and_in_whatever_order(house: House, data: st.DataObject) -> None:
    makers = data.draw(st.lists(st.sampled_from(range(len(MAKERS))), min_size=2, max_size=3, unique=True))
    broken = data.draw(st.none() | st.sampled_from(makers))
    drawn = uuid4()  # names are never used again, whatever was drawn before
    entries = {}
    for number in makers:
        entries[number] = house.save_draft(MAKERS[number](f"m{number}-{str(drawn)[:13]}"))
    now = timezone.now()
    release = compose.create(name=str(drawn), note="", go_live_at=None, person=house.writer, at=now)
    compose.add(release.pk, [entry.content_id for entry in entries.values()], person=house.writer, at=now)
    compose.submit(release.pk, person=house.writer, at=now)
    release.refresh_from_db()
    before = Change.objects.count()
    refused = False
    with pytest.MonkeyPatch.context() as patch:
        if broken is not None:
            kind = entries[broken].document_type
            whole = builders.BUILDERS[kind]
            patch.setitem(
                builders.BUILDERS,
                kind,
                lambda source: 1 / 0 if source.live else whole(source),  # type: ignore[return-value]
            )
        try:
            _say_every_yes(release, house)
        except PublicationRefused:
            refused = True
    live_ones = [is_live(entry) for entry in entries.values()]
    assert refused is (broken is not None)
    assert live_ones == [not refused] * len(entries)
    assert (Change.objects.count() > before) is not refused
    assert list(drift()) == []
    release.refresh_from_db()
    assert release.state == ("submitted" if refused else "published")


def _say_every_yes(release: Release, house: House) -> None:
    from cms.releases import approve
    from cms.releases.drafts import drafts_of, release_digest

    people = {"review": house.reviewer, "kids": house.kids, "approve": house.approver}
    while release.state == "submitted":
        drafts = drafts_of(release)
        step = approve.missing_steps(release, drafts)[0]
        with unit(door="release", person=people[step]) as inside:
            approve.approve(
                release.pk,
                seen_digest=release_digest(drafts, release.go_live_at),
                person=people[step],
                inside=inside,
            )
        release.refresh_from_db()


def test_a_new_topic_and_its_children_need_no_order_of_approval(house: House, desk: Desk) -> None:
    topic = house.save_draft(a_plain_topic())
    child = house.save_draft(a_faq(topics=[topic], services=[]))
    desk.go_the_whole_way(desk.begin("一組", child, topic))
    assert Topic.objects.get().live
    assert Service.objects.filter(live=True).count() == 0
