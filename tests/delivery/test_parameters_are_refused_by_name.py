"""The gate: whatever is wrong with a request, the answer is a 400 that names it, and never a 500."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.delivery.documents import publish, service
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db
SERVICES = "/api/v1/website/services"


def named(address: str) -> list[str]:
    answer = ask(address)
    assert answer.status == 400, (answer.status, answer.body)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["type"] == "https://api.example.test/problems/invalid-parameter"
    assert all(error["detail"] for error in answer.json["errors"])
    return [error["parameter"] for error in answer.json["errors"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("colour=red", ["colour"]),
        ("Limit=1", ["Limit"]),
        ("limit=1&limit=1", ["limit"]),
        ("limit=1&colour=red&limit=2", ["colour", "limit"]),
        ("limit=0", ["limit"]),
        ("limit=101", ["limit"]),
        ("limit=-1", ["limit"]),
        ("limit=1.5", ["limit"]),
        ("limit=１", ["limit"]),
        ("limit=%EF%BC%91", ["limit"]),
        (f"limit={'9' * 30}", ["limit"]),
        ("limit=", ["limit"]),
        ("limit", ["limit"]),
        ("sort=newest", ["sort"]),
        ("kind=loan,gift", ["kind"]),
        ("kind=,", ["kind"]),
        ("contact=fax", ["contact"]),
        ("language=klingon", ["language"]),
        ("lang=fr", ["lang"]),
        ("lang=ja-x-easy", ["lang"]),
        ("free=false", ["free"]),
        ("total=yes", ["total"]),
        ("topic=%00", ["topic"]),
        ("topic=a%00b", ["topic"]),
        ("topic=%ff%fe", ["topic"]),
        ("topic=%ED%A0%80", ["topic"]),
        ("topic=%", ["topic"]),
        ("topic=%zz", ["topic"]),
        ("topic=%0a", ["topic"]),
        ("area=abc", ["area"]),
        ("area=１４", ["area"]),
        ("area=1234567", ["area"]),
        (f"sort={'a' * 201}", ["sort"]),
        (f"topic={'a' * 1001}", ["topic"]),
        ("fields=id,name,name.first", ["fields"]),
        (f"fields={'.'.join('abcdefghij')}", ["fields"]),
        ("cursor=%2B%2B", ["cursor"]),
        ("cursor=../../etc", ["cursor"]),
        ("=1", [""]),
        ("%ff=1", ["%ff"]),
        ("a%00=1", ["a%00"]),
        ("a[b]=1", ["a[b]"]),
        ("limit=1;sort=kana", ["limit"]),
    ],
)
def test_what_is_wrong_is_named(query: str, names: list[str]) -> None:
    assert named(f"{SERVICES}?{query}") == names


def test_a_thousand_and_one_parameters_are_refused_without_a_question_to_the_log(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    named(f"{SERVICES}?unknown=1")  # from here on this process knows the emergency contacts of this database
    with django_assert_max_num_queries(1):  # the emergency contacts look at the head
        names = named(f"{SERVICES}?{'&'.join(f'p{n}={n}' for n in range(1001))}")
    assert names[:3] == ["?", "p0", "p1"]
    assert len(names) == 20


def test_a_query_of_more_than_four_kilobytes_is_refused() -> None:
    assert named(f"{SERVICES}?{'&' * 4097}") == ["?"]
    assert ask(f"{SERVICES}?{'&' * 4096}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/website/services/yorisoi",
        "/api/v1/kids/services/yorisoi",
        "/api/v1/partners/services/yorisoi",
        "/api/v1/website/emergency",
        "/api/openapi.json",
        "/api/docs/",
        "/api/docs/start.js",
        "/problems/gone",
        "/healthz/live",
        "/healthz/ready",
    ],
)
def test_every_view_stands_behind_the_gate(path: str) -> None:
    publish(service(), service(channel="kids"), service(channel="partners"))
    assert ask(path).status == 200
    assert named(f"{path}?colour=red") == ["colour"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{SERVICES}/%00", 400),
        (f"{SERVICES}/%ff%fe", 400),
        (f"{SERVICES}/%ED%A0%80", 400),
        (f"{SERVICES}/%0d%0aSet-Cookie:x", 400),
        (f"{SERVICES}/{'a' * 61}", 404),
        (f"{SERVICES}/{'a' * 1100}", 414),
        (f"{SERVICES}/..%2F..%2Fadmin", 404),
        ("/api/v1/%00/services", 400),
        ("/problems/%E7%81%AF", 404),
        ("/api/docs/..%2Furls.py", 404),
    ],
)
def test_an_address_that_means_nothing_is_a_problem_and_no_fault(path: str, status: int) -> None:
    answer = ask(path)
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_long_queries_long_headers_and_long_bodies_are_refused_unread() -> None:
    assert ask(f"{SERVICES}?{'a' * 20_000}").status == 414
    assert ask(SERVICES, x_filler="a" * 17_000).status == 431
    assert ask(SERVICES, method="POST", content_length="70000").status == 413
    assert ask(SERVICES, method="POST", content_length="9" * 30).status == 413
    assert ask(SERVICES, content_length="many").status == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_what_only_reads_says_so(method: str) -> None:
    answer = ask(f"{SERVICES}?colour=red", method=method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json["type"].endswith("/problems/method-not-allowed")
