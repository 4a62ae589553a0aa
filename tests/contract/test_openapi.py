"""The API's description of itself: valid, complete, with unique names, and the same as the one that was reviewed."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern
from jsonschema import Draft202012Validator

from api.delivery.gate import GatedView
from api.urls import urlpatterns
from tests.contract.review import REVIEWED, without_examples
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def described() -> dict[str, Any]:
    answer = ask("/api/openapi.json")
    assert answer.status == 200
    return dict(answer.json)


def shape_of(pattern: URLPattern) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))


def operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in described["paths"].values():
        yield from methods.values()


def test_every_path_is_described_and_stands_behind_the_gate(described: dict[str, Any]) -> None:
    assert {shape_of(pattern) for pattern in urlpatterns} == set(described["paths"])
    for pattern in urlpatterns:
        assert issubclass(pattern.callback.cls, GatedView), pattern


def test_every_schema_is_one_and_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    schemas = described["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)))
    assert named <= schemas.keys()
    assert schemas.keys() <= named


def test_operations_have_names_of_their_own_and_say_what_they_are(described: dict[str, Any]) -> None:
    found = list(operations(described))
    names = [operation["operationId"] for operation in found]
    assert len(names) == len(set(names))
    assert all(operation["summary"] and operation["description"] for operation in found)


def test_every_operation_tells_of_its_problems(described: dict[str, Any]) -> None:
    for operation in operations(described):
        assert {"200", "400", "500", "503"} <= operation["responses"].keys(), operation["operationId"]
        for status in ("400", "500", "503"):
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"]


def test_it_is_the_one_that_was_reviewed(described: dict[str, Any]) -> None:
    """After a wanted change: `python -m tests.contract.review`, and read the difference."""
    assert without_examples(described) == json.loads(REVIEWED.read_text(encoding="utf-8"))
