"""`make mock`: the real application, the same bytes each time, and every switch."""

import http.client
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from api.channels import CHANNELS
from api.delivery.mock.documents import FOLDER
from api.delivery.mock.switches import SWITCHES
from api.problems.catalogue import TYPES
from tests.frontend.conftest import DOCS, ROOT, clean_environment, free_port, serving

SERVICES = "/api/v1/website/services"
ADDRESSES = (
    f"{SERVICES}?limit=5&total=true",
    f"{SERVICES}/yorisoi-hotline?lang=en",
    "/api/v1/kids/services",
    "/api/v1/partners/services?sort=updated",
    "/api/v1/website/emergency",
    f"{SERVICES}/inochi-no-denwa",
    f"{SERVICES}?colour=red",
    "/api/openapi.json",
)


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(base: str, address: str, method: str = "GET", **headers: str) -> Got:
    parts = urlsplit(base)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def comparable(got: Got) -> tuple[int, dict[str, str], bytes]:
    return got.status, {name: value for name, value in got.headers.items() if name != "date"}, got.body


def test_two_runs_answer_the_same_bytes() -> None:
    """Status, headers, ETags and bodies, problems with their numbers included; only the date differs."""
    port = free_port()
    with serving(port) as base:
        first = [comparable(ask(base, address)) for address in ADDRESSES]
    with serving(port, ["make", "mock", f"MOCK_PORT={port}"]) as base:
        second = [comparable(ask(base, address)) for address in ADDRESSES]
    assert first == second
    assert [status for status, _, _ in first] == [200, 200, 200, 200, 200, 410, 400, 200]


def test_it_starts_at_once_and_leaves_nothing_behind(tmp_path: Path) -> None:
    before = os.times().children_user
    with serving(free_port(), TMPDIR=str(tmp_path)):
        assert [path.name for path in tmp_path.glob("tomoshibi-mock-*/*.sqlite3")] == ["tomoshibi.sqlite3"]
    # Processor time, not the clock: the machine of the tests may be busy with others.
    assert os.times().children_user - before < 8
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cause", [["manage.py", "mock"], ["manage.py", "mock", "--settings", "cms.settings.delivery"]])
def test_it_does_not_touch_a_database_that_is_not_its_own(cause: list[str], tmp_path: Path) -> None:
    environ = clean_environment(TOMOSHIBI_DEMO="1", TOMOSHIBI_STATE_DIR=str(tmp_path))
    done = subprocess.run(
        [sys.executable, *cause], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "manage.py mock --settings cms.settings.mock" in done.stderr
    assert not (tmp_path / "tomoshibi.sqlite3").exists()


def test_it_has_documents_of_every_type_of_every_channel(mock: str) -> None:
    for channel in CHANNELS.values():
        for shape in channel.shapes:
            assert (FOLDER / f"{shape.document_type}.json").exists(), shape.document_type
            if shape.item is not None:
                found = ask(mock, f"/api/v1/{channel.key}/{shape.segment}")
                assert found.json["items"], f"{channel.key} {shape.segment}: python -m tests.contract.fixtures"


# --- Switches: by header, and for a browser's address line by path ---


@pytest.fixture(params=["header", "path"])
def switched(request: pytest.FixtureRequest, mock: str) -> Any:
    def by_header(switch: str, address: str) -> Got:
        return ask(mock, address, X_Mock=switch)

    def by_path(switch: str, address: str) -> Got:
        return ask(mock, f"/mock/{switch}{address}")

    return by_header if request.param == "header" else by_path


@pytest.mark.parametrize(
    ("switch", "address", "status", "kind"),
    [
        ("gone", f"{SERVICES}/yorisoi-hotline", 410, "gone"),
        ("limited", SERVICES, 429, "rate-limited"),
        ("down", SERVICES, 503, "unavailable"),
        ("broken", SERVICES, 500, "internal-error"),
        ("tired", SERVICES, 400, "bad-request"),
    ],
)
def test_a_switch_answers_the_real_problem(switched: Any, switch: str, address: str, status: int, kind: str) -> None:
    got = switched(switch, address)
    assert (got.status, got.headers["content-type"]) == (status, "application/problem+json")
    assert got.json["type"].endswith(f"/problems/{kind}")
    assert [contact["value"] for contact in got.json["emergency"]][:2] == ["119", "110"]
    assert got.headers["cache-control"] == "private, no-store"
    assert ("retry-after" in got.headers) is (status in {429, 503})


def test_lists_answer_while_details_are_gone(switched: Any) -> None:
    assert switched("gone", SERVICES).status == 200


@pytest.mark.parametrize("switch", ["limited", "down"])
def test_the_emergency_contacts_answer_whatever_happens(switched: Any, switch: str) -> None:
    got = switched(switch, "/api/v1/website/emergency")
    assert got.status == 200
    assert got.json["members"]


def test_empty_lists_are_whole_answers(switched: Any, mock: str) -> None:
    full, empty = (
        ask(mock, "/api/v1/kids/services?total=true&limit=1").json,
        switched("empty", "/api/v1/kids/services?total=true&limit=1"),
    )
    assert full["items"]
    assert full["next"]
    assert empty.json == full | {"items": [], "next": None, "total": 0}
    assert "next" not in empty.headers.get("link", "")
    assert empty.headers["etag"]
    assert switched("empty", f"{SERVICES}/yorisoi-hotline").status == 200


def test_slow_answers_come_late_and_whole(switched: Any, mock: str) -> None:
    began = time.monotonic()
    got = switched("slow=1", SERVICES)
    assert time.monotonic() - began >= 1
    assert got.body == ask(mock, SERVICES).body


def test_a_browser_may_send_the_switch_and_keeps_no_answer_for_another(mock: str) -> None:
    preflight = ask(mock, SERVICES, "OPTIONS", Origin="http://localhost:3000", Access_Control_Request_Headers="x-mock")
    assert preflight.status == 204
    assert "X-Mock" in re.split(r", *", preflight.headers["access-control-allow-headers"])
    got = ask(mock, SERVICES, Origin="http://localhost:3000")
    assert got.headers["access-control-allow-origin"] == "*"
    assert "X-Mock" in re.split(r", *", got.headers["vary"])


def test_a_moved_slug_leads_on(mock: str) -> None:
    got = ask(mock, f"{SERVICES}/kodomo-sos?lang=en")
    assert got.status == 301
    assert ask(mock, got.headers["location"].removeprefix(mock)).json["slug"] == "kodomo-sos-24"


def test_the_clock_stands_still(mock: str) -> None:
    moments = set()
    for channel in ("website", "partners"):
        for item in ask(mock, f"/api/v1/{channel}/services?limit=100").json["items"]:
            moments |= {item["published_at"], item["updated_at"]}
    assert moments == {"2026-04-01T09:00:00+09:00", "2026-10-01T09:00:00+09:00"}


def test_the_page_of_the_mock_knows_every_switch() -> None:
    page = (DOCS / "mock.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z]+)` \|", page, re.M) == list(SWITCHES)


def test_the_catalogue_of_errors_knows_every_problem() -> None:
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `/problems/([a-z-]+)` \| (\d+) \|", page, re.M)
    assert told == [(slug, str(kind.status)) for slug, kind in TYPES.items()]
