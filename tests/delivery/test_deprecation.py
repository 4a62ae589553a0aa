"""What is to go is told with every answer, ahead by twelve months at least, and in the API's own description."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from api.delivery.deprecation import DEPRECATED, Deprecation
from api.problems.catalogue import Bilingual
from tests.delivery.reader import Got, ask

pytestmark = pytest.mark.django_db
EXAMPLE = "/api/v1/deprecation-example"
LIST = "/api/v1/deprecations"


def told(answer: Got) -> tuple[datetime, datetime]:
    since = re.fullmatch(r"@(\d+)", answer.headers["Deprecation"])
    assert since
    assert re.fullmatch(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT", answer.headers["Sunset"])
    return datetime.fromtimestamp(int(since[1]), UTC), parsedate_to_datetime(answer.headers["Sunset"])


def test_an_address_that_is_to_go_says_when_and_what_to_use() -> None:
    answer = ask(EXAMPLE)
    assert answer.status == 200
    since, sunset = told(answer)
    assert sunset - since >= timedelta(days=365)
    assert answer.links == {
        "deprecation": f"https://api.example.test{LIST}",
        "sunset": f"https://api.example.test{LIST}",
        "successor-version": f"https://api.example.test{LIST}",
    }
    assert datetime.fromisoformat(answer.json["since"]) == since
    assert datetime.fromisoformat(answer.json["sunset"]) == sunset
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"Deprecation", "Sunset", "Link"} <= set(exposed)


def test_a_reader_that_has_the_answer_and_one_that_asks_wrongly_are_told_too() -> None:
    tag = ask(EXAMPLE).headers["ETag"]
    for answer, status in ((ask(EXAMPLE, if_none_match=tag), 304), (ask(f"{EXAMPLE}?colour=red"), 400)):
        assert answer.status == status
        assert {"Deprecation", "Sunset", "Link"} <= answer.headers.keys()


def test_a_parameter_that_is_to_go_is_told_only_where_it_was_asked() -> None:
    assert "Deprecation" not in ask(LIST).headers
    answer = ask(f"{LIST}?example=true")
    assert answer.status == 200
    told(answer)
    assert "successor-version" not in answer.links


def test_what_stays_says_nothing_of_going() -> None:
    for address in ("/api/v1/website/services", "/api/v1/website/emergency", "/healthz/live"):
        assert not {"Deprecation", "Sunset"} & ask(address).headers.keys()


def test_the_list_names_all_that_is_to_go() -> None:
    listed = ask(LIST).json
    assert listed["notice"] == "P12M"
    assert [(item["path"], item["parameter"]) for item in listed["items"]] == [(EXAMPLE, None), (LIST, "example")]
    assert all(item["note"]["ja"] and item["note"]["en"] for item in listed["items"])


def test_the_description_marks_what_is_to_go_and_nothing_else() -> None:
    described = ask("/api/openapi.json").json["paths"]
    marked = {(path, None) for path, methods in described.items() if methods["get"].get("deprecated")} | {
        (path, parameter["name"])
        for path, methods in described.items()
        for parameter in methods["get"]["parameters"]
        if parameter.get("deprecated")
    }
    assert marked == {(entry.path, entry.parameter) for entry in DEPRECATED}
    for entry in DEPRECATED:
        assert {"Deprecation", "Sunset", "Link"} <= described[entry.path]["get"]["responses"]["200"]["headers"].keys()


def test_less_than_twelve_months_notice_cannot_be_given() -> None:
    since = datetime(2027, 1, 1, tzinfo=UTC)
    note = Bilingual("見本", "An example")
    with pytest.raises(ValueError, match="twelve months"):
        Deprecation(path="/api/v1/x", since=since, sunset=since + timedelta(days=300), note=note)
