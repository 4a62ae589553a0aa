"""`python -m tests.spreadsheets.story [--rows 10000] [--pictures FOLDER]`: a spoilt file in Chromium, of any length.

`make test` plays it with sixty rows. With ten thousand it takes some minutes, and every screen is left as a picture.
"""

import argparse
import os
import sys

import pytest

from tests.spreadsheets.length import ROWS


class Long:
    """Tells the story's test how many rows its file has."""

    def __init__(self, rows: int) -> None:
        self._rows = rows

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[ROWS] = self._rows


def main() -> int:
    """Play it; returns what pytest says of it."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=10_000)
    asked.add_argument("--pictures", default="")
    said = asked.parse_args()
    if said.pictures:
        os.makedirs(said.pictures, exist_ok=True)
        os.environ["PICTURES"] = said.pictures
    story = "tests/spreadsheets/test_in_a_browser.py"
    return int(pytest.main([story, "-p", "no:randomly", "-q", "-s", "--durations=3"], plugins=[Long(said.rows)]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    sys.exit(main())
