"""The examples of the description are what the application answers today, and what the description says."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.delivery import examples, schema
from api.delivery.management.commands.mock import fill
from api.problems import Problem
from api.problems.catalogue import TYPES
from tests.contract.requests import answered


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return dict(json.loads(schema.document()))


def operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in described["paths"].values():
        yield from methods.values()


@pytest.mark.django_db
def test_every_example_is_what_the_application_answers_today() -> None:
    """After a wanted change: `python -m tests.contract.review`, and read the difference."""
    fill()
    now = dict(answered())
    assert now.keys() == examples.examples().keys()
    for name, example in now.items():
        assert examples.examples()[name] == example, name


def test_every_operation_that_answers_json_has_its_example(described: dict[str, Any]) -> None:
    """One is missing? The mock has no such item yet: `python -m tests.contract.fixtures`, then the review."""
    for operation in operations(described):
        content = operation["responses"]["200"]["content"].get("application/json")
        if content is not None and operation["operationId"] != "getOpenApi":
            assert list(content.get("examples", {})) == [operation["operationId"].removesuffix("ByPost")]


def test_every_problem_has_its_example_wherever_it_may_be_met(described: dict[str, Any]) -> None:
    assert {name for name in examples.examples() if name.startswith("problem-")} == {
        f"problem-{slug}" for slug in TYPES
    }
    for operation in operations(described):
        for status, response in operation["responses"].items():
            content = response.get("content", {}).get("application/problem+json")
            if content is not None:
                expected = {f"problem-{kind.slug}" for kind in TYPES.values() if str(kind.status) == status}
                assert content["examples"].keys() == expected


def test_every_example_is_valid_by_its_schema(described: dict[str, Any]) -> None:
    checked = 0
    for operation in operations(described):
        for response in operation["responses"].values():
            for content in response.get("content", {}).values():
                whole = {"$defs": described["components"], **moved(content["schema"])}
                whole["$defs"] = moved(described["components"]["schemas"])
                validator = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
                for name in content.get("examples", {}):
                    assert [fault.message for fault in validator.iter_errors(examples.examples()[name]["value"])] == []
                    checked += 1
    assert checked > 100
    for slug in TYPES:
        Problem.model_validate(examples.examples()[f"problem-{slug}"]["value"])


def moved(value: Any) -> Any:
    """A schema whose references lead to `$defs`, as it can be read on its own."""
    return json.loads(json.dumps(value).replace("#/components/schemas/", "#/$defs/"))


def test_an_example_that_is_not_valid_would_be_noticed(described: dict[str, Any]) -> None:
    whole = {"$defs": moved(described["components"]["schemas"]), "$ref": "#/$defs/WebsiteServiceList"}
    example = json.loads(json.dumps(examples.examples()["listWebsiteService"]["value"]))
    assert Draft202012Validator(whole).is_valid(example)
    del example["items"][0]["id"]
    assert not Draft202012Validator(whole).is_valid(example)


def test_a_validator_of_openapi_finds_no_fault(described: dict[str, Any]) -> None:
    assert [fault.message for fault in OpenAPIV31SpecValidator(described).iter_errors()] == []


def test_everything_that_is_named_is_described(described: dict[str, Any]) -> None:
    """Parameters, answers, headers and schemas tell what they are; ids of operations are words of their own."""
    shared = described["components"]["headers"]
    silent = []
    for operation in operations(described):
        assert re.fullmatch(r"[a-z]+[A-Za-z]+", operation["operationId"])
        for parameter in operation["parameters"]:
            if not parameter.get("description"):
                silent.append((operation["operationId"], parameter["name"]))
        for status, response in operation["responses"].items():
            if not response.get("description"):
                silent.append((operation["operationId"], status))
            for name, header in response.get("headers", {}).items():
                found = shared[header["$ref"].rpartition("/")[2]] if "$ref" in header else header
                if not found.get("description"):
                    silent.append((operation["operationId"], status, name))
    assert silent == []
