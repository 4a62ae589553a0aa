"""Review days: who is told when, once, whatever happens to the worker; and who hears where nobody does."""

import threading
from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from catalog.models import Service
from catalog.publishable import Entry
from cms.verification import daily, reminders
from cms.verification.models import Reminder, ReminderLetter
from cms.workflow import post
from tests.editors import House, a_service, a_topic

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 25)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Asia/Tokyo"))


def days_on(count: int) -> date:
    return DAY + timedelta(days=count)


@pytest.fixture
def service(house: House) -> Entry:
    draft = a_service(review_by=days_on(30), steward=house.writer)
    live = house.publish(draft)
    mail.outbox.clear()
    return live


def sent_on(day: date, hour: int = 9) -> dict[str, str]:
    """Who gets a letter on this day, and its text."""
    mail.outbox.clear()
    reminders.send(at(day, hour))
    return {letter.to[0]: letter.body for letter in mail.outbox}


def test_thirty_seven_and_no_days_before_and_then_the_approvers(house: House, service: Entry) -> None:
    told = {count: sent_on(days_on(count)) for count in range(-1, 40)}
    steward, approvers = house.writer.email, {house.approver.email, house.second_approver.email}
    assert {count: set(people) for count, people in told.items() if people} == {
        0: {steward},
        23: {steward},
        30: {steward},
        37: {steward, *approvers},
    }
    for count, heading in ((0, "30日以内"), (23, "7日以内"), (30, "日が来ました"), (37, "過ぎています")):
        assert heading in told[count][steward]
        assert str(service) in told[count][steward]
        assert f"/admin/snippets/catalog/service/edit/{service.pk}/" in told[count][steward]


def test_without_a_steward_or_with_one_who_left_approvers_are_told(house: House, service: Entry) -> None:
    house.writer.is_active = False
    house.writer.save()
    assert set(sent_on(DAY)) == {house.approver.email, house.second_approver.email}
    assert "担当" in sent_on(days_on(23))[house.approver.email]


def test_one_letter_a_day_and_every_stage_once(house: House, service: Entry) -> None:
    house.publish(a_topic("other-topic", review_by=days_on(3), steward=house.writer))
    (body,) = sent_on(DAY).values()
    assert body.count("・2026年") == 2
    assert sent_on(DAY, 10) == {}
    assert sent_on(days_on(1)) == {}
    assert ReminderLetter.objects.count() == 1
    assert Reminder.objects.count() == 2


def test_a_new_day_of_review_is_told_anew(house: House, service: Service) -> None:
    assert set(sent_on(DAY)) == {house.writer.email}
    service.review_by = days_on(31)
    service.save_revision(user=house.second_writer).publish()  # plans only: no approval is needed
    assert set(sent_on(days_on(1))) == {house.writer.email}


def test_a_letter_that_fails_goes_out_later_and_a_dead_process_blocks_an_hour(
    house: House, service: Entry, monkeypatch: Any
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise OSError("no route to the mail server")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fails)
        assert sent_on(DAY) == {}
    assert not Reminder.objects.exists()
    assert sent_on(DAY, 9) == {}  # another process may be at it
    assert set(sent_on(DAY, 10)) == {house.writer.email}
    assert sent_on(DAY, 12) == {}


def test_two_processes_at_once_send_one_letter(house: House, service: Entry) -> None:
    both, counts = threading.Barrier(2), []

    def work() -> None:
        both.wait()
        counts.append(reminders.send(at(DAY)))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 1]
    assert len(mail.outbox) == 1


def test_nobody_is_written_to_at_night_and_the_command_does_it_at_once(
    house: House, service: Service, capsys: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(daily, "_last", [])
    with time_machine.travel(at(DAY, 3)):
        daily.tick(timezone.now())
    assert mail.outbox == []
    with time_machine.travel(at(DAY, 8)):
        daily.tick(timezone.now())
    assert len(mail.outbox) == 1
    service.review_by = timezone.localdate() + timedelta(days=5)
    service.save_revision(user=house.writer).publish()
    mail.outbox.clear()
    call_command("send_reminders")
    call_command("send_reminders")
    assert len(mail.outbox) == 1
    assert capsys.readouterr().out == "知らせ 1通、消したアドレス 0件\n知らせ 0通、消したアドレス 0件\n"


def test_what_waited_behind_a_slow_mail_server_into_the_night_is_left_for_the_morning(
    house: House, service: Service, monkeypatch: Any
) -> None:
    monkeypatch.setattr(daily, "_last", [])
    bag: list[Any] = []
    monkeypatch.setattr(post, "hand_over", bag.append)
    daily.tick(at(DAY, 23))
    (send,) = bag
    with time_machine.travel(at(days_on(1), 1)):
        send()
    assert mail.outbox == []
    with time_machine.travel(at(days_on(1), 8)):
        send()
    assert ReminderLetter.objects.get().day == days_on(1)


def test_a_letter_that_is_refused_names_nobody_in_the_log(
    house: House, service: Service, monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(letter: Any, *_: Any, **__: Any) -> None:
        raise SMTPRecipientsRefused({letter.to[0]: (550, b"unknown")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refused)
    assert sent_on(DAY) == {}
    assert "in an hour: SMTPRecipientsRefused" in caplog.text
    assert house.writer.email not in caplog.text


def test_the_steward_sees_it_on_the_dashboard_and_others_do_not(house: House) -> None:
    house.publish(a_service(review_by=timezone.localdate() - timedelta(days=1), steward=house.writer))
    client = Client()
    client.force_login(house.writer)
    page = client.get("/admin/").content.decode()
    assert "あなたが担当で、見直しの日が近いもの" in page
    assert "よりそいホットライン" in page
    assert "<strong>期限切れ</strong>" in page
    client.force_login(house.second_writer)
    assert "よりそいホットライン" not in client.get("/admin/").content.decode()
