"""Whatever editors do, in whatever order: readers get what was approved, all of it, and nothing else."""

import time

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.conjecture.engine import ConjectureRunner
from hypothesis.stateful import run_state_machine_as_test

from tests.histories.machine import Newsroom, furnish

pytestmark = pytest.mark.django_db

HISTORIES, STEPS, SEED = 200, 8, 20261124
QUICK = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    stateful_step_count=STEPS,
    print_blob=False,
    report_multiple_bugs=False,
)


def run(histories: int, *, number: int = SEED, phases: tuple[Phase, ...] = (Phase.generate,)) -> dict[str, int]:
    """Run that many histories in one furnished house, and tell what happened in them."""
    play, log = furnish()
    told: dict[str, int] = {}
    machine = type("Newsroom", (Newsroom,), {"furnished": play, "log": log, "told": told})
    with pytest.MonkeyPatch.context() as patch:
        # Each history is a new one: Hypothesis would spend half of them on copies of those before, a little changed.
        patch.setattr(ConjectureRunner, "generate_mutations_from", lambda self, data: None)
        so_many = settings(QUICK, max_examples=histories, phases=phases)
        run_state_machine_as_test(seed(number)(machine), settings=so_many)
    return told


def test_only_what_was_approved_is_public_and_all_of_it() -> None:
    began, busy = time.monotonic(), time.process_time()
    told = run(HISTORIES)
    print(f"\nseed {SEED}: {time.monotonic() - began:.0f} s, {time.process_time() - busy:.0f} s of them at work")
    for what, count in sorted(told.items()):
        print(f"{count:7d}  {what}")
    assert told["histories"] >= HISTORIES
