"""`manage.py serve`: the web server and the background worker together; when one ends, so does the other."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from api.delivery.ports import require_free
from cms.settings.env import ROOT

PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>
GRACE = 15.0  # seconds that a child has to finish its work before it is killed


class Command(BaseCommand):
    help = "Start the web server and the background worker, and end both when one of them ends or a signal comes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port to listen on (PORT, or 8000)")
        parser.add_argument("--processes", type=int, default=1, help="web server processes (1)")

    def handle(self, *, host: str, port: int, processes: int, **options: Any) -> None:
        """Runs until a signal comes. Raises CommandError when a child ends by itself, or where the port is taken."""
        require_free(host, port)
        stopped: list[int] = []

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.append(number)

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, stop)
        children = {
            "worker": start([sys.executable, "manage.py", "run_worker"]),
            "web server": start(web_server(host=host, port=port, processes=processes)),
        }
        told = False
        try:
            while not stopped:
                for name, child in children.items():
                    if child.poll() is not None:
                        raise CommandError(f"The {name} ended with {child.returncode}; so everything stops.")
                if not told and (told := listening(host, port)):
                    self.stdout.write(f"ともしび: 編集 http://{host}:{port}/admin/  API http://{host}:{port}/api/v1/")
                    self.stdout.flush()
                time.sleep(0.2)
        finally:
            end(list(children.values()))


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child with a process group of its own, which cannot outlive this process, however this process ends."""
    return subprocess.Popen(  # noqa: S603 - no shell, and the words are ours
        command, cwd=ROOT, process_group=0, preexec_fn=end_with_parent
    )


def end_with_parent() -> None:
    """Runs in the child: Linux sends it SIGTERM when its parent is gone, be it by SIGKILL. Other systems cannot."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def listening(host: str, port: int) -> bool:
    """Whether somebody answers there yet."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as knock:
        knock.settimeout(1)
        return knock.connect_ex((host, port)) == 0


def web_server(*, host: str, port: int, processes: int) -> list[str]:
    """The command line of the web server. It keeps no access log: readers are not tracked."""
    options = {"interface": "wsgi", "host": host, "port": port, "workers": processes, "blocking-threads": 4}
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    quiet = ["--no-ws", "--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *arguments, *quiet, "cms.wsgi:application"]


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask each child to end and wait for it; then kill what is left of its group."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.0, deadline - time.monotonic()))
        # The web server's own processes outlive it when it is killed.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
