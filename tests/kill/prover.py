"""A session from outside: started, asked about doors, and ended."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.kill.outcome import Outcome
from tests.kill.session import ROOT, environment


class Prover:
    """A process that proves one door after the other on one database."""

    def __init__(self, url: str, *, migrate: bool = False) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tomoshibi-kill-state-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kill.session", *(["--migrate"] if migrate else [])],
            cwd=ROOT,
            env=environment(url, Path(self._folder.name)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Prover":
        try:
            self.doors: list[str] = self._answer()
        except RuntimeError:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._process.communicate()  # its input ends, and so does it
        self._folder.cleanup()

    def prove(self, door: str, *, points: str, **more: Any) -> Outcome:
        """Raises RuntimeError if the process ended instead of answering."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"door": door, "points": points, **more}) + "\n")
        self._process.stdin.flush()
        return Outcome(**self._answer())

    def _answer(self) -> Any:
        assert self._process.stdout
        if not (line := self._process.stdout.readline()):
            raise RuntimeError(f"The proof ended with {self._process.wait()}; see its standard error.")
        return json.loads(line)
