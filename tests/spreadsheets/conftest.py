import pytest

from tests.editors import House
from tests.spreadsheets.desk import Desk, desk_of


@pytest.fixture
def desk(house: House) -> Desk:
    """The writer's browser."""
    return desk_of(house.writer)
