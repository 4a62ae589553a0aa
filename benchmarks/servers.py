"""What is measured, each as one process on one processor: the product, a constant view, the bare server, nginx."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ROOT

START_SECONDS = 60.0
# Servers are idle that use less than this share of a processor for so many seconds.
IDLE_FOR, IDLE = 1.0, 0.05
NGINX = """
daemon off; pid {folder}/nginx.pid; worker_processes 1; error_log {folder}/nginx-errors.log;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000; default_type application/json;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


class DidNotStart(Exception):
    """A server did not listen in time."""


@dataclass(frozen=True)
class Server:
    """A server that listens."""

    port: int
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """Return the proportional set size of all of its processes, in MB; the kernel's own page cache is not in it."""
        return sum(map(_proportional_set_size, family(self.process.pid))) / 1000

    def worked(self) -> float:
        """Return how many seconds of a processor all of its processes have used."""
        return sum(map(_processor_ticks, family(self.process.pid))) / os.sysconf("SC_CLK_TCK")


@contextmanager
def wsgi(application: str, environment: Mapping[str, str], *, log: Path) -> Iterator[Server]:
    """Granian with one worker that has one thread, as `serve` starts it for the API."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "1", "--no-ws", "--no-access-log", "--log-level", "warning"]
    with log.open("ab") as output, _running([*command, application], port, environment, output) as server:
        yield server


@contextmanager
def nginx(folder: Path, files: Mapping[str, bytes]) -> Iterator[Server]:
    """Nginx that serves these files."""
    port = _free_port()
    (folder / "files").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # its worker is nobody
    for name, body in files.items():
        (folder / "files" / name).write_bytes(body)
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, port=port))
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with _running([program, "-c", str(configuration), "-p", str(folder)], port, {}, None) as server:
        yield server


@contextmanager
def _running(command: list[str], port: int, environment: Mapping[str, str], output: object) -> Iterator[Server]:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=output,  # type: ignore[call-overload]
        stderr=output,
    )
    try:
        _await(port, process)
        yield Server(port, process)
    finally:
        for pid in reversed(family(process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        process.wait(timeout=20)


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def _proportional_set_size(pid: int) -> int:
    """Return kB of a process: what it shares counts by its share."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


def _processor_ticks(pid: int) -> int:
    """Return the time of a process in the kernel's ticks: its own and what the kernel did for it."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])


def settle(servers: Iterable[Server]) -> None:
    """Wait until none of the servers works any more: what one still loads would be taken from the next one asked."""
    every = [*servers]
    deadline = time.monotonic() + START_SECONDS
    worked = sum(server.worked() for server in every)
    while time.monotonic() < deadline:
        time.sleep(IDLE_FOR)
        before, worked = worked, sum(server.worked() for server in every)
        if worked - before < IDLE_FOR * IDLE:
            return


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as knock:
            knock.settimeout(1)
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise DidNotStart(f"Nobody listens at port {port}: {process.args!r}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
