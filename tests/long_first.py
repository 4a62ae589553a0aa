"""The longest files begin first, so that no processor waits at the end for one file that began last.

Without it the files with few tests come last, and those are the long ones. Only the order of files is touched: which
test comes first inside of a file stays random.
"""

import pytest

LONG = (
    "tests/histories/test_whatever_editors_do.py",
    "tests/publication/test_doors.py",
    "tests/security/test_nothing_executes.py",
    "tests/journeys/test_every_type.py",
    "tests/kill/",
    "tests/journeys/",
    "tests/running/test_serve.py",
    "tests/security/test_editors_site_in_a_browser.py",
    "tests/contract/test_fuzzing.py",
    "tests/mutants/",
    "tests/delivery/test_writers.py",
)


def _place(item: pytest.Item) -> int:
    for number, start in enumerate(LONG):
        if item.nodeid.startswith(start):
            return number
    return len(LONG)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort by file; a stable sort leaves the random order of the rest alone."""
    items.sort(key=_place)
