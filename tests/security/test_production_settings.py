"""Settings as a production process loads them, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TELL = """
import json, django
from django.conf import settings
names = [n for n in dir(settings) if n.isupper()]
print(json.dumps({n: getattr(settings, n) for n in names}, default=str))
"""
ASK = """
import django, json
django.setup()
from django.test import Client
client = Client(HTTP_HOST="api.example.jp", raise_request_exception=False)
paths = ["/admin/login/", "/api/v1/website/services", "/healthz/live"]
answers = {path: client.get(path) for path in paths}
print(json.dumps({path: [answer.status_code, answer.headers.get("Location")] for path, answer in answers.items()}))
other = Client(HTTP_HOST="evil.example").get("/healthz/live")
print(other.status_code)
"""
KEY = "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
NOT_INHERITED = ("TOMOSHIBI", "SECRET_KEY", "PUBLIC_", "DATABASE_URL", "DJANGO_", "PORT", "HTTPS_ONLY", "ALLOWED_HOSTS")


def start(module: str, folder: Path, script: str = TELL, **told: str) -> subprocess.CompletedProcess[str]:
    """Run a script under a settings module, in a process that was told nothing but this."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    environ = {**inherited, "DJANGO_SETTINGS_MODULE": module, "TOMOSHIBI_STATE_DIR": str(folder), **told}
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


def settings_of(module: str, folder: Path, **told: str) -> dict[str, Any]:
    run = start(module, folder, **told)
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("module", ["cms.settings.all", "cms.settings.editing", "cms.settings.delivery"])
@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"PUBLIC_BASE_URL": "https://api.example.jp"}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": KEY}, "PUBLIC_BASE_URL is missing"),
    ],
)
def test_production_does_not_start_on_half_of_what_it_needs(
    tmp_path: Path, module: str, told: dict[str, str], named: str
) -> None:
    run = start(module, tmp_path, **told)
    assert run.returncode != 0
    assert named in run.stderr


def test_production_keeps_cookies_on_its_own_host_and_off_plain_http(tmp_path: Path) -> None:
    found = settings_of("cms.settings.all", tmp_path, SECRET_KEY=KEY, PUBLIC_BASE_URL="https://api.example.jp")
    for cookie in ("SESSION_COOKIE", "CSRF_COOKIE"):
        assert found[f"{cookie}_NAME"].startswith("__Host-")
        assert found[f"{cookie}_SECURE"] is True
        assert found[f"{cookie}_HTTPONLY"] is True
        assert found[f"{cookie}_SAMESITE"] == "Lax"
        assert (found[f"{cookie}_PATH"], found[f"{cookie}_DOMAIN"]) == ("/", None)
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["DEBUG"] is False
    assert found["TOMOSHIBI_DEMO"] is False


def test_a_demo_relaxes_what_plain_http_needs_and_nothing_else(tmp_path: Path) -> None:
    told = {"SECRET_KEY": KEY, "PUBLIC_BASE_URL": "http://127.0.0.1:8000"}
    production = settings_of("cms.settings.all", tmp_path, **told)
    demo = settings_of("cms.settings.all", tmp_path, TOMOSHIBI_DEMO="1", **told)
    assert {name for name in production if production[name] != demo.get(name)} == {
        "CHECK_LINKS",  # a demo asks no other site
        "CSRF_COOKIE_NAME",
        "CSRF_COOKIE_SECURE",
        "ENV",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SECURE_HSTS_PRELOAD",
        "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "TOMOSHIBI_DEMO",
    }


def test_behind_a_proxy_that_ends_tls_its_word_counts(tmp_path: Path) -> None:
    told = {"SECRET_KEY": KEY, "PUBLIC_BASE_URL": "https://api.example.jp", "TRUST_FORWARDED_PROTO": "1"}
    found = settings_of("cms.settings.all", tmp_path, **told)
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_nothing_calls_out_and_uploads_have_limits(tmp_path: Path) -> None:
    found = settings_of("cms.settings.all", tmp_path, SECRET_KEY=KEY, PUBLIC_BASE_URL="https://api.example.jp")
    assert found["WAGTAIL_GRAVATAR_PROVIDER_URL"] is None
    assert found["WAGTAIL_ENABLE_UPDATE_CHECK"] is False
    assert found["WAGTAILEMBEDS_FINDERS"] == []
    assert found["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    assert found["WAGTAILIMAGES_MAX_UPLOAD_SIZE"] <= found["WAGTAILDOCS_MAX_UPLOAD_SIZE"] <= 20 * 1024 * 1024
    assert found["WAGTAILIMAGES_MAX_IMAGE_PIXELS"] <= 50_000_000
    assert "svg" not in found["WAGTAILIMAGES_EXTENSIONS"]
    assert found["DATA_UPLOAD_MAX_MEMORY_SIZE"] <= 10 * 1024 * 1024


def test_plain_http_is_sent_to_https_but_for_the_health_check(tmp_path: Path) -> None:
    run = start("cms.settings.all", tmp_path, ASK, SECRET_KEY=KEY, PUBLIC_BASE_URL="https://api.example.jp")
    assert run.returncode == 0, run.stderr
    answers, other = run.stdout.splitlines()
    assert json.loads(answers) == {
        "/admin/login/": [301, "https://api.example.jp/admin/login/"],
        "/api/v1/website/services": [301, "https://api.example.jp/api/v1/website/services"],
        "/healthz/live": [200, None],
    }
    assert other == "400"
