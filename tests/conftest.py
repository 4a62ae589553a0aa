"""What every test may count on. The environment itself is set in `cms.settings.test`, which loads before this file."""

pytest_plugins = [
    "tests.append_only",
    "tests.chromium",
    "tests.counts",
    "tests.editors",
    "tests.long_first",
    "tests.no_skips",
    "tests.nothing_kept",
    "tests.standing_house",
]
