"""The two walks of docs/architecture.md lead through files that exist and that really call one another."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
STEP = re.compile(r"^\d+\. `([^`]+)` — ", re.MULTILINE)
WALKS = {
    heading: STEP.findall(section)
    for heading, section in re.findall(
        r"^## (Walk \d: [^\n]+)\n(.*?)(?=^## |\Z)", ARCHITECTURE.read_text(), re.M | re.S
    )
}
#: Joined by a name in the settings instead of an import: who names it, and the name.
NAMED = {
    "api/urls.py": "cms.urls",
    "cms/workflow/finish.py": "cms.workflow.finish.publish_approved",
}


def modules(path: str) -> set[str]:
    """What a file imports, in full names."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def joined(step: str, before: list[str]) -> bool:
    """Whether a step and one before it know each other, by import or by a name in the settings."""
    if step in NAMED:
        settings = "".join(path.read_text() for path in (ROOT / "cms" / "settings").glob("*.py"))
        return NAMED[step] in settings
    return any(module(step) in modules(other) or module(other) in modules(step) for other in before)


def test_there_are_two_walks() -> None:
    assert [len(steps) > 10 for steps in WALKS.values()] == [True, True]


@pytest.mark.parametrize("walk", WALKS)
def test_every_file_of_a_walk_is_there(walk: str) -> None:
    assert [step for step in WALKS[walk] if not (ROOT / step).is_file()] == []


@pytest.mark.parametrize("walk", WALKS)
def test_every_step_is_joined_to_one_before_it(walk: str) -> None:
    steps = WALKS[walk]
    assert [step for place, step in enumerate(steps) if place and not joined(step, steps[:place])] == []


def test_a_step_that_nobody_before_knows_would_be_found() -> None:
    assert not joined("api/delivery/store.py", ["api/delivery/answers.py", "api/urls.py"])
    assert joined("api/delivery/views.py", ["api/urls.py"])
