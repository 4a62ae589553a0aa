"""Units that are none: what the proof must notice."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from unittest import mock

from django.db import transaction

from cms.publication import unit
from tests.kill.doors import DOORS


@contextmanager
def _without_a_transaction() -> Iterator[None]:
    """Each statement of the unit stands by itself; the flush alone keeps together, as the store demands."""
    (flush,) = unit._flush
    unit.flush_with(transaction.atomic(flush))
    try:
        with mock.patch.object(unit, "transaction", SimpleNamespace(atomic=lambda durable: nullcontext())):
            yield
    finally:
        unit.flush_with(flush)


@contextmanager
def _documents_after_the_commit() -> Iterator[None]:
    """First the publication, then the documents, in two transactions, each of them whole."""
    (flush,) = unit._flush
    unit.flush_with(lambda opened: transaction.on_commit(partial(transaction.atomic(flush), opened)))
    try:
        yield
    finally:
        unit.flush_with(flush)


MUTANTS = {
    door.name: door
    for door in (
        replace(DOORS["expiry"], name="expiry without a transaction", during=_without_a_transaction),
        replace(DOORS["expiry"], name="expiry with the documents after the commit", during=_documents_after_the_commit),
    )
}
