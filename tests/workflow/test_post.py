"""A mail server that hangs keeps nothing that is due from its time, and a process that ends from ending."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from catalog.models import Service
from cms.publication.management.commands import run_worker
from cms.verification import daily
from cms.workflow import post
from tests.editors import House, a_service, a_topic

pytestmark = pytest.mark.django_db(transaction=True)
_server_answers = threading.Event()
_was_asked = threading.Event()


class Hangs(EmailBackend):
    """A mail server that takes no letter until it is told to."""

    def send_messages(self, messages: Any) -> int:
        _was_asked.set()
        _server_answers.wait(20)
        return super().send_messages(messages)


@pytest.fixture
def hanging(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    _server_answers.set()  # until the worker runs: what leads to it sends a letter at each step
    settings.EMAIL_BACKEND = "tests.workflow.test_post.Hangs"
    monkeypatch.setattr(post, "LAST_WAIT", 0.1)
    monkeypatch.setattr(daily, "_last", [])
    monkeypatch.setattr(daily, "FIRST_HOUR", 0)
    yield
    _server_answers.set()
    for thread in threading.enumerate():
        if thread.name == "letters":
            thread.join()


def _run_worker(monkeypatch: pytest.MonkeyPatch, between: Any) -> None:
    """The worker takes one look, then what is between happens, then it takes another."""

    class Stop(threading.Event):
        looks = 0

        def wait(self, timeout: float | None = None) -> bool:
            self.looks += 1
            if self.looks == 1:
                between()
            else:
                self.set()
            return True

    monkeypatch.setattr(run_worker, "threading", SimpleNamespace(Event=Stop))
    monkeypatch.setattr(run_worker, "signal", SimpleNamespace(signal=lambda *_: None, SIGTERM=None, SIGINT=None))
    _was_asked.clear()
    _server_answers.clear()
    call_command("run_worker")


def test_a_reminder_on_its_way_keeps_no_publication_waiting(
    house: House, hanging: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house.publish(a_topic("old", review_by=timezone.localdate() + timedelta(days=3), steward=house.writer))
    hour = timezone.now() + timedelta(hours=1)
    service = house.publish(a_service(go_live_at=hour))
    mail.outbox.clear()
    later = time_machine.travel(hour + timedelta(seconds=1))

    def the_hour_comes() -> None:
        assert _was_asked.wait(5)
        later.start()

    try:
        _run_worker(monkeypatch, the_hour_comes)
    finally:
        later.stop()
    assert Service.objects.get(pk=service.pk).live
    assert mail.outbox == []
    assert "2 sendings of letters were not done" in caplog.text
