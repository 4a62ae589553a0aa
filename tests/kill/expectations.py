"""What every test of a door expects."""

from collections.abc import Callable

from tests.kill.doors import Door
from tests.kill.prover import Prover


def leaves_none_or_all(door: Door, prover: Prover, counted: Callable[[str], None]) -> None:
    """Kill at 25 points all over the door and at every one of its flush."""
    outcome = prover.prove(door.name, points="some")
    counted(outcome.line())
    assert outcome.halves == []
    assert outcome.kills >= min(25, outcome.events)
    assert outcome.flush_killed == outcome.flush
    assert outcome.none > 0
    assert outcome.all > 0
    assert outcome.none + outcome.between + outcome.all == outcome.kills
