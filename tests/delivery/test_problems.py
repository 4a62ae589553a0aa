"""Problems: one shape everywhere, in two languages, and a page for each kind."""

import base64
import hashlib
import json
import re
from html import escape, unescape

import pytest
from django.test import Client, override_settings

from api.problems import Problem
from api.problems.catalogue import TYPES
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db
SERVICES = "/api/v1/website/services"


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [
        ("/api/nothing", "GET", 404),
        ("/api/v1/website/services/nobody", "GET", 404),
        ("/api/v1/website/services/", "GET", 404),
        (f"{SERVICES}?colour=red", "GET", 400),
        (SERVICES, "POST", 405),
        ("/problems/nothing", "GET", 404),
        ("/healthz/nothing", "GET", 404),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en-GB,en"])
def test_every_error_is_a_problem_of_a_known_kind(address: str, method: str, status: int, language: str) -> None:
    answer = ask(address, method=method, accept_language=language)
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Content-Language"] == language[:2]
    problem = Problem.model_validate(answer.json)
    kind = TYPES[problem.type.removeprefix("https://api.example.test/problems/")]
    assert problem.status == kind.status == status
    assert problem.title == kind.title.speak(language[:2])
    assert problem.detail
    assert problem.emergency


def test_a_reader_of_another_language_gets_english() -> None:
    assert ask("/api/nothing", accept_language="ko").headers["Content-Language"] == "en"
    assert ask("/api/nothing", accept_language="").headers["Content-Language"] == "ja"


@override_settings(ROOT_URLCONF="cms.urls_delivery")
def test_django_itself_speaks_in_problems_without_the_shell() -> None:
    for path, status in (("/nothing", 404), (SERVICES + "?colour=red", 400)):
        answer = Client().get(path)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("slug", sorted(TYPES))
def test_each_kind_has_a_page_in_both_languages_that_loads_nothing(slug: str) -> None:
    answer = ask(f"/problems/{slug}")
    page = answer.body.decode()
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert '<html lang="ja">' in page
    assert '<div lang="en">' in page
    assert re.findall(r"<title>(.+)</title>", page)
    kind = TYPES[slug]
    for text in (kind.title, kind.happened, kind.cure):
        assert escape(text.ja) in page
        assert escape(text.en) in page
    assert not re.search(r"<(script|link|img|form)|src=|url\(|@import", page)
    assert set(re.findall(r'href="([^"]+)"', page)) == set(TYPES)
    (style,) = re.findall(r"<style>(.*)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("slug", TYPES)
def test_each_page_shows_a_real_answer_of_its_kind(slug: str) -> None:
    (shown,) = re.findall(r"<pre[^>]*>(.*)</pre>", ask(f"/problems/{slug}").body.decode(), re.S)
    answer = json.loads(unescape(shown))
    Problem.model_validate(answer)
    assert answer["status"] == TYPES[slug].status
    assert answer["type"].endswith(f"/problems/{slug}")
    assert {"invalid-parameter": "errors", "gone": "reason"}.get(slug, "emergency") in answer
