"""A script on another site, in a real browser, and a plain client over a socket: what they may send, and can read."""

import gzip
import http.client
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from playwright.sync_api import Page

from api.delivery import access_log
from api.delivery import answers as shell
from api.delivery.access_log import AccessLog
from api.delivery.throttle import Buckets, Throttle
from tests.application import application
from tests.chromium import chromium
from tests.delivery.documents import emergency_set, publish, service, topic

pytestmark = pytest.mark.django_db(transaction=True)
SERVICES = "/api/v1/website/services"


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class EmptyPage(BaseHTTPRequestHandler):
    """Another site: a page with nothing on it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>another site</title>")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The API behind a socket, with services in it."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver keeps an event loop in this thread
    monkeypatch.setattr(shell, "throttle", Throttle(Buckets()))
    publish(
        topic(),
        emergency_set("desk-00"),
        *(service(f"desk-{n:02}", topics=["loneliness"]) for n in range(30)),
    )
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def elsewhere(api: str) -> Iterator[Page]:
    """A page of another origin, in Chromium."""
    with ThreadingHTTPServer(("127.0.0.1", 0), EmptyPage) as server, chromium() as launched:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        page = launched.new_page(locale="ja-JP")
        page.goto(f"http://localhost:{server.server_port}/")
        yield page
        server.shutdown()
        thread.join()


FETCH = """async ([address, options]) => {
    const answer = await fetch(address, options);
    const text = await answer.text();
    return {status: answer.status, headers: Object.fromEntries(answer.headers), text};
}"""


def fetched(page: Page, address: str, **options: Any) -> Any:
    return page.evaluate(FETCH, [address, {"cache": "no-store", **options}])


def test_a_script_of_another_site_reads_answers_and_all_headers_that_matter(api: str, elsewhere: Page) -> None:
    first = fetched(elsewhere, f"{api}{SERVICES}?limit=2")
    assert first["status"] == 200
    assert len(json.loads(first["text"])["items"]) == 2
    headers = first["headers"]
    assert headers["etag"].startswith('"')
    assert 'rel="next"' in headers["link"]
    assert 'rel="license"' in headers["link"]
    assert headers["ratelimit"].startswith('"default";r=')
    assert headers["ratelimit-policy"] == '"default";q=1000000;w=60'
    assert headers["content-language"] == "ja"
    assert headers["x-request-id"]
    detail = fetched(elsewhere, f"{api}{SERVICES}/desk-00")
    assert 'rel="canonical"' in detail["headers"]["link"]
    going = fetched(elsewhere, f"{api}/api/v1/deprecation-example")["headers"]
    assert going["deprecation"].startswith("@")
    assert going["sunset"].endswith("GMT")


def test_a_script_may_ask_whether_anything_changed(api: str, elsewhere: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """If-None-Match is no simple header, so the browser asks before it asks."""
    lines: list[str] = []
    monkeypatch.setattr(access_log, "log", AccessLog(lines.append))
    tag = fetched(elsewhere, f"{api}{SERVICES}")["headers"]["etag"]
    again = fetched(elsewhere, f"{api}{SERVICES}", headers={"If-None-Match": tag, "Accept-Language": "en"})
    other = fetched(elsewhere, f"{api}{SERVICES}", headers={"If-None-Match": tag, "Content-Type": "application/json"})
    assert (other["status"], other["text"]) == (304, "")
    assert other["headers"]["etag"] == tag
    assert other["headers"]["ratelimit"]
    assert again["status"] == 200  # another language is another answer
    access_log.log.flush()
    assert f"OPTIONS {SERVICES} 204" in "".join(lines)


def test_a_script_that_asks_too_often_is_told_for_how_long_and_whom_to_call(
    api: str, elsewhere: Page, settings: Any
) -> None:
    settings.RATE_LIMIT_REQUESTS, settings.RATE_LIMIT_SECONDS = 2, 600
    answers = [fetched(elsewhere, f"{api}{SERVICES}", headers={"If-None-Match": '"none"'}) for _ in range(3)]
    assert [answer["status"] for answer in answers] == [200, 200, 429]
    refused = answers[2]
    assert 0 < int(refused["headers"]["retry-after"]) <= 300
    assert json.loads(refused["text"])["emergency"][0]["value"] == "0120-279-338"
    assert fetched(elsewhere, f"{api}/api/v1/website/emergency")["status"] == 200


def test_what_a_script_may_not_send_is_stopped_by_the_browser(api: str, elsewhere: Page) -> None:
    for options in ({"method": "DELETE"}, {"headers": {"X-Made-Up": "1"}}, {"credentials": "include"}):
        failed = elsewhere.evaluate(
            "async ([address, options]) => fetch(address, options).then(() => '', error => error.name)",
            [f"{api}{SERVICES}", options],
        )
        assert failed == "TypeError", options


# --- Over a socket ---


def asked(api: str, method: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(api).netloc, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_head_says_what_get_says_and_sends_nothing(api: str) -> None:
    for path in (SERVICES, f"{SERVICES}/desk-00", f"{SERVICES}/desk-00/json-ld", f"{SERVICES}/nobody"):
        got, body = asked(api, "GET", path)
        head, nothing = asked(api, "HEAD", path)
        assert (head.status, nothing) == (got.status, b"")
        changing = {"Date", "X-Request-Id", "RateLimit", "Content-Length"}
        assert {(name, value) for name, value in head.getheaders() if name not in changing} == {
            (name, value) for name, value in got.getheaders() if name not in changing
        }
        if got.status == 200:
            assert head.getheader("Content-Length") == str(len(body))


def test_options_says_what_may_be_done(api: str) -> None:
    answer, body = asked(
        api, "OPTIONS", SERVICES, Origin="https://example.org", Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="if-none-match",
    )  # fmt: skip
    assert (answer.status, body) == (204, b"")
    assert answer.getheader("Allow") == "GET, HEAD, OPTIONS"
    assert answer.getheader("Access-Control-Allow-Origin") == "*"
    assert "If-None-Match" in str(answer.getheader("Access-Control-Allow-Headers"))
    assert asked(api, "DELETE", SERVICES)[0].getheader("Allow") == "GET, HEAD, OPTIONS"


def test_a_compressed_answer_is_the_same_and_both_are_known_again(api: str) -> None:
    plain, body = asked(api, "GET", SERVICES)
    packed, squeezed = asked(api, "GET", SERVICES, Accept_Encoding="gzip")
    assert packed.getheader("Content-Encoding") == "gzip"
    assert len(squeezed) < len(body) / 3
    assert gzip.decompress(squeezed) == body
    for tag in (plain.getheader("ETag"), packed.getheader("ETag")):
        for encoding in ("identity", "gzip"):
            known, nothing = asked(api, "GET", SERVICES, If_None_Match=str(tag), Accept_Encoding=encoding)
            assert (known.status, nothing) == (304, b"")


def test_pages_can_be_followed_by_their_links_alone(api: str) -> None:
    from tests.delivery.reader import Got

    found: list[str] = []
    path = f"{SERVICES}?limit=7&fields=slug"
    while path:
        answer, body = asked(api, "GET", path)
        found += [item["slug"] for item in json.loads(body)["items"]]
        links = Got(answer.status, {"Link": str(answer.getheader("Link"))}, body).links
        assert links.get("next") == json.loads(body)["next"]
        path = links.get("next", "").removeprefix("https://api.example.test")
    assert sorted(found) == [f"desk-{n:02}" for n in range(30)]
