"""The shell: what every answer of the API carries, ETags, compression, and that the editors' site passes untouched."""

import gzip
import logging

import pytest

from api.delivery import access_log
from api.delivery.access_log import AccessLog
from api.delivery.answers import answers
from tests.delivery.documents import publish, service, topic
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db
SERVICES = "/api/v1/website/services"


@pytest.fixture
def many() -> None:
    publish(*(service(f"desk-{n}") for n in range(20)))


@pytest.mark.parametrize("address", [SERVICES, f"{SERVICES}?colour=red", "/api/nothing", "/healthz/live"])
def test_every_answer_carries_the_same_protection(address: str) -> None:
    headers = ask(address).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers["Vary"]


def test_each_request_has_an_id_that_its_problem_names() -> None:
    first, second = ask("/api/nothing"), ask("/api/nothing")
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    assert first.json["instance"] == f"urn:uuid:{first.headers['X-Request-Id']}"


def test_an_answer_from_the_log_may_be_kept_and_an_error_may_not() -> None:
    publish(service())
    kept = "public, max-age=60, stale-if-error=86400"
    assert ask(SERVICES).headers["Cache-Control"] == kept
    assert ask(f"{SERVICES}/yorisoi").headers["Cache-Control"] == kept
    for address in (f"{SERVICES}/nobody", f"{SERVICES}?colour=red", "/healthz/live", "/healthz/ready"):
        answer = ask(address)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers


@pytest.mark.usefixtures("many")
def test_the_etag_is_strong_follows_the_bytes_and_nothing_else() -> None:
    first, again = ask(SERVICES), ask(SERVICES)
    assert first.headers["ETag"] == again.headers["ETag"]
    assert not first.headers["ETag"].startswith("W/")
    publish(service("desk-0", name="新しい名前"))
    assert ask(SERVICES).headers["ETag"] != first.headers["ETag"]


def test_the_etag_changes_where_only_a_reference_was_renamed() -> None:
    publish(service(topics=["loneliness"]), topic())
    before = ask(f"{SERVICES}/yorisoi").headers["ETag"]
    publish(topic(name="ひとりでつらい"))
    assert ask(f"{SERVICES}/yorisoi").headers["ETag"] != before


@pytest.mark.usefixtures("many")
def test_a_reader_that_has_the_answer_gets_304_and_no_body() -> None:
    tag = ask(SERVICES).headers["ETag"]
    packed = ask(SERVICES, accept_encoding="gzip").headers["ETag"]
    assert packed == f'{tag[:-1]}-gz"'
    for known in (tag, packed, f"W/{tag}", f'"other", {tag}', "*"):
        answer = ask(SERVICES, if_none_match=known)
        assert (answer.status, answer.body) == (304, b""), known
        assert answer.headers["ETag"] == tag
        assert {"Vary", "Cache-Control"} <= answer.headers.keys()
        spoken_of = {"Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Link"}
        assert not spoken_of & answer.headers.keys()
    assert ask(SERVICES, if_none_match='"other"').status == 200
    assert ask(f"{SERVICES}?colour=red", if_none_match="*").status == 400


@pytest.mark.usefixtures("many")
def test_a_large_answer_is_compressed_where_that_is_accepted() -> None:
    plain = ask(SERVICES)
    packed = ask(SERVICES, accept_encoding="br, gzip;q=0.5")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["Content-Length"] == str(len(packed.body))
    for refused in ("", "identity", "gzip;q=0", "*;q=0"):
        assert "Content-Encoding" not in ask(SERVICES, accept_encoding=refused).headers
    assert "Content-Encoding" not in ask("/healthz/live", accept_encoding="gzip").headers


@pytest.mark.usefixtures("many")
def test_head_says_what_get_would_and_sends_no_body() -> None:
    got, head = ask(SERVICES), ask(SERVICES, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Content-Language", "Cache-Control"):
        assert head.headers[name] == got.headers[name]


def test_a_browser_may_ask_before_it_asks() -> None:
    answer = ask(SERVICES, method="OPTIONS", origin="https://example.org", access_control_request_method="GET")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Access-Control-Allow-Methods"] == answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    search = ask("/api/v1/website/search", method="OPTIONS", origin="https://example.org")
    assert "POST" in search.headers["Access-Control-Allow-Methods"].split(", ")


def test_a_cookie_changes_nothing() -> None:
    publish(service())
    assert ask(SERVICES, cookie="sessionid=x").body == ask(SERVICES).body


def test_a_host_that_is_not_ours_is_a_problem() -> None:
    answer = ask(SERVICES, host="evil.example")
    assert answer.status == 400
    assert answer.json["type"].endswith("/problems/bad-request")
    assert "evil" not in answer.body.decode()


def test_the_log_names_neither_the_reader_nor_what_was_asked(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    monkeypatch.setattr(access_log, "log", AccessLog(lines.append))
    with caplog.at_level(logging.DEBUG):
        ask(f"{SERVICES}?topic=secret-topic", user_agent="TellTale/1.0", x_forwarded_for="198.51.100.9")
        ask(f"{SERVICES}/nobody%0aforged?lang=en")
        for _ in range(2):  # made, and then from memory
            ask(f"{SERVICES}?limit=3&total=true")
    access_log.log.flush()
    written = "".join(lines) + "\n".join(record.getMessage() for record in caplog.records)
    assert f"GET {SERVICES} 400" in written
    assert written.count(f"GET {SERVICES} 200 ") == 2
    for secret in ("secret-topic", "TellTale", "198.51.100.9", "192.0.2.7", "limit=3", "\nforged"):
        assert secret not in written, secret


def test_an_application_that_breaks_answers_with_a_problem() -> None:
    def broken(environ: object, start_response: object) -> list[bytes]:
        raise RuntimeError("broken")

    answer = ask("/api/v1/kids/services", app=answers(broken))
    assert answer.status == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["emergency"]
    assert "broken" not in answer.body.decode()


def test_what_is_not_the_apis_passes_untouched() -> None:
    def pages(environ: object, start_response: object) -> list[bytes]:
        start_response("404 Not Found", [("Content-Type", "text/html"), ("Set-Cookie", "a=b")])  # type: ignore[operator]
        return [b"<p>"]

    answer = ask("/admin/nothing", app=answers(pages))
    assert (answer.status, answer.body) == (404, b"<p>")
    assert answer.headers == {"Content-Type": "text/html", "Set-Cookie": "a=b"}
