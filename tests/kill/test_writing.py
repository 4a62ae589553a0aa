"""Doors through which texts come in: whoever is killed there leaves the old text or the new one."""

from collections.abc import Callable

import pytest

from tests.kill.doors import WRITING, Door
from tests.kill.expectations import leaves_none_or_all
from tests.kill.prover import Prover

pytestmark = pytest.mark.django_db  # so that the database is made; these tests themselves only wait


@pytest.mark.parametrize("door", WRITING, ids=lambda door: door.name)
def test_a_killed_process_keeps_the_old_text_or_the_new_one(
    door: Door, prover: Prover, counted: Callable[[str], None]
) -> None:
    leaves_none_or_all(door, prover, counted)
