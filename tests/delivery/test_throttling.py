"""Throttling: who asks too often waits, is told how long, and nobody's address is kept anywhere."""

import gc
import logging
import pickle
import re
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
import time_machine
from django.test import override_settings

from api.delivery import answers as shell
from api.delivery.rules import Policy
from api.delivery.throttle import Buckets, Throttle
from tests.delivery.documents import emergency_set, publish, service
from tests.delivery.reader import Got, ask

pytestmark = pytest.mark.django_db
SERVICES = "/api/v1/website/services"
START = "2026-11-24T03:00:00Z"  # noon in Japan


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def throttle(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Throttle:
    """Three requests a minute, counted from nothing, by the clock that the tests move."""
    settings.RATE_LIMIT_REQUESTS, settings.RATE_LIMIT_SECONDS = 3, 60
    fresh = Throttle(Buckets(), clock=time.time)
    monkeypatch.setattr(shell, "throttle", fresh)
    return fresh


def three_times(address: str = SERVICES, **headers: str) -> list[int]:
    return [ask(address, **headers).status for _ in range(3)]


def said(answer: Got) -> tuple[str | None, str | None, str | None]:
    return tuple(answer.headers.get(name) for name in ("RateLimit-Policy", "RateLimit", "Retry-After"))  # type: ignore[return-value]


@pytest.mark.usefixtures("clock")
def test_every_answer_says_what_is_left_and_the_one_too_many_is_refused_with_help() -> None:
    publish(service(), emergency_set("yorisoi"))
    assert said(ask(SERVICES)) == ('"default";q=3;w=60', '"default";r=2;t=20', None)
    assert said(ask(f"{SERVICES}?colour=red")) == ('"default";q=3;w=60', '"default";r=1;t=40', None)
    assert said(ask("/api/nothing")) == ('"default";q=3;w=60', '"default";r=0;t=60', None)
    refused = ask(SERVICES)
    assert refused.status == 429
    assert said(refused) == ('"default";q=3;w=60', '"default";r=0;t=60', "20")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Cache-Control"] == "private, no-store"
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert refused.json["type"] == "https://api.example.test/problems/rate-limited"
    assert [contact["value"] for contact in refused.json["emergency"]] == ["0120-279-338"]


@pytest.mark.usefixtures("clock")
def test_an_answer_that_the_reader_has_and_head_count_and_tell_too() -> None:
    tag = ask(SERVICES).headers["ETag"]
    not_modified = ask(SERVICES, if_none_match=tag)
    assert (not_modified.status, not_modified.headers["RateLimit"]) == (304, '"default";r=1;t=40')
    assert ask(SERVICES, method="HEAD").headers["RateLimit"] == '"default";r=0;t=60'
    assert ask(SERVICES, if_none_match=tag).status == 429


def test_what_is_left_comes_back_evenly(clock: time_machine.Traveller) -> None:
    assert [*three_times(), ask(SERVICES).status] == [200, 200, 200, 429]
    clock.shift(19.9)
    assert ask(SERVICES).headers["Retry-After"] == "1"
    clock.shift(0.2)
    assert [ask(SERVICES).status for _ in range(2)] == [200, 429]
    clock.shift(60)
    assert ask(SERVICES).headers["RateLimit"] == '"default";r=2;t=20'


@pytest.mark.usefixtures("clock")
def test_who_is_refused_does_not_wait_longer_for_having_asked() -> None:
    three_times()
    assert {ask(SERVICES).headers["Retry-After"] for _ in range(5)} == {"20"}


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("path", ["/api/v1/website/emergency", "/api/v1/kids/emergency", "/healthz/live"])
def test_whom_to_call_is_never_refused_and_says_nothing_of_a_limit(path: str) -> None:
    publish(service(), emergency_set("yorisoi"))
    three_times()
    assert ask(SERVICES).status == 429
    for _ in range(5):
        answer = ask(path)
        assert (answer.status, said(answer)) == (200, (None, None, None))
    assert ask(SERVICES, method="OPTIONS", origin="https://example.org").status == 204


@pytest.mark.usefixtures("clock")
def test_the_limit_can_be_turned_off() -> None:
    with override_settings(RATE_LIMIT_REQUESTS=0):
        assert three_times() == [200, 200, 200]
        assert said(ask(SERVICES)) == (None, None, None)


@pytest.mark.usefixtures("clock")
def test_our_own_servers_are_not_counted() -> None:
    with override_settings(RATE_LIMIT_EXEMPT=(ip_network("192.0.2.0/24"), ip_network("2001:db8:1::/48"))):
        for address in ("192.0.2.7", "::ffff:192.0.2.7", "2001:db8:1::5"):
            answers = [ask(SERVICES, remote_addr=address) for _ in range(4)]
            assert [said(answer) for answer in answers] == [(None, None, None)] * 4
        assert [ask(SERVICES, remote_addr="192.0.3.7").status for _ in range(4)] == [200, 200, 200, 429]


def test_what_is_described_as_limited_is_and_nothing_else(settings: Any) -> None:
    settings.RATE_LIMIT_REQUESTS = 1_000_000
    for path, methods in ask("/api/openapi.json").json["paths"].items():
        described = methods["get"]["responses"]
        answer = ask(re.sub(r"{\w+}", "nobody", path))
        assert ("RateLimit" in answer.headers) == ("429" in described), path
        assert ("RateLimit" in described["200"]["headers"]) == ("429" in described), path


# --- Who is one reader ---


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("198.51.100.7", "198.51.100.8", False),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("198.51.100.7", "::ffff:198.51.100.7", True),
        ("unix:", "unix:", True),
        ("", "198.51.100.7", False),
        ("a" * 10_000, "198.51.100.7", False),
    ],
)
def test_an_address_is_one_reader_and_of_ipv6_a_household_is(first: str, second: str, same: bool) -> None:
    assert [ask(SERVICES, remote_addr=first).status for _ in range(4)] == [200, 200, 200, 429]
    assert ask(SERVICES, remote_addr=second).status == (429 if same else 200)


