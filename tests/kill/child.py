"""A fork of this process that does one thing and ends, by itself or by SIGKILL."""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from django.db import connection

LONGEST = 120


class ChildFailed(Exception):
    """The child ended neither as it should nor by SIGKILL; its traceback is on standard error."""


def ask(work: Callable[[], Any]) -> Any:
    """Do the work in a fork and return its result, which must be JSON. Raises ChildFailed."""
    reading, writing = os.pipe()
    if (pid := _fork()) == 0:
        os.close(reading)
        _run(lambda: os.write(writing, json.dumps(work()).encode()))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    if _wait(pid) != 0:
        raise ChildFailed
    return json.loads(answer)


def dies(work: Callable[[], Any], *, after: float | None = None) -> bool:
    """Do the work in a fork; True if SIGKILL ended it, False if it came to its end. Raises ChildFailed.

    SIGKILL comes from the work itself, or from here ``after`` so many seconds.
    """
    if (pid := _fork()) == 0:
        _run(work)
    if after is not None:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)  # until it is waited for, nobody else has this number
    if (status := _wait(pid)) not in {0, -signal.SIGKILL}:
        raise ChildFailed(status)
    return status != 0


def _fork() -> int:
    if connection.connection is not None:
        raise RuntimeError("Two processes would share one connection.")
    sys.stdout.flush()
    return os.fork()


def _run(work: Callable[[], Any]) -> NoReturn:
    signal.alarm(LONGEST)
    try:
        work()
    except BaseException:  # noqa: BLE001 - whatever it is, this fork must not go on as its parent
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(3)
    os._exit(0)


def _wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
