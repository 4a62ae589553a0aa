"""The page on which developers look through the API, in a browser: it draws itself under its own strict policy."""

import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from tests.application import application
from tests.chromium import Browser, chromium, watch


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
    with chromium() as launched:
        window = Browser(launched.new_page(), address)
        watch(window)
        page = window.open("/api/docs/")
        page.wait_for_selector(".opblock")
        shown = page.locator(".opblock-summary-path").count()
    assert shown > 30
    assert window.complaints == []
