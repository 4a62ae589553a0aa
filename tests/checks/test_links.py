"""Links of others: told only after two days, asked gently, and never a way into our own house."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from cms.checks import links
from cms.checks.findings import findings
from cms.checks.links import Look
from cms.checks.models import LinkState
from tests.editors import House, a_faq, a_service

NOON = datetime(2026, 11, 25, 3, tzinfo=UTC)
FINE, DEAD = Look(fine=True, said="開けます", status=200), Look(fine=False, said="404:ページがありません", status=404)


# --- Where it may go ---


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_no_address_of_our_own_house_is_asked(address: str) -> None:
    with pytest.raises(links.NotPublic):
        links.public_address("inside.example", 443, lambda host, port: [address])
    with pytest.raises(links.NotPublic):  # one of several is enough
        links.public_address("inside.example", 443, lambda host, port: ["203.0.114.1", address])


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_however_a_private_address_is_written_it_is_refused(address: Any) -> None:
    for written in (str(address), f"::ffff:{address}"):
        with pytest.raises(links.NotPublic):
            links.public_address("x.example", 80, lambda host, port, written=written: [written])


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "http://a.example:8000/", "http://a.example:22/",
        "http://user:secret@a.example/", "https:///nothing", "javascript:alert(1)", "//a.example/",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(links.NotPublic):
        links.ask("HEAD", url, lambda host, port: ["203.0.114.1"])
    assert links.look(url, lambda host, port: ["203.0.114.1"]).fine is None


def test_localhost_by_its_real_name_is_refused() -> None:
    assert links.look("http://localhost/").fine is None
    assert links.look("http://127.0.0.1/").fine is None
    assert links.look("http://2130706433/").fine is not True  # 127.0.0.1 as one number


# --- What it asks, of a real server in this process ---


class Server(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")  # type: ignore[attr-defined]
        status, onward = {
            "/fine": (200, ""),
            "/gone": (404, ""),
            "/no-head": (405 if self.command == "HEAD" else 200, ""),
            "/busy": (503, ""),
            "/moved": (301, "/fine"),
            "/round": (302, "/round"),
            "/inwards": (302, "http://169.254.169.254/latest/meta-data/"),
            "/to-file": (302, "file:///etc/passwd"),
        }.get(self.path.partition("?")[0], (500, ""))
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """A server of our own that passes for a public one; every other name is looked up as in real life."""
    server = HTTPServer(("127.0.0.1", 0), Server)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    real = links.public_address

    def public(host: str, port: int, resolve: Any) -> str:
        return "127.0.0.1" if host == "desk.example" else real(host, port, resolve)

    monkeypatch.setattr(links, "public_address", public)
    monkeypatch.setattr(links, "PORTS", {80, 443, server.server_port})
    try:
        yield f"http://desk.example:{server.server_port}", server.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_head_first_then_get_and_redirects_are_followed_but_never_inwards(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as (base, asked):
        assert links.look(f"{base}/fine?q=日本").fine
        assert asked == ["HEAD /fine?q=%E6%97%A5%E6%9C%AC"]
        asked.clear()
        assert links.look(f"{base}/no-head").fine
        assert asked == ["HEAD /no-head", "GET /no-head"]
        assert links.look(f"{base}/moved").fine
        assert links.look(f"{base}/busy").fine  # a busy site is there
        assert links.look(f"{base}/gone") == Look(fine=False, said="404:ページがありません", status=404)
        assert links.look(f"{base}/round").fine is not True
        assert links.look(f"{base}/inwards").fine is None
        assert links.look(f"{base}/to-file").fine is None


def test_a_site_that_drips_or_is_silent_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setattr(links, "public_address", lambda host, port, resolve: "127.0.0.1")
    monkeypatch.setattr(links, "PORTS", {silent.getsockname()[1]})
    monkeypatch.setattr(links, "TIMEOUT", 0.2)
    try:
        found = links.look(f"http://desk.example:{silent.getsockname()[1]}/")
        assert found.fine is False
        monkeypatch.setattr(links, "TIMEOUT", 10.0)
        monkeypatch.setattr(links, "LONGEST", 0.2)
        assert links.look(f"http://desk.example:{silent.getsockname()[1]}/").fine is False
    finally:
        silent.close()


def test_a_name_server_that_hangs_holds_up_nothing_and_what_it_says_later_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers, asked = threading.Event(), threading.Event()

    def hangs(host: str, port: int) -> list[str]:
        asked.set()
        answers.wait(20)
        return ["203.0.114.1"]

    def connects(*_: Any, **__: Any) -> None:
        raise AssertionError("an address that came too late was asked")

    monkeypatch.setattr(links, "TIMEOUT", 0.1)
    monkeypatch.setattr(socket, "create_connection", connects)
    try:
        assert links.look("https://desk.example/", hangs) == Look(fine=False, said="時間内に返事がありません")
        assert asked.is_set()
        assert not answers.is_set()
    finally:
        answers.set()


# --- When it is dead ---


@pytest.mark.django_db
def test_only_two_days_of_failing_make_a_dead_link() -> None:
    state = LinkState.objects.create(url="https://a.example/")
    links.note(state, DEAD, NOON)
    links.note(state, DEAD, NOON + timedelta(hours=5))  # the same day in Japan
    assert not state.dead
    links.note(state, DEAD, NOON + timedelta(hours=21))
    assert state.dead
    links.note(state, FINE, NOON + timedelta(days=2))
    assert not state.dead
    links.note(state, DEAD, NOON + timedelta(days=3))
    links.note(state, FINE, NOON + timedelta(days=4))
    links.note(state, DEAD, NOON + timedelta(days=5))
    assert not state.dead
    links.note(state, Look(fine=None, said="確かめない"), NOON + timedelta(days=6))
    assert not state.dead


@pytest.mark.django_db
def test_an_address_is_due_once_a_day() -> None:
    fresh = LinkState.objects.create(url="https://new.example/")
    seen = LinkState.objects.create(url="https://seen.example/", checked_at=NOON)
    failed = LinkState.objects.create(url="https://failed.example/", checked_at=NOON, failures=1)
    assert links.due(NOON) == [fresh]
    assert links.due(NOON + timedelta(hours=21)) == [fresh, failed]
    assert links.due(NOON + timedelta(hours=25)) == [fresh, seen, failed]


@pytest.mark.django_db
def test_what_is_no_address_stops_neither_the_queue_nor_the_checks(house: House) -> None:
    broken = "https://exa[mple.jp/"
    state = LinkState.objects.create(url=broken)
    (looked,) = links.check([state], pause=lambda _seconds: None)
    assert (looked.failures, looked.said) == (1, "つながりません")
    faq = house.save_draft(a_faq(answer_ja=f'<p>Web: <a href="{broken}">ここ</a></p>'))
    assert "link-http" not in {finding.rule for finding in findings(faq)}


@pytest.mark.django_db
def test_one_host_is_not_asked_twice_at_once() -> None:
    states = [
        LinkState.objects.create(url=f"https://{host}/{n}") for host in ("a.example", "b.example") for n in (1, 2)
    ]
    waited: list[float] = []
    links.check(states, looking=lambda url: FINE, pause=waited.append)
    assert len(waited) == 2
    assert all(0 < seconds <= links.GENTLE for seconds in waited)


@pytest.mark.django_db
def test_links_of_a_draft_are_queued_checked_by_the_command_and_told(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    service: Any = house.save_draft(a_service(url="https://gone.example/"))
    assert LinkState.objects.get().url == "https://gone.example/"
    monkeypatch.setattr(links, "look", lambda url: DEAD)
    call_command("check_links")
    assert "link-dead" not in {one.rule for one in findings(service)}
    LinkState.objects.update(checked_at=NOON - timedelta(days=9), failed_on=NOON.date() - timedelta(days=9))
    call_command("check_links")
    (found,) = [one for one in findings(service) if one.rule == "link-dead"]
    assert found.level == "warn"
    assert found.field == "url"
    assert "https://gone.example/ 404:ページがありません" in capsys.readouterr().out
