"""What goes straight to its view is answered as Django and DRF would answer it: status, headers and bytes."""

from typing import Any

import pytest

from api.delivery.answers import answers
from api.delivery.readers import Readers, guarded
from api.delivery.routes import Routes
from api.urls import channel_urls
from tests.delivery.documents import id_of, publish, service, topic, withdraw
from tests.delivery.reader import Got, ask

pytestmark = pytest.mark.django_db

WEBSITE, KIDS, PARTNERS = (f"/api/v1/{channel}" for channel in ("website", "kids", "partners"))
ADDRESSES = (
    f"{WEBSITE}/services",
    f"{WEBSITE}/services?topic=topic&limit=1",
    f"{WEBSITE}/services?limit=0",
    f"{WEBSITE}/services?limit=1&limit=2",
    f"{WEBSITE}/services?nothing=such",
    f"{WEBSITE}/services?topic=%ZZ",
    f"{WEBSITE}/services/desk",
    f"{WEBSITE}/services/{id_of('desk')}?lang=en",
    f"{WEBSITE}/services/{id_of('desk')}",
    f"{WEBSITE}/services/gone",
    f"{WEBSITE}/services/never-was",
    f"{WEBSITE}/services/%E3%81%82",
    f"{WEBSITE}/services/%00",
    f"{WEBSITE}/services/",
    f"{WEBSITE}/services/desk/json-ld",
    f"{WEBSITE}/services/desk/nothing",
    f"{WEBSITE}/nothing",
    f"{WEBSITE}/emergency",
    f"{WEBSITE}/search",
    f"{WEBSITE}/search?q=desk",
    f"{WEBSITE}/suggest?q=d",
    f"{KIDS}/services",
    f"{PARTNERS}/services?fields=name",
    "/api/v1/deprecations?example=true",
)
OF_ONE_REQUEST = ("X-Request-Id", "RateLimit", "RateLimit-Policy")

straight = answers(Readers(Routes(channel_urls)))
by_django = answers(Readers(Routes(())))


def shown(got: Got) -> tuple[Any, ...]:
    body: Any = got.body
    if got.status >= 400 and body:
        body = {name: value for name, value in got.json.items() if name != "instance"}  # a problem names its request
    return got.status, sorted((name, value) for name, value in got.headers.items() if name not in OF_ONE_REQUEST), body


@pytest.fixture
def _some() -> None:
    publish(topic("topic"), service("desk", topics=["topic"]), service("gone"), service("chat"))
    withdraw("gone")


@pytest.mark.usefixtures("_some")
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT"])
def test_both_ways_say_the_same(address: str, method: str) -> None:
    asked = [ask(address, method=method, app=app, accept_language="en, ja;q=0.5") for app in (straight, by_django)]
    assert shown(asked[0]) == shown(asked[1])


@pytest.mark.usefixtures("_some")
@pytest.mark.parametrize("path", [f"{WEBSITE}/services/desk", f"{WEBSITE}/search?q=desk"])
@pytest.mark.parametrize(
    "said", [{"host": "elsewhere.example"}, {"host": ""}, {"host": "testserver:8000"}, {"x_forwarded_proto": "https"}]
)
def test_what_guards_the_transport_guards_both_ways(path: str, said: dict[str, str], settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 100
    settings.SECURE_SSL_REDIRECT = True
    guarded.cache_clear()
    both = [answers(Readers(routes)) for routes in (Routes(channel_urls), Routes(()))]
    by_one, by_other = (ask(path, app=app, **said) for app in both)
    assert shown(by_one) == shown(by_other)
    assert by_one.status == (200 if "x_forwarded_proto" in said else 301 if said["host"].startswith("test") else 400)
    assert ("Strict-Transport-Security" in by_one.headers) == ("x_forwarded_proto" in said)
