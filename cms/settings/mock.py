"""What the mock is told, whatever the environment says: an empty database of its own, gone with the process."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ |= {"TOMOSHIBI_DEMO": "1", "DATABASE_URL": "", "HTTPS_ONLY": "0"}
os.environ.setdefault("PORT", "8010")
# The web server's process is a child of the command's, and shares its folder.
if "TOMOSHIBI_MOCK_FOLDER" not in os.environ:
    os.environ["TOMOSHIBI_MOCK_FOLDER"] = tempfile.mkdtemp(prefix="tomoshibi-mock-")
    atexit.register(shutil.rmtree, os.environ["TOMOSHIBI_MOCK_FOLDER"], ignore_errors=True)
os.environ["TOMOSHIBI_STATE_DIR"] = os.environ["TOMOSHIBI_MOCK_FOLDER"]
Path(os.environ["TOMOSHIBI_STATE_DIR"], "static").mkdir(exist_ok=True)

from api.delivery.mock.documents import NOW  # noqa: E402 - likewise
from cms.settings.delivery import *  # noqa: E402, F403 - a settings module is a namespace, and the environment comes first
from cms.settings.delivery import MIGRATION_MODULES  # noqa: E402

IS_MOCK = True
CLOCK_STANDS_AT = NOW
MIGRATION_MODULES.clear()  # nobody else makes its tables
ALLOWED_HOSTS = ["*"]  # a frontend's tests may know it by any name
RATE_LIMIT_REQUESTS = 0  # one reader asks as often as its tests want; X-Mock: limited answers 429
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
