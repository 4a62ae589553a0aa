"""The whole product in a real browser: one server, and a window for each person."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

from api.delivery.answers import answers
from tests.chromium import Browser, chromium, watch

PASSWORD = "とても長い合言葉です"


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The address of the whole product, the shell of the answers included, as a server in threads of this process."""
    server = LiveServerThread("127.0.0.1", static_handler=lambda application: answers(StaticFilesHandler(application)))
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://{server.host}:{server.port}"
    server.terminate()


@pytest.fixture
def window_of(site: str) -> Any:
    with chromium() as launched:

        def open_window(name: str) -> Browser:
            context = launched.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
            window = Browser(context.new_page(), site)
            watch(window)
            window.sign_in(name, PASSWORD)
            return window

        yield open_window


def picture(window: Browser, name: str) -> None:
    """Kept where PICTURES names a folder, for a person to look at."""
    if folder := os.environ.get("PICTURES"):
        window.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
