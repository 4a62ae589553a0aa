"""What every test of a door expects."""

from collections.abc import Callable

from tests.kill.doors import Door
from tests.kill.prover import Prover

SPREAD = 25
#: A door that publishes one thing has no more events in its flush, and is killed at every one.
FLUSH = 110
#: One that publishes several is killed at so many of them; `make prove-kill` leaves none out.
SAMPLED = 40
#: Another type at a door that is proved closely.
FEW = {"spread": 6, "flush": 0, "sampled": 10}


def leaves_none_or_all(door: Door, prover: Prover, counted: Callable[[str], None]) -> None:
    """Kill at 25 points all over the door and at every one of its flush, or, where there are very many, at some."""
    limits = FEW if door.another else {"spread": SPREAD, "flush": FLUSH, "sampled": SAMPLED}
    outcome = prover.prove(door.name, points="some", limits=limits)
    counted(outcome.line())
    assert outcome.halves == [], "\n".join(outcome.halves)
    assert outcome.kills >= min(limits["spread"], outcome.events)
    sampled = outcome.flush if outcome.flush <= limits["flush"] else limits["sampled"]
    assert outcome.flush_killed >= min(outcome.flush, sampled)
    assert outcome.none > 0
    assert outcome.all > 0
    assert outcome.none + outcome.between + outcome.all == outcome.kills
