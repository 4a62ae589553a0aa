"""The API alone: it starts in a fresh interpreter and serves, and nothing of the editing side is among its modules."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.delivery.conftest import storage_environment

ROOT = Path(__file__).parents[2]
PUBLISH = """
import django
django.setup()
from tests.delivery.documents import publish, service
publish(service())
"""
SERVE = """
import json, sys
from tests.delivery.reader import ask
answers = {path: ask(path).status for path in sys.argv[1:]}
print(json.dumps({"answers": answers, "modules": sorted(sys.modules)}))
"""
EDITING = (
    "wagtail",
    "modelcluster",
    "modeltranslation",
    "taggit",
    "treebeard",
    "axes",
    "catalog",
    "pages",
    "cms.publication",
    "cms.workflow",
    "cms.admin",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    # DRF's views import the package of accounts for one decorator; its models and tables are what must stay out.
    "django.contrib.auth.models",
    "django.contrib.auth.backends",
)


def run(script: str, *arguments: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def test_it_serves_from_its_own_tables_without_the_editing_side(sqlite_storage: str, tmp_path: Path) -> None:
    run(PUBLISH, environment=storage_environment(sqlite_storage))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.delivery",
        "DATABASE_URL": sqlite_storage,
        "ALLOWED_HOSTS": "testserver",
        "PUBLIC_BASE_URL": "http://testserver",
        "TOMOSHIBI_STATE_DIR": str(tmp_path),
        "TOMOSHIBI_DEMO": "1",
    }
    paths = [
        "/api/v1/website/services/yorisoi",
        "/api/v1/website/services?kind=consultation",
        "/api/openapi.json",
        "/healthz/ready",
    ]
    told = json.loads(run(SERVE, *paths, environment=environment).splitlines()[-1])
    assert told["answers"] == dict.fromkeys(paths, 200)
    loaded = [name for name in told["modules"] if any(name == part or name.startswith(f"{part}.") for part in EDITING)]
    assert loaded == []
