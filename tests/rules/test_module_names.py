"""Modules are named by words of the domain: a drawer called "utils" is where the most important verb goes to hide."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_A_WORD_OF_THE_DOMAIN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "mixins",
    "services",
    "managers",
    "common",
    "misc",
    "lib",
}


def drawers(paths: list[str]) -> list[str]:
    return [
        path for path in paths if NOT_A_WORD_OF_THE_DOMAIN & {part.removesuffix(".py") for part in Path(path).parts}
    ]


def test_no_module_is_a_drawer() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert len(listed) > 20
    assert drawers(listed) == []


def test_a_drawer_would_be_found() -> None:
    assert drawers(["cms/utils.py", "api/common/__init__.py", "catalog/service.py"]) == [
        "cms/utils.py",
        "api/common/__init__.py",
    ]
