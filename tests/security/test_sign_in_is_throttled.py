"""Ten wrong passwords close the door for a name from an address; nobody else is kept out, and no address is kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

LOGIN = "/admin/login/"
PASSWORD = "a sentence that nobody guesses"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lock(settings: Any) -> None:
    settings.AXES_ENABLED = True


@pytest.fixture(autouse=True)
def editor() -> None:
    user = get_user_model().objects.create_user(username="hanako", password=PASSWORD)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))


def sign_in(client: Client, password: str, *, username: str = "hanako", address: str = "192.0.2.7") -> HttpResponse:
    return client.post(LOGIN, {"username": username, "password": password}, REMOTE_ADDR=address)


def refused_ten_times(client: Client, **who: str) -> HttpResponse:
    answers = [sign_in(client, "wrong", **who) for _ in range(10)]
    assert [answer.status_code for answer in answers[:9]] == [200] * 9
    return answers[-1]


def test_the_tenth_wrong_password_closes_the_door_even_for_the_right_one(client: Client) -> None:
    tenth = refused_ten_times(client)
    right = sign_in(client, PASSWORD)
    for answer in (tenth, right):
        assert answer.status_code == 429
        page = answer.content.decode()
        assert "ログインを一時停止しています" in page
        assert "15分間" in page
        assert "管理者に知らせてください" in page
    assert client.get("/admin/").status_code == 302


def test_the_door_opens_again_after_a_quarter_of_an_hour(client: Client) -> None:
    refused_ten_times(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=True):
        assert sign_in(client, PASSWORD).status_code == 302


def test_trying_on_does_not_lengthen_the_lock(client: Client) -> None:
    refused_ten_times(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=True):
        assert sign_in(client, "wrong").status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=True):
        assert sign_in(client, PASSWORD).status_code == 302


def test_another_address_and_another_name_are_not_kept_out(client: Client) -> None:
    refused_ten_times(client)
    assert sign_in(client, "wrong", username="taro").status_code == 200
    assert sign_in(client, PASSWORD, address="192.0.2.8").status_code == 302


def test_a_name_that_nobody_has_is_answered_alike(client: Client) -> None:
    known, unknown = refused_ten_times(client), refused_ten_times(client, username="nobody")
    assert known.status_code == unknown.status_code == 429
    once = re.compile(rb'"CSRF_TOKEN": "[^"]+"')
    assert once.sub(b"", known.content) == once.sub(b"", unknown.content)


def test_the_right_password_forgets_the_wrong_ones(client: Client) -> None:
    for _ in range(9):
        sign_in(client, "wrong")
    assert sign_in(client, PASSWORD).status_code == 302
    client.logout()
    assert sign_in(client, "wrong").status_code == 200


def test_neither_address_nor_password_is_kept(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        refused_ten_times(client)
        sign_in(client, PASSWORD, address="192.0.2.8")
    kept = " ".join(str(row) for row in [*AccessAttempt.objects.values(), *AccessLog.objects.values()])
    assert AccessAttempt.objects.exists()
    for secret in ("192.0.2.7", "192.0.2.8", "wrong", PASSWORD):
        assert secret not in kept
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same"),
    [
        (0, ["198.51.100.1", "198.51.100.2"], True),  # nobody stands before us: the header is a visitor's own invention
        (1, ["203.0.113.9, 198.51.100.1", "203.0.113.10, 198.51.100.1"], True),  # only what our proxy saw counts
        (1, ["198.51.100.1", "198.51.100.2"], False),
        (1, ["198.51.100.1:5678", "198.51.100.1:5679"], True),  # some gateways write the port of the connection too
        (1, ["[2001:db8::1]:5678", "2001:db8::1"], True),
    ],
)
def test_a_forged_forwarding_header_does_not_open_a_new_door(
    client: Client, settings: Any, proxies: int, forwarded: list[str], same: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies
    for turn in range(10):
        client.post(LOGIN, {"username": "hanako", "password": "wrong"}, HTTP_X_FORWARDED_FOR=forwarded[turn % 2])
    assert AccessAttempt.objects.count() == (1 if same else 2)
