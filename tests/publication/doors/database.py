"""A database with real transactions for as long as a module's sweep takes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import TransactionTestCase


@contextmanager
def real_database() -> Iterator[None]:
    """What is written inside is committed; afterwards the database is as the migrations left it (tests.append_only)."""

    class Sweep(TransactionTestCase):
        pass

    Sweep.setUpClass()
    case = Sweep("__init__")
    case._pre_setup()
    try:
        yield
    finally:
        case._post_teardown()
        Sweep.tearDownClass()
        Sweep.doClassCleanups()
