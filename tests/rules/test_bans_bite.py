"""What import-linter cannot see (parts of other packages, attributes) is banned by name; each ban is shown to bite."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = [
    "import os\n\nprint(os.environ)\n",
    "from os import environ\n",
    "from os import getenv\n",
    "import os\n\nos.putenv('A', 'b')\n",
]
SIGNALS = [
    "from wagtail.signals import page_published\n",
    "from django.db.models.signals import post_save\n",
    "from django.db.models import signals\n",
]
ACCOUNTS = [
    "from django.contrib.auth.models import User\n",
    "import django.contrib.contenttypes\n",
    "from django.contrib import sessions\n",
]


def banned(path: str, code: str) -> bool:
    """Whether ruff refuses this code, were it in this file, for a banned name."""
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--no-cache",
            "--output-format",
            "concise",
            "--stdin-filename",
            path,
            "-",
        ],
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in {0, 1}, run.stderr
    return "TID251" in run.stdout


@pytest.mark.parametrize("code", ENVIRONMENT)
@pytest.mark.parametrize(
    "path", ["cms/publication/planted.py", "catalog/planted.py", "api/delivery/planted.py", "cms/settings/base.py"]
)
def test_nobody_else_reads_the_environment(path: str, code: str) -> None:
    assert banned(path, code)


@pytest.mark.parametrize("code", SIGNALS)
@pytest.mark.parametrize("path", ["cms/publication/publish.py", "catalog/planted.py", "pages/planted.py"])
def test_nobody_else_hears_signals(path: str, code: str) -> None:
    assert banned(path, code)


@pytest.mark.parametrize("code", [*ACCOUNTS, "import wagtail\n", "from django.db.models.signals import post_save\n"])
def test_the_readers_side_has_no_accounts_and_no_sessions(code: str) -> None:
    assert banned("api/delivery/planted.py", code)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("cms/settings/env.py", ENVIRONMENT[0]),
        ("cms/publication/triggers.py", SIGNALS[0]),
        ("cms/workflow/authorship.py", SIGNALS[1]),
        ("cms/workflow/planted.py", ACCOUNTS[0]),
        ("api/delivery/planted.py", "from django.db import models\n"),
    ],
)
def test_what_is_allowed_is_not_refused(path: str, code: str) -> None:
    assert not banned(path, code)
