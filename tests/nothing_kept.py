"""Each test begins with an empty memory of finished answers: what an earlier one was answered belongs to another log.

Within a test answers are kept as ever, so that a fault of the memory is a fault of the test.
"""

import sys

import pytest


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    loaded = sys.modules.get("tests.application")
    if loaded is not None:
        loaded.forget()
