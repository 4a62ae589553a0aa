"""Examples of the API's description: real answers, kept as files beside this one.

`python -m tests.contract.review` asks the application over the mock's documents and writes them; a test asks again.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from api.problems import CONTENT_TYPE as PROBLEM_TYPE
from api.problems.catalogue import TYPES

FOLDER = Path(__file__).parent
# The public address under which the answers were given; readers see that of their own copy.
ASKED_AT = "https://api.example.test"


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Return every example as an Example Object of OpenAPI (`summary` is the request), by name."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8").replace(ASKED_AT, settings.PUBLIC_BASE_URL))
        for path in sorted(FOLDER.glob("*.json"))
    }


def problem_name(slug: str) -> str:
    """Return the name of the example of one kind of problem."""
    return f"problem-{slug}"


def exemplify(described: dict[str, Any]) -> None:
    """Put the examples into a description: an operation's own answer, and the problems of each status."""
    known = examples()
    described["components"]["examples"] = dict(known)
    for methods in described["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                for media_type, content in response.get("content", {}).items():
                    shown = _problems(status) if media_type == PROBLEM_TYPE else [_answered_by(operation)]
                    named = {name: {"$ref": f"#/components/examples/{name}"} for name in shown if name in known}
                    if named and (media_type == PROBLEM_TYPE or status == "200"):
                        content["examples"] = named


def _answered_by(operation: dict[str, Any]) -> str:
    """Return the operation whose example shows an answer: what is asked in a body is answered as by address."""
    return str(operation["operationId"]).removesuffix("ByPost")


def _problems(status: str) -> list[str]:
    return [problem_name(kind.slug) for kind in TYPES.values() if str(kind.status) == status]
