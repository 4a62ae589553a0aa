"""A real browser for tests: Debian's Chromium, which writes down whatever a page did that it should not have done."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Browser:
    """One window, on one server. `complaints` are errors of the console and requests to other hosts."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page of the server and wait until it is quiet."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"
        self.page.wait_for_load_state("networkidle")
        return self.page

    def sign_in(self, username: str, password: str) -> None:
        """As a person does it, at the login page."""
        self.open("/admin/login/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(f"{self.base}/admin/")
        self.page.wait_for_load_state("networkidle")


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Debian's Chromium, and afterwards no thread and no connection that it left behind.

    Playwright keeps an event loop in this thread. What the test itself asks of the database meanwhile is none of its
    business, but Django keeps the connection of that time apart from the thread's other one.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        try:
            yield launched
        finally:
            launched.close()
            answers_end()
            connection.close()


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[Browser]:
    with chromium() as launched:
        window = Browser(launched.new_page(locale="ja-JP", timezone_id="Asia/Tokyo"), live_server.url)
        watch(window)
        yield window


def watch(window: Browser) -> None:
    """Write down errors of the console, broken scripts and requests to any other host."""
    own = (f"{window.base}/", "data:", "blob:")
    window.page.on("console", lambda line: window.complaints.append(line.text) if line.type == "error" else None)
    window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
    window.page.on("request", lambda sent: None if sent.url.startswith(own) else window.complaints.append(sent.url))


def answers_end() -> None:
    """Wait for the server's threads, which end, and let go of the database, once the browser has hung up."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=30)
