"""What the log says since a head: nothing is believed of a log that does not go on from there."""

from uuid import UUID

import pytest

from api.delivery import log_since, queries
from api.delivery.queries import LogHead
from tests.delivery.documents import id_of, publish, service

pytestmark = pytest.mark.django_db


def head() -> LogHead:
    seen = queries.head()
    assert seen is not None
    return seen


def ids_since(seen: LogHead) -> set[UUID] | None:
    """Both questions say the same; whose documents changed."""
    changed, ids = log_since.changed_since(seen), log_since.changed_ids(seen)
    assert (changed is None) == (ids is None)
    assert ids is None or ids == {one.id for one in changed or ()}
    return None if ids is None else {*ids}


def test_what_changed_is_told_from_the_first_change_on() -> None:
    publish(service("desk-a"))
    seen = head()
    assert ids_since(seen) == set()
    publish(service("desk-b"), service("desk-c"))
    assert ids_since(seen) == {id_of("desk-b"), id_of("desk-c")}
    assert not log_since.untouched_since(seen, "website", ("service",), ())
    assert not log_since.untouched_since(seen, "website", ("topic",), (id_of("desk-c"),))
    assert log_since.untouched_since(seen, "website", ("topic",), (id_of("desk-a"),))
    assert log_since.untouched_since(seen, "kids", ("service",), ())


def test_a_log_with_another_change_in_that_place_is_another_log() -> None:
    publish(service("desk-a"), service("desk-b"))
    seen = head()
    # A copy that was played back goes on under the same numbers.
    elsewhere = seen._replace(hash=bytes(32))
    beyond = seen._replace(seq=seen.seq + 1)
    for known in (elsewhere, beyond):
        assert ids_since(known) is None
        assert not log_since.untouched_since(known, "website", (), ())


def test_after_many_changes_nobody_is_told_of_a_part_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_since, "MOST_CHANGES", 2)
    publish(service("desk-a"))
    seen = head()
    publish(service("desk-b"), service("desk-c"))
    assert log_since.changed_ids(seen) == {id_of("desk-b"), id_of("desk-c")}
    publish(service("desk-d"))
    assert log_since.changed_ids(seen) is None