@pytest.mark.usefixtures("clock")
def test_nobody_gets_more_by_writing_a_header() -> None:
    assert [ask(SERVICES, x_forwarded_for=f"198.51.100.{n}").status for n in range(4)] == [200, 200, 200, 429]


@pytest.mark.usefixtures("clock")
@override_settings(TRUSTED_PROXIES=2)
def test_behind_proxies_of_ours_readers_are_told_apart_as_deep_as_those_stand() -> None:
    def status(*seen: str) -> int:
        return ask(SERVICES, x_forwarded_for=", ".join(seen)).status

    assert [status(f"10.0.0.{n}", "198.51.100.7", "192.0.2.1") for n in range(4)] == [200, 200, 200, 429]
    assert status("198.51.100.7", "198.51.100.8", "192.0.2.1") == 200


@pytest.mark.usefixtures("clock")
@override_settings(TRUSTED_PROXIES=1)
@pytest.mark.parametrize("address", ["198.51.100.7", "[2001:db8:1:2::7]"])
def test_the_port_that_a_gateway_writes_makes_no_other_reader(address: str) -> None:
    assert [ask(SERVICES, x_forwarded_for=f"{address}:{5678 + n}").status for n in range(4)] == [200, 200, 200, 429]
    assert ask(SERVICES, x_forwarded_for=address.strip("[]")).status == 429


# --- What is kept ---


def kept(throttle: Throttle) -> bytes:
    """Everything that hangs on the throttle, as bytes: its whole memory."""
    seen: dict[int, object] = {}
    waiting: list[object] = [throttle]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, type) or callable(thing):
            continue
        seen[id(thing)] = thing
        waiting += gc.get_referents(thing)
    return b"\n".join(
        thing if isinstance(thing, bytes) else repr(thing).encode()
        for thing in seen.values()
        if isinstance(thing, bytes | str | int | float)
    )


def test_no_address_is_in_memory_or_in_the_log(throttle: Throttle, caplog: pytest.LogCaptureFixture) -> None:
    addresses = ["198.51.100.77", "2001:db8:aa:bb::77"]
    with caplog.at_level(logging.DEBUG):
        for address in addresses:
            assert [ask(SERVICES, remote_addr=address).status for _ in range(4)] == [200, 200, 200, 429]
    memory = kept(throttle)
    assert len(memory) > 64
    for address in addresses:
        packed = ip_address(address).packed
        written = caplog.text.encode()
        for trace in (address.encode(), packed, packed[:8] if len(packed) == 16 else packed, address[:10].encode()):
            assert trace not in memory
            assert trace not in written
        assert str(int.from_bytes(packed)).encode() not in memory


def test_what_looks_through_the_memory_would_find_an_address(throttle: Throttle) -> None:
    throttle._meter._full_at[b"198.51.100.77"] = 1.0  # type: ignore[attr-defined]
    assert b"198.51.100.77" in kept(throttle)


def test_at_midnight_in_japan_everybody_is_forgotten_and_digests_are_others(throttle: Throttle) -> None:
    with time_machine.travel("2026-11-24T14:59:50Z", tick=False) as clock:
        assert [*three_times(), ask(SERVICES).status] == [200, 200, 200, 429]
        before = set(throttle._meter._full_at)  # type: ignore[attr-defined]
        clock.shift(20)
        assert ask(SERVICES).status == 200
        after = set(throttle._meter._full_at)  # type: ignore[attr-defined]
    assert len(before) == len(after) == 1
    assert before.isdisjoint(after)


def test_two_processes_know_a_reader_by_different_digests(throttle: Throttle) -> None:
    other = Throttle(Buckets())
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": SERVICES, "REMOTE_ADDR": "198.51.100.77"}
    at = time.time()
    first, second = throttle.admit(environ, at), other.admit(environ, at)
    assert first is not None
    assert second is not None
    assert first.headers == second.headers
    assert set(throttle._meter._full_at).isdisjoint(other._meter._full_at)  # type: ignore[attr-defined]


def test_the_memory_is_bounded_and_empties_itself() -> None:
    buckets = Buckets(clients=100)
    policy = Policy(quota=10, window=60)
    for n in range(5_000):
        buckets.take(n.to_bytes(16), policy, now=float(n) / 1000)
    assert len(buckets._full_at) + len(buckets._before) <= 100
    assert buckets.take((4_990).to_bytes(16), policy, now=5.0).remaining == 8  # who asked of late is known
    for n in range(120):
        buckets.take(b"somebody", policy, now=1000.0 + n)
    assert [*buckets._full_at] == [b"somebody"]
    assert len(pickle.dumps((buckets._full_at, buckets._before))) < 1000


def test_threads_together_get_no_more_than_the_quota() -> None:
    class Slow(dict[bytes, float]):
        """Lets the others have a turn between what is read and what is written."""

        def get(self, *key: Any) -> Any:
            found = super().get(*key)
            time.sleep(0.00001)
            return found

    buckets, policy = Buckets(), Policy(quota=200, window=60)
    buckets.take(b"somebody else", policy, now=5.0)
    buckets._full_at = Slow()
    admitted: list[bool] = []

    def ask_often() -> None:
        for _ in range(100):
            admitted.append(buckets.take(b"somebody", policy, now=5.0).admitted)

    threads = [threading.Thread(target=ask_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(admitted) == 200
