"""The crisis route is always there: current, last good, or built in; in kids' answers and in every problem."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from pytest_django import DjangoAssertNumQueries, Settings

from api.delivery import emergency
from api.delivery.heads import RemoteLook
from tests import application
from tests.delivery.documents import emergency_set, id_of, publish, service, withdraw
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes the process as new: nothing remembered, and a state folder of its own."""
    settings.TOMOSHIBI_STATE_DIR = tmp_path

    def start_anew() -> None:
        monkeypatch.setattr(emergency, "_last_good", {})
        monkeypatch.setattr(emergency, "_followed", {})
        monkeypatch.setattr(emergency, "_asked_in_vain_at", {})

    start_anew()
    return start_anew


@pytest.fixture
def database_down(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Return what pulls the plug; it gives the list of vain attempts since."""

    def pull_the_plug() -> list[str]:
        attempts: list[str] = []

        def refuse(*_: Any, **__: Any) -> None:
            attempts.append("refused")
            raise OperationalError("connection refused")

        monkeypatch.setattr(connection, "cursor", refuse)
        monkeypatch.setattr(connection, "ensure_connection", refuse)
        monkeypatch.setattr(connection, "chunked_cursor", refuse)
        return attempts

    return pull_the_plug


def names(address: str, **headers: str) -> list[str]:
    answer = ask(address, **headers)
    assert answer.status == 200, answer.json
    block = answer.json if "members" in answer.json else answer.json["emergency"]
    return [member.get("name") or member["title"]["text"] for member in block["members"]]


def test_the_set_is_served_in_its_order() -> None:
    publish(service("chat", name="チャット"), service("line", name="ライン"), emergency_set("line", "chat"))
    assert names("/api/v1/website/emergency") == ["ライン", "チャット"]


def test_a_corrected_number_and_a_new_set_are_served_at_once() -> None:
    publish(service("chat", number="0120-000-000"), service("line", name="ライン"), emergency_set("chat"))
    names("/api/v1/website/emergency")
    publish(service("chat", number="0120-111-111"))
    (member,) = ask("/api/v1/website/emergency").json["members"]
    assert member["numbers"][0]["dial"] == "0120111111"
    publish(emergency_set("line"))
    assert names("/api/v1/website/emergency") == ["ライン"]


def test_number_hours_and_japanese_name_are_served_where_the_language_has_no_explanation() -> None:
    publish(
        service("chat", language="en", name="よりそい相談", summary_state="missing"),
        emergency_set("chat", language="en"),
    )
    (member,) = ask("/api/v1/website/emergency?lang=en").json["members"]
    assert member["name_ja"] == "よりそい相談"
    assert member["summary"] is None
    assert member["languages"]["summary"] == {"served": "ja", "state": "missing"}
    assert (member["numbers"][0]["value"], member["numbers"][0]["hours"]) == ("0120-279-338", "24/7")


@pytest.mark.parametrize("channel", ["website", "kids", "partners"])
def test_before_anything_is_published_the_built_in_numbers_are_served(channel: str) -> None:
    block = ask(f"/api/v1/{channel}/emergency").json
    assert [member["numbers"][0]["dial"] for member in block["members"]] == ["119", "110"]


def test_every_kids_answer_carries_the_block_of_the_kids_and_no_other() -> None:
    publish(
        service("grown-up", name="大人の窓口"),
        service("child", channel="kids", name="こどもの窓口"),
        emergency_set("grown-up"),
        emergency_set("child", channel="kids"),
    )
    for path in ("services", "services/child", "topics", "emergency", "services?fields=title"):
        assert names(f"/api/v1/kids/{path}") == ["こどもの窓口"], path


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/v1/website/services/nobody", "大人の窓口"),
        ("/api/v1/website/services?colour=red", "大人の窓口"),
        ("/api/v1/kids/services/nobody", "こどもの窓口"),
        ("/api/v1/kids/nothing", "こどもの窓口"),
        ("/api/v1/partners/services/nobody", "みんなの窓口"),
        ("/api/nothing", "大人の窓口"),
        ("/problems/nothing", "大人の窓口"),
    ],
)
def test_every_problem_carries_the_contacts_of_its_channel(address: str, name: str) -> None:
    publish(
        service("grown-up", name="大人の窓口"),
        service("child", channel="kids", name="こどもの窓口"),
        service("all", channel="partners", name="みんなの窓口"),
        emergency_set("grown-up"),
        emergency_set("child", channel="kids"),
        emergency_set("all", channel="partners"),
    )
    answer = ask(address)
    assert answer.status in (400, 404)
    assert [(contact["name"], contact["dial"]) for contact in answer.json["emergency"]] == [(name, "0120279338")]


def test_while_the_database_is_down_the_last_good_set_is_served(database_down: Callable[[], list[str]]) -> None:
    publish(service("chat", name="チャット"), emergency_set("chat"))
    names("/api/v1/website/emergency")
    database_down()
    assert names("/api/v1/website/emergency") == ["チャット"]
    assert ask("/api/v1/website/emergency").headers["Cache-Control"] == "private, no-store"
    answer = ask("/api/v1/website/services/chat")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert [contact["name"] for contact in answer.json["emergency"]] == ["チャット"]


def test_a_process_that_starts_while_the_database_is_down_reads_the_last_good_set_from_disk(
    forget: Callable[[], None], database_down: Callable[[], list[str]]
) -> None:
    publish(service("chat", name="チャット"), emergency_set("chat"))
    names("/api/v1/website/emergency")
    forget()
    database_down()
    assert names("/api/v1/website/emergency") == ["チャット"]
    assert [contact["name"] for contact in ask("/healthz/ready").json["emergency"]] == ["チャット"]


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"ja": {"members": 1}}', '{"ja": null}'])
def test_a_damaged_file_is_no_set(kept: str, tmp_path: Path, database_down: Callable[[], list[str]]) -> None:
    (tmp_path / "emergency-website.json").write_text(kept)
    database_down()
    assert [contact["dial"] for contact in ask("/api/v1/website/services").json["emergency"]] == ["119", "110"]


def test_the_file_is_whole_and_alone(tmp_path: Path) -> None:
    publish(service("chat", name="チャット"), emergency_set("chat"))
    names("/api/v1/website/emergency")
    assert [path.name for path in tmp_path.iterdir()] == ["emergency-website.json"]
    kept = json.loads((tmp_path / "emergency-website.json").read_text())
    assert kept["ja"]["members"][0]["id"] == str(id_of("chat"))


def test_a_folder_that_cannot_be_written_stops_nobody(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.TOMOSHIBI_STATE_DIR = tmp_path / "file"
    publish(service("chat", name="チャット"), emergency_set("chat"))
    assert names("/api/v1/website/emergency") == ["チャット"]


def test_a_member_is_left_out_for_as_long_as_it_does_not_stand() -> None:
    publish(service("chat", name="チャット"), service("line", name="ライン"), emergency_set("line", "chat"))
    names("/api/v1/website/emergency")
    withdraw("line")
    assert names("/api/v1/website/emergency") == ["チャット"]
    publish(service("line", name="ライン"))
    assert names("/api/v1/website/emergency") == ["ライン", "チャット"]


def test_a_change_elsewhere_does_not_make_the_block_anew(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    publish(service("chat", name="チャット"), emergency_set("chat"))
    names("/api/v1/website/emergency")
    publish(service("other"))
    with django_assert_max_num_queries(3):
        names("/api/v1/website/emergency")
    with django_assert_max_num_queries(1):
        names("/api/v1/website/emergency")


def test_a_partners_problem_speaks_one_language() -> None:
    publish(service("all", channel="partners", name="みんなの窓口"), emergency_set("all", channel="partners"))
    (contact,) = ask("/api/v1/partners/nothing", accept_language="en").json["emergency"]
    assert (contact["name"], contact["name_ja"]) == ("all (en)", "みんなの窓口")


def test_nobody_waits_for_a_database_that_has_just_failed(
    database_down: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for the view's own question nor for the look before it, as it is on PostgreSQL."""
    monkeypatch.setattr(application.kept, "_look", RemoteLook())
    publish(service("chat", name="チャット"), emergency_set("chat"))
    names("/api/v1/website/emergency")
    attempts = database_down()
    for _ in range(3):
        assert names("/api/v1/website/emergency") == ["チャット"]
        assert ask("/api/nothing").json["emergency"][0]["name"] == "チャット"
    assert len(attempts) == 1


def test_the_log_is_followed_again_once_the_database_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(service("chat", name="チャット"), emergency_set("chat"))
    monkeypatch.setattr(emergency, "PATIENCE_SECONDS", 0.0)
    with monkeypatch.context() as down:

        def refuse(*_: Any, **__: Any) -> None:
            raise OperationalError("connection refused")

        down.setattr(connection, "cursor", refuse)
        down.setattr(connection, "ensure_connection", refuse)
        ask("/api/v1/website/emergency")
    assert names("/api/v1/website/emergency") == ["チャット"]
    assert ask("/healthz/ready").status == 200
