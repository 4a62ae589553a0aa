"""Requests that a machine makes up from the description, right and wrong ones: no fault, nothing undescribed."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode

from api.channels.channel import SEGMENTS
from api.delivery.management.commands.mock import fill
from api.delivery.models import Standing
from tests.application import application
from tests.delivery.reader import open_connections

EXAMPLES = 12
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)


@pytest.fixture
def _published(db: None) -> None:
    """The mock's documents, which the real builders made: every type in every channel."""
    fill()


@pytest.mark.django_db
@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize(
    ("mode", "met"), [(GenerationMode.POSITIVE, {200, 400, 404}), (GenerationMode.NEGATIVE, {400, 404})]
)
def test_no_request_finds_a_fault_or_an_answer_that_is_not_described(mode: GenerationMode, met: set[int]) -> None:
    answers: dict[str, list[int]] = {}
    with open_connections():
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
        for found in schema.get_all_operations():
            operation = found.ok()
            answers[operation.path] = _fuzz(operation, mode)
    # The description's own path is left out by the tool that reads it.
    assert answers.keys() == schema.raw_schema["paths"].keys() - {"/api/openapi.json"}
    assert met <= {status for statuses in answers.values() for status in statuses}


def _fuzz(operation: Any, mode: GenerationMode) -> list[int]:
    """Return how the requests were answered."""
    checks: list[Callable[..., Any]] = CHECKS.get_by_names(CHECKED)
    standing = _standing(operation.path)
    answers: list[int] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def try_one(case: Any) -> None:
        if "key" in case.path_parameters and len(answers) % 2:
            case.path_parameters["key"] = standing  # made-up keys lead nowhere
        # In process, nobody unpacks what a server's client would.
        answer = case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})
        answers.append(answer.status_code)

    with suppress(Unsatisfiable):  # where nothing can be asked, nothing can be asked wrongly
        try_one()
    return answers


def _standing(path: str) -> str:
    """The slug of something that stands where a path with a key leads; "" for other paths."""
    parts = path.split("/")
    types = {segment: document_type for document_type, segment in SEGMENTS.items()}
    if "{key}" not in parts or parts[4] not in types:
        return ""
    return Standing.objects.filter(channel=parts[3], type=types[parts[4]]).values_list("slug", flat=True)[0]
