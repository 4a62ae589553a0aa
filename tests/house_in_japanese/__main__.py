"""`python -m tests.house_in_japanese`: the long form; ten minutes or so."""

import sys

import pytest

if __name__ == "__main__":
    sys.exit(pytest.main(["tests/house_in_japanese/everything.py", "-p", "no:randomly", "-s", *sys.argv[1:]]))
