"""`manage.py serve`: web server and worker live and die together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core.management import CommandError, call_command

from api.delivery import ports
from api.delivery.management.commands import mock
from cms.publication.management.commands import serve

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serving(tmp_path: Path, port: int) -> Iterator[psutil.Popen]:
    """The command in a demo of its own, once it answers."""
    environ = {**os.environ, "TOMOSHIBI_DEMO": "1", "TOMOSHIBI_STATE_DIR": str(tmp_path), "PORT": str(port)}
    for name in ("DATABASE_URL", "SECRET_KEY", "PUBLIC_BASE_URL"):
        environ.pop(name, None)
    environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.all"
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}')
    process = psutil.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: answers(port) or process.poll() is not None, seconds=90)
        yield process
    finally:
        for child in [*process.children(recursive=True), process] if process.is_running() else []:
            child.kill()
        process.communicate()


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/no-such-page", timeout=30)
    except urllib.error.HTTPError as answer:
        return answer.code == 404
    except OSError:
        return False
    return False


def wait_until(holds: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def family(serving: psutil.Popen) -> dict[str, psutil.Process]:
    found = {" ".join(child.cmdline()): child for child in serving.children()}
    return {
        "web": next(child for line, child in found.items() if "granian" in line),
        "worker": next(child for line, child in found.items() if "run_worker" in line),
    }


def gone(*processes: psutil.Process) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_it_in_order(serving: psutil.Popen, number: signal.Signals) -> None:
    everybody = serving.children(recursive=True)
    assert len(everybody) >= 2
    serving.send_signal(number)
    assert serving.wait(timeout=40) == 0, serving.stderr.read()
    assert gone(*everybody)
    assert "/admin/" in serving.stdout.read()


@pytest.mark.parametrize(("killed", "left"), [("web", "worker"), ("worker", "web")])
def test_when_one_dies_the_other_ends_and_it_is_said(serving: psutil.Popen, killed: str, left: str) -> None:
    children = family(serving)
    children[killed].kill()
    assert serving.wait(timeout=40) == 1
    assert gone(children[left])
    assert "so everything stops" in serving.stderr.read()


def test_children_do_not_outlive_a_parent_that_was_killed(serving: psutil.Popen) -> None:
    everybody = serving.children(recursive=True)
    serving.kill()
    serving.wait()
    wait_until(lambda: gone(*everybody))


@pytest.mark.parametrize("command", ["serve", "mock"])
def test_it_shares_no_port_with_another(
    command: str, port: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IS_MOCK, settings.PORT = True, port
    monkeypatch.setattr(ports, "FREE_WITHIN", 0.3)
    monkeypatch.setattr(serve, "start", lambda command: pytest.fail("it started although the port was taken"))
    monkeypatch.setattr(mock, "fill", lambda: pytest.fail("it filled its store although the port was taken"))
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the web server does
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(CommandError, match=f":{port} "):
            call_command(command, **({"port": port} if command == "serve" else {}))
    ports.require_free("127.0.0.1", port)
