"""In CI a skip is a failure; elsewhere it is a skip. Shown on a suite of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUITE = """
import pytest

def test_runs():
    assert True

def test_skips_while_it_runs():
    pytest.skip("no time")

@pytest.mark.skip(reason="not today")
def test_is_marked():
    assert True

@pytest.mark.xfail(reason="known")
def test_is_known_to_fail():
    assert False
"""


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", "1 failed, 1 passed, 1 xfailed, 1 error"), ("", "1 passed, 2 skipped, 1 xfailed")]
)
def test_a_skip_is_a_failure_in_ci_alone(tmp_path: Path, ci: str, outcome: str) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tests.no_skips"]')
    (tmp_path / "test_suite.py").write_text(SUITE)
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:django",
            "-p",
            "no:randomly",
            "-p",
            "no:cacheprovider",
            str(tmp_path),
        ],
        cwd=tmp_path,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in run.stdout, run.stdout + run.stderr


def test_a_module_that_skips_itself_whole_fails_too(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tests.no_skips"]')
    (tmp_path / "test_whole.py").write_text("import pytest\npytest.importorskip('no_such_module_anywhere')\n")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "CI": "true", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "skipped in CI, where everything must run" in run.stdout, run.stdout + run.stderr
    assert run.returncode not in {0, 5}
