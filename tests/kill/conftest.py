from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.kill.prover import Prover
from tests.kill.session import url_of


@pytest.fixture(scope="session")
def prover(django_db_setup: None, django_db_blocker: Any) -> Iterator[Prover]:
    """A process that proves doors on copies of the database of this run, which is migrated already."""
    with django_db_blocker.unblock():
        url = url_of(connection.settings_dict)
        connection.close()
    with Prover(url) as started:
        yield started
