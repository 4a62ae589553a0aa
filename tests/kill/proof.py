"""The proof of one door: kill a process at its n-th statement or file write, and look what is left."""

import gc
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from tests.kill import child
from tests.kill.databases import Copies
from tests.kill.outcome import Outcome
from tests.kill.stored import Likeness, Rows, differences, exactly, faults, fingerprint
from tests.kill.trap import Event, Trap


@dataclass(frozen=True)
class Opening:
    """A door that is about to be opened, in a database prepared for it."""

    go: Callable[[], None]
    """Open it, as a person's browser or a command does. Called in many processes."""
    text: Callable[[], str | None]
    """The words of the draft, as they are stored at the moment."""
    texts: tuple[str | None, ...]
    """What they must be in each state that the door passes through; with two states these are 'none' and 'all'."""
    mends: bool = False
    """What this door mends is drift: only its last state has none."""


@dataclass(frozen=True)
class Door:
    """A way in which content changes, and how a database is prepared for it."""

    name: str
    prepare: Callable[[], Opening]
    during: Callable[[], AbstractContextManager[object]] = nullcontext
    another: bool = False
    """Another type of content at a door that is proved closely: few points of it in `make test`."""


Points = Callable[[list[Event]], Iterable[int]]


def every(events: list[Event]) -> Iterable[int]:
    """All of them."""
    return range(1, len(events) + 1)


def some(events: list[Event], *, spread: int, flush: int, sampled: int) -> Iterable[int]:
    """``spread`` points all over, and every one of the flush; ``sampled`` of these where there are over ``flush``."""
    inside = [number for number, event in enumerate(events, 1) if event.in_flush]
    return [*_evenly(list(every(events)), spread), *_evenly(inside, flush if len(inside) <= flush else sampled)]


def _evenly(numbers: list[int], count: int) -> list[int]:
    if len(numbers) <= count:
        return numbers
    return [numbers[round(place * (len(numbers) - 1) / (count - 1))] for place in range(count)]


class Proof:
    """The proof of one door on one kind of database."""

    def __init__(self, door: Door, copies: Copies, world: str) -> None:
        self._door, self._copies = door, copies
        self._prepared = copies.copy(world, "prepared")
        copies.use(self._prepared)
        self._opening = door.prepare()
        start = exactly()
        connection.close()
        self._likeness = Likeness(start)
        self._states = [self._likeness.of(start)]
        self._start = fingerprint(start)
        self._seen: dict[str, tuple[int | None, str]] = {}
        self._used: str | None = None
        self._unchanged = False
        self._takes = 0.0
        self.outcome = Outcome(door.name, copies.title)

    def run(self, points: Points = every, *, moments: int = 0) -> Outcome:
        """Kill before these events, and ``moments`` times at a random moment; look each time."""
        began = time.monotonic()
        with self._door.during():
            events = self._rehearse()
            after = self._learn_states(events)
            for number in sorted({*points(events)}):
                event = events[number - 1]
                self._kill_before(number)
                self.outcome.kills += 1
                self.outcome.flush_killed += event.in_flush
                self._count(self._look(f"before {number}, {event.kind} {event.text}", [after[number]]))
            for _ in range(moments):
                self._kill_at_a_moment()
                self.outcome.moments += 1
                self._count(self._look("at a random moment", range(len(self._states))))
        self._copies.drop(self._prepared)
        if self._used:
            self._copies.drop(self._used)
        self.outcome.seconds = time.monotonic() - began
        return self.outcome

    def _open(self, trap: Trap | None = None) -> list[Event]:
        if trap:
            trap.set()
        self._opening.go()
        return trap.events if trap else []

    def _renew(self) -> None:
        """A database as it was before the door, and no connection to it."""
        self._used = self._copies.renew(self._prepared, self._used, unchanged=self._unchanged)
        self._unchanged = False
        self._copies.use(self._used)

    def _rehearse(self) -> list[Event]:
        """Once in this process, so that all is loaded before it forks; then once more, counted."""
        self._renew()
        self._open()
        connection.close()
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._renew()
        events = [Event(*found) for found in child.ask(lambda: self._open(Trap()))]
        counts = Counter(event.kind for event in events)
        self.outcome.events = len(events)
        self.outcome.statements = counts["statement"]
        self.outcome.commits = counts["commit"]
        self.outcome.files = counts["file"]
        self.outcome.flush = sum(event.in_flush for event in events)
        return events

    def _learn_states(self, events: list[Event]) -> dict[int, int]:
        """What stands after each commit; returns in which state a process leaves things that dies before an event."""
        after: dict[int, int] = {}
        for number, event in enumerate(events, 1):
            if event.kind == "committed":
                self._kill_before(number)
                self._copies.settle(self._used or "")
                rows = self._likeness.of(exactly())
                connection.close()
                if rows != self._states[-1]:
                    self._states.append(rows)
            after[number] = len(self._states) - 1
        if len(self._states) != len(self._opening.texts):
            steps = " | ".join("; ".join(differences(*pair)) for pair in pairwise(self._states))
            self.outcome.halves.append(f"{len(self._states)} states, not {len(self._opening.texts)}: {steps}")
        self._renew()
        began = time.monotonic()
        if child.dies(self._open):
            raise RuntimeError(f"{self._door.name}: killed by somebody else.")
        self._takes = time.monotonic() - began
        self._look("at the end", [len(self._states) - 1])
        return after

    def _kill_before(self, number: int) -> None:
        self._renew()
        if not child.dies(lambda: self._open(Trap(before=number))):
            raise RuntimeError(f"{self._door.name}: this run had no event {number}.")

    def _kill_at_a_moment(self) -> None:
        self._renew()
        child.dies(self._open, after=random.uniform(0, self._takes))  # noqa: S311 - nothing secret

    def _look(self, where: str, allowed: Sequence[int]) -> int | None:
        """In which state the database is, or None if that is not allowed; whatever is wrong with it is kept."""
        self._copies.settle(self._used or "")
        rows = exactly()
        found = fingerprint(rows)
        self._unchanged = found == self._start
        if found not in self._seen:
            self._seen[found] = self._judge(rows)  # the same rows, to the last byte, need no second look
        connection.close()
        state, wrong = self._seen[found]
        if state not in allowed and not wrong:
            wrong = f"already state {state}, and {allowed} was due"
        if wrong:
            self.outcome.halves.append(f"{where}: {wrong}")
            return None
        return state

    def _judge(self, rows: Rows) -> tuple[int | None, str]:
        """Which state these rows are, and what is wrong with them."""
        alike = self._likeness.of(rows)
        if alike not in self._states:
            return None, f"neither none nor all: {'; '.join(differences(self._states[-1], alike))}"
        state = self._states.index(alike)
        mending = self._opening.mends and state < len(self._states) - 1
        wrong = [] if mending else list(faults())
        if (text := self._opening.text()) != self._opening.texts[min(state, len(self._opening.texts) - 1)]:
            wrong.append(f"the draft says {text!r}")
        return state, "; ".join(wrong)

    def _count(self, state: int | None) -> None:
        if state == 0:
            self.outcome.none += 1
        elif state == len(self._states) - 1:
            self.outcome.all += 1
        elif state is not None:
            self.outcome.between += 1
