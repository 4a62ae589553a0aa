"""The access log: one line for each request, with no query, no address and nothing else that tells of the reader.

Lines are gathered and written together, after half a second or a thousand of them, and at the end of the process: a
line through `logging` costs as much as the whole answer. A process that is killed loses the lines of that half second.
"""

import atexit
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

SECONDS: Final = 0.5
LINES: Final = 1000
PATH_SHOWN: Final = 200
# How long an answer took, as a line says it: made once, since writing a fraction costs as much as the rest of the line.
QUICK: Final = [f" {tenths / 10} ms " for tenths in range(100)]


def shown(path: str) -> str:
    """Return a path as lines show it: short, and in ASCII, so that no path can look like another line."""
    return path[:PATH_SHOWN].encode("unicode_escape").decode()


def _to_standard_error(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


class AccessLog:
    """Gathers lines and writes them. A thread that sleeps while there are none sees that none waits for long."""

    def __init__(self, write: Callable[[str], object] = _to_standard_error) -> None:
        self._write = write
        self._lines: list[str] = []
        self._second = -1
        self._stamp = ""
        self._writer: threading.Thread | None = None
        self._awaited = False
        self._waiting = threading.Event()
        self._lock = threading.Lock()
        os.register_at_fork(after_in_child=self._forked)
        atexit.register(self.flush)

    def say(self, what: str, at: float, seconds: float, request_id: str) -> None:
        """Add a line: what was asked and answered, when (Unix seconds), how long it took, and the request's number."""
        if int(at) != self._second:
            # First the stamp: another thread that finds the second may use it.
            self._stamp = time.strftime("%Y-%m-%d %H:%M:%S INFO api.access ", time.localtime(at))
            self._second = int(at)
        took = int(seconds * 10_000 + 0.5)
        told = QUICK[took] if took < len(QUICK) else f" {took / 10} ms "
        lines = self._lines
        lines.append(f"{self._stamp}{what}{told}{request_id}\n")
        if not self._awaited:
            self._wake()
        elif len(lines) >= LINES:
            self.flush()

    def flush(self) -> None:
        """Write what has gathered. Where nothing can be written, nothing is kept for later either."""
        with self._lock:
            # As many as there are now; others go on adding behind.
            lines = self._lines[:]
            del self._lines[: len(lines)]
            if lines:
                with suppress(OSError, ValueError):
                    self._write("".join(lines))

    def _wake(self) -> None:
        if self._writer is None:
            with self._lock:
                if self._writer is None:
                    self._writer = threading.Thread(target=self._run, name="access log", daemon=True)
                    self._writer.start()
        self._awaited = True
        self._waiting.set()

    def _run(self) -> None:
        while True:
            self._waiting.wait()
            self._waiting.clear()
            time.sleep(SECONDS)
            self._awaited = False
            self.flush()

    def _forked(self) -> None:
        """The lines are the parent's to write, and its thread did not come along."""
        self._lines, self._writer, self._awaited = [], None, False
        self._waiting, self._lock = threading.Event(), threading.Lock()


log = AccessLog()
