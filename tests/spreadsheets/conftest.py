import pytest

from tests.editors import House
from tests.spreadsheets.desk import Desk, desk_of
from tests.spreadsheets.length import FEW, ROWS


@pytest.fixture
def rows(request: pytest.FixtureRequest) -> int:
    """The rows of the story's file."""
    return request.config.stash.get(ROWS, FEW)


@pytest.fixture
def desk(house: House) -> Desk:
    """The writer's browser."""
    return desk_of(house.writer)
