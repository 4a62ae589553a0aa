"""Windows for several people, as in the journeys."""

from tests.journeys.conftest import site, window_of

__all__ = ["site", "window_of"]
