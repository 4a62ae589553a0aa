"""What is installed is fixed to the byte, and from wherever the installer of the place gets its packages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def requirements(lock: str) -> list[str]:
    """Each requirement of a lock file as one line, without comments."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / lock).read_text(), flags=re.MULTILINE)
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_one_version_with_hashes(lock: str) -> None:
    found = requirements(lock)
    assert len(found) > 50
    for line in found:
        assert re.fullmatch(
            r"[a-z0-9._-]+==[^ ;]+ +(; [^\\]*?)?(--hash=sha256:[0-9a-f]{64}\s*)+", line.strip() + " "
        ), line


@pytest.mark.parametrize("lock", [*LOCKS, "requirements.in", "requirements-dev.in"])
def test_no_index_and_no_address_is_named(lock: str) -> None:
    assert not re.search(r"index-url|find-links|https?:|file:|git\+|@ ", (ROOT / lock).read_text())


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_everything_asked_for_is_locked(name: str) -> None:
    asked = {
        re.split(r"[\[=<>~ ]", line)[0].lower().replace("_", "-")
        for line in (ROOT / f"{name}.in").read_text().splitlines()
        if line and not line.startswith(("-", "#"))
    }
    locked = {line.split("==")[0] for line in requirements(f"{name}.txt")}
    assert asked
    assert asked <= locked
