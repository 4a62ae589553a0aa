"""Windows for several people, as in the journeys, and machines that do at once what they do every few seconds."""

from typing import Any

import pytest

from tests.journeys.conftest import site, window_of

__all__ = ["site", "window_of"]


@pytest.fixture(autouse=True)
def _at_once(settings: Any) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 300
    settings.WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 300
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 1000
