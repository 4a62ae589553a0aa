"""The page on which developers look through the API, in a browser: it draws itself under its own strict policy."""

import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from playwright.sync_api import sync_playwright

from tests.application import application
from tests.chromium import QUIET, Browser, watch


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_page_draws_every_operation_and_loads_nothing_from_elsewhere(address: str) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        window = Browser(chromium.new_page(), address)
        watch(window)
        page = window.open("/api/docs/")
        page.wait_for_selector(".opblock")
        shown = page.locator(".opblock-summary-path").count()
        chromium.close()
    assert shown > 30
    assert window.complaints == []
