"""Whatever editors do, in whatever order: readers get what was approved, all of it, and nothing else."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.conjecture.engine import ConjectureRunner
from hypothesis.stateful import run_state_machine_as_test
from wagtail.signal_handlers import disable_reference_index_auto_update

from api.delivery import queries, store
from api.delivery.models import Standing
from catalog.publishable import Entry
from cms.publication import builders, gates
from cms.workflow import authorship, door
from tests.histories.machine import Newsroom
from tests.histories.play import Play, Violation
from tests.histories.scenes import furnish
from tests.histories.storage import Log

pytestmark = pytest.mark.django_db

HISTORIES, STEPS, SEED = 200, 8, 20261124
QUICK_SEED = 2  # each rule that is taken away is found with any seed; with this one soon
QUICK = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    stateful_step_count=STEPS,
    phases=(Phase.generate,),  # a history of eight steps is short enough to be read as it is
    print_blob=False,
    report_multiple_bugs=False,
)


def run(furnished: tuple[Play, Log], histories: int, *, number: int = SEED) -> dict[str, int]:
    """Run that many histories, each from the furnished house on, and tell what happened in them."""
    told: dict[str, int] = {}
    machine = type("Newsroom", (Newsroom,), {"furnished": furnished[0], "log": furnished[1], "told": told})
    with (
        pytest.MonkeyPatch.context() as patch,
        disable_reference_index_auto_update(),
    ):  # it takes time, and tells nothing
        # Each history is a new one: Hypothesis would spend half of them on copies of those before, a little changed.
        patch.setattr(ConjectureRunner, "generate_mutations_from", lambda self, data: None)
        run_state_machine_as_test(seed(number)(machine), settings=settings(QUICK, max_examples=histories))
    return told


#: What must happen so often that the rest means something. A third of what happens on average, or less: any seed
#: reaches it.
HAPPENS = {
    "live by approval: service": 20,
    "live by approval: kids_text": 3,
    "live by approval: faq": 1,
    "live by approval: emergency": 1,
    "schedule: done": 20,
    "expiry: done": 20,
    "withdrawal confirmed: done": 5,
    "withdrawal confirmed: refused": 5,
    "draft: overwritten": 10,
    "approve approve: refused": 5,
    "review approve: refused": 5,
    "publication past the workflow: refused": 20,
    "deleted": 5,
}


def test_only_what_was_approved_is_public_and_all_of_it() -> None:
    began, busy = time.monotonic(), time.process_time()
    told = run(furnish(), HISTORIES)
    print(f"\nseed {SEED}: {time.monotonic() - began:.0f} s, {time.process_time() - busy:.0f} s of them at work")
    for what, count in sorted(told.items()):
        print(f"{count:7d}  {what}")
    assert told["histories"] >= HISTORIES
    assert {what: told.get(what, 0) for what, least in HAPPENS.items() if told.get(what, 0) < least} == {}


def _silently(removals: Any, **_: Any) -> list[Any]:
    for gone in removals:
        Standing.objects.filter(content_id=gone.content_id, channel=gone.channel, language=gone.language).delete()
    return []


def _of_the_draft(words_of: Callable[..., Any]) -> Callable[..., Any]:
    return lambda kids_text: words_of(kids_text.get_latest_revision_as_object())


#: Rules of the product, each taken away: where it stands, and what stands there instead.
TAKEN_AWAY: dict[str, tuple[Any, str, Any]] = {
    "approval is asked for": (door, "require_approval", lambda entry: None),
    "nobody approves their own work": (authorship, "authors_since", lambda *_: set()),
    "autosave rewrites nothing that was submitted": (Entry, "_is_held", lambda self, revision: False),
    "the crisis route stays": (gates, "check_emergency", lambda touched: None),
    "kids get approved words": (builders, "words_of", _of_the_draft(builders.words_of)),
    "a departure has a tombstone": (store, "tombstone", _silently),
    "what left is told as gone": (queries, "farewell", lambda *_: None),
}


def test_a_rule_taken_away_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    furnished = furnish()
    survived = []
    for rule, (owner, name, instead) in TAKEN_AWAY.items():
        began = time.monotonic()
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, instead)
            try:
                run(furnished, HISTORIES, number=QUICK_SEED)
            except Violation as violation:
                print(f"without “{rule}”, after {time.monotonic() - began:.1f} s: {str(violation)[:100]}")
            else:
                survived.append(rule)
    assert survived == []
