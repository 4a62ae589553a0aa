"""Counts what a process does to its database and its files, and kills the process before the n-th of it."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from cms.publication import unit

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FILE_EVENTS = {"os.rename", "os.remove", "os.link", "os.symlink", "os.truncate", "os.mkdir", "os.rmdir"}


class Event(NamedTuple):
    """Something before which a process can die."""

    kind: str
    """statement (BEGIN and SAVEPOINT included), commit, committed, rollback or file."""
    in_flush: bool
    text: str


@dataclass
class Trap:
    """Set it in a process that may die. ``before``: the number of the event, from 1; 0 counts and kills nobody."""

    before: int = 0
    events: list[Event] = field(default_factory=list)
    _count: int = 0
    _in_flush: bool = False

    def set(self) -> None:
        connection.execute_wrappers.append(self._statement)
        connection._commit = self._around(connection._commit, "commit", "committed")
        connection._rollback = self._around(connection._rollback, "rollback")
        sys.addaudithook(self._audit)
        if not self.before:
            self._mark_flush()

    def _meet(self, kind: str, text: str = "") -> None:
        self._count += 1
        if self._count == self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        if not self.before:
            self.events.append(Event(kind, self._in_flush, text))

    def _statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self._meet("statement", sql[:200])
        return execute(sql, params, many, context)

    def _around(self, step: Callable[[], Any], before: str, after: str = "") -> Callable[[], Any]:
        def watched() -> Any:
            self._meet(before)
            result = step()
            if after:
                self._meet(after)
                self._in_flush = False
            return result

        return watched

    def _audit(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name in FILE_EVENTS or (name == "open" and arguments[2] & WRITING and arguments[0] != os.devnull):
            self._meet("file", f"{name} {arguments[0]}")

    def _mark_flush(self) -> None:
        (flush,) = unit._flush

        def marked(opened: unit.Unit) -> None:
            self._in_flush = True
            flush(opened)

        unit.flush_with(marked)
