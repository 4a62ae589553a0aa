"""Overrides for the tests, and nothing else. The environment is set here: settings load before any conftest."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("TOMOSHIBI_DEMO", "0")
os.environ.setdefault("SECRET_KEY", "a-key-for-tests-alone-which-opens-nothing-anywhere-0123456789")
os.environ.setdefault("PUBLIC_BASE_URL", "https://api.example.test")
# One folder for each test process; what a test starts as a child shares that of its parent.
_owner = os.environ.get("PYTEST_XDIST_WORKER", "main")
if os.environ.get("TOMOSHIBI_TEST_STATE_OWNER") != _owner:
    os.environ["TOMOSHIBI_TEST_STATE_OWNER"] = _owner
    os.environ["TOMOSHIBI_STATE_DIR"] = tempfile.mkdtemp(prefix="tomoshibi-test-")
    atexit.register(shutil.rmtree, os.environ["TOMOSHIBI_STATE_DIR"], ignore_errors=True)

from cms.settings.all import *  # noqa: E402, F403 - a settings module is a namespace, and the environment comes first
from cms.settings.all import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Plain http, as the test client and the servers of tests speak it; cms.settings.all is tested in processes of its own.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "tomoshibi-session", "tomoshibi-csrf"
RATE_LIMIT_REQUESTS = 1_000_000  # all tests are one reader; the tests of the limit set their own
CHECK_LINKS = False  # nothing asks other sites
AXES_ENABLED = False  # the tests of the lock turn it on
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost", "api.example.test"]

DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}  # threads of tests leave none behind
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and child processes must meet each other's locks as they do in real life.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["TOMOSHIBI_STATE_DIR"]) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
