"""What every test of a door expects."""

from collections.abc import Callable

from tests.kill.doors import Door
from tests.kill.prover import Prover

SPREAD = 25
#: A door that publishes one thing has no more events in its flush, and is killed at every one.
FLUSH = 110
#: One that publishes several is killed at so many of them; `make prove-kill` leaves none out.
SAMPLED = 40


def leaves_none_or_all(door: Door, prover: Prover, counted: Callable[[str], None]) -> None:
    """Kill at 25 points all over the door and at every one of its flush, or, where there are very many, at some."""
    outcome = prover.prove(door.name, points="some", limits={"spread": SPREAD, "flush": FLUSH, "sampled": SAMPLED})
    counted(outcome.line())
    assert outcome.halves == []
    assert outcome.kills >= min(SPREAD, outcome.events)
    assert outcome.flush_killed >= (outcome.flush if outcome.flush <= FLUSH else SAMPLED)
    assert outcome.none > 0
    assert outcome.all > 0
    assert outcome.none + outcome.between + outcome.all == outcome.kills
