"""A sign-in ends after an hour without work and after twelve hours in any case; an open editor's pings are not work."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

BEGIN = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client) -> Client:
    user = get_user_model().objects.create_user(username="hanako", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    with time_machine.travel(BEGIN, tick=False):
        client.force_login(user)
        assert client.get("/admin/").status_code == 200
    return client


def at(client: Client, after: timedelta, path: str = "/admin/") -> int:
    with time_machine.travel(BEGIN + after, tick=False):
        return client.get(path).status_code


def test_an_hour_without_work_ends_it(signed_in: Client) -> None:
    assert at(signed_in, timedelta(minutes=59)) == 200
    assert at(signed_in, timedelta(minutes=59 + 61)) == 302
    assert at(signed_in, timedelta(minutes=59 + 62)) == 302


def test_twelve_hours_end_it_however_much_was_done(signed_in: Client) -> None:
    for quarter in range(1, 48):
        assert at(signed_in, timedelta(minutes=15 * quarter)) == 200, quarter
    assert at(signed_in, timedelta(hours=12)) == 302


def test_the_pings_of_an_open_editor_are_not_work(signed_in: Client) -> None:
    for minutes in range(5, 60, 5):
        at(signed_in, timedelta(minutes=minutes), "/admin/editing-sessions/ping/catalog/service/1/1/")
    assert at(signed_in, timedelta(minutes=61)) == 302


def worked_at(client: Client, after: timedelta) -> float:
    with time_machine.travel(BEGIN + after, tick=False):
        return client.session["worked_at"]


def test_reading_on_writes_the_session_once_a_minute_at_most(signed_in: Client) -> None:
    at(signed_in, timedelta(seconds=30))
    assert worked_at(signed_in, timedelta(seconds=30)) == BEGIN.timestamp()
    at(signed_in, timedelta(seconds=90))
    assert worked_at(signed_in, timedelta(seconds=90)) == BEGIN.timestamp() + 90
