"""Doors through which something leaves: whoever is killed there leaves none of it or all of it."""

from collections.abc import Callable

import pytest

from tests.kill.doors import TAKING_OUT, Door
from tests.kill.expectations import leaves_none_or_all
from tests.kill.prover import Prover

pytestmark = pytest.mark.django_db  # so that the database is made; these tests themselves only wait


@pytest.mark.parametrize("door", TAKING_OUT, ids=lambda door: door.name)
def test_a_killed_process_takes_out_nothing_or_everything(
    door: Door, prover: Prover, counted: Callable[[str], None]
) -> None:
    leaves_none_or_all(door, prover, counted)
