"""How many rows the story in a browser has. Apart from the command that sets it, which is run as a program."""

import pytest

ROWS = pytest.StashKey[int]()
FEW = 60
