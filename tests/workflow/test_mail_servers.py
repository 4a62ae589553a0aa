"""A mail server that hangs up, says nothing or refuses: the rest goes out, one wait is all, and no address is told."""

import logging
import socket
from collections.abc import Iterator
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import sanitize_address

from cms.verification import letters
from cms.workflow import post
from cms.workflow.mail import to_each
from tests.editors import House
from tests.verification.desk import ask, listing

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = [SimpleNamespace(email=f"{name}@example.test") for name in "abcd"]


class Moody(EmailBackend):
    """Refuses what it cannot address, and hangs up at the letters with these numbers; counts how often it is called."""

    hangs_up_at: ClassVar[set[int]] = set()
    refuses: ClassVar[set[str]] = set()
    calls = 0
    asked = 0

    def open(self) -> bool:
        Moody.calls += 1
        return True

    def send_messages(self, messages: Any) -> int:
        for letter in messages:
            Moody.asked += 1
            if Moody.asked in self.hangs_up_at:
                raise SMTPServerDisconnected("Connection unexpectedly closed")
            sanitize_address(letter.to[0], "utf-8")
            if letter.to[0] in self.refuses:
                raise SMTPRecipientsRefused({letter.to[0]: (550, b"unknown")})
        return super().send_messages(messages)


@pytest.fixture
def moody(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[Moody]:
    settings.EMAIL_BACKEND = "tests.workflow.test_mail_servers.Moody"
    for name, value in (("calls", 0), ("asked", 0), ("hangs_up_at", set()), ("refuses", set())):
        monkeypatch.setattr(Moody, name, value)
    return Moody


def _reached() -> list[str]:
    return [letter.to[0].partition("@")[0] for letter in mail.outbox]


def test_a_refused_address_stops_no_other_and_is_not_told(
    moody: type[Moody], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(moody, "refuses", {"b@example.test"})
    to_each([*PEOPLE, SimpleNamespace(email="a b@@x")], "急ぎ", "text")
    assert _reached() == ["a", "c", "d"]
    assert moody.calls == 1
    assert "2 of 5 letters could not be sent: SMTPRecipientsRefused, ValueError" in caplog.text
    assert "@" not in caplog.text


def test_a_server_that_hangs_up_is_called_once_more(
    moody: type[Moody], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(moody, "hangs_up_at", {2})
    to_each(PEOPLE, "急ぎ", "text")
    assert (_reached(), moody.calls) == (["a", "b", "c", "d"], 2)
    assert "could not be sent" not in caplog.text
    monkeypatch.setattr(moody, "hangs_up_at", {7, 8})
    mail.outbox.clear()
    to_each(PEOPLE, "急ぎ", "text")
    assert (_reached(), moody.calls) == (["a"], 4)
    assert "3 of 4 letters could not be sent: SMTPServerDisconnected" in caplog.text


@pytest.fixture
def silent(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A mail server that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 0.05
        monkeypatch.setattr(letters, "_not_there", [])
        yield server


def _calls(server: socket.socket) -> int:
    count = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_a_server_that_says_nothing_is_waited_for_once_by_all_desks(house: House, silent: socket.socket) -> None:
    services = [listing(house, f"desk-{number}", name_ja=f"窓口{number}") for number in range(2)]
    _calls(silent)
    for service in services:
        ask(house, service, by_mail=True)
    assert _calls(silent) == 1


def test_a_server_that_says_nothing_is_waited_for_once_by_all_editors(
    silent: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    to_each(PEOPLE, "急ぎ", "text")
    assert _calls(silent) == 1
    assert "4 of 4 letters could not be sent: SMTPServerDisconnected" in caplog.text


def test_what_a_thread_could_not_send_names_nobody(caplog: pytest.LogCaptureFixture) -> None:
    def refused() -> None:
        raise SMTPRecipientsRefused({"a@example.test": (550, b"unknown")})

    with post.beside():
        post.hand_over(refused)
    assert [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR] == [
        "A letter could not be sent: SMTPRecipientsRefused"
    ]
    assert "a@example.test" not in caplog.text
