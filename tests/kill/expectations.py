"""What every test of a door expects."""

from collections.abc import Callable

from tests.kill.doors import Door
from tests.kill.prover import Prover

SPREAD = 25
#: As many as any door has that publishes one thing; where two are published at once, every other point or so.
#: `make prove-kill` leaves none out.
FLUSH = 90


def leaves_none_or_all(door: Door, prover: Prover, counted: Callable[[str], None]) -> None:
    """Kill at 25 points all over the door and at every one of its flush; the counts say where FLUSH was not enough."""
    outcome = prover.prove(door.name, points="some", limits={"spread": SPREAD, "flush": FLUSH})
    counted(outcome.line())
    assert outcome.halves == []
    assert outcome.kills >= min(SPREAD, outcome.events)
    assert outcome.flush_killed >= min(FLUSH, outcome.flush)
    assert outcome.none > 0
    assert outcome.all > 0
    assert outcome.none + outcome.between + outcome.all == outcome.kills
