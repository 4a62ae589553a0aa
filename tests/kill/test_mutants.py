"""The proof notices a unit that is none: it finds half states where the transaction is taken away or cut in two."""

from collections.abc import Callable

import pytest

from tests.kill.expectations import SPREAD
from tests.kill.mutants import MUTANTS
from tests.kill.prover import Prover

pytestmark = pytest.mark.django_db  # so that the database is made; these tests themselves only wait


@pytest.mark.parametrize("name", MUTANTS)
def test_half_states_are_found_where_the_transaction_is_missing(
    name: str, prover: Prover, counted: Callable[[str], None]
) -> None:
    outcome = prover.prove(name, points="some", limits={"spread": SPREAD, "flush": 0, "sampled": 0})
    counted(f"mutant: {outcome.line()}")
    assert any("drift" in half or "neither none nor all" in half for half in outcome.halves)
