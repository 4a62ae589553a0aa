"""A log that somebody altered, with triggers out of the way, is found out."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from api.delivery import store
from api.delivery.chain import ChainBroken
from tests.delivery.records import minutes, record, removal

pytestmark = pytest.mark.django_db

LISTS_HOLD = "change 5: is the last, and lists hold .* otherwise"


@pytest.fixture
def log() -> None:
    """Five changes; afterwards the owner of the database takes the triggers off."""
    with transaction.atomic():
        store.put([record("a"), record("b"), record("c")], at=minutes(0), cause_id=None)
        store.tombstone([removal("b")], at=minutes(1), cause_id=None)
        store.put([record("a", text="新")], at=minutes(2), cause_id=None)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP FUNCTION delivery_refuse CASCADE")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE delivery_change SET reason = 'harm' WHERE seq = 4", "change 4: was altered"),
        ("UPDATE delivery_change SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 2", "change 2: was altered"),
        ("UPDATE delivery_change SET hash = sha256 WHERE seq = 3", "change 3: was altered"),
        ("UPDATE delivery_change SET previous_hash = sha256 WHERE seq = 3", "change 3: does not follow"),
        ("DELETE FROM delivery_change WHERE seq = 2", "change 2: is missing; 3 comes next"),
        ("DELETE FROM delivery_change WHERE seq = 5", "change 5: is where the head points"),
        ("UPDATE delivery_head SET seq = 4", "change 4: is where the head points"),
        ("UPDATE delivery_head SET hash = (SELECT hash FROM delivery_change WHERE seq = 4)", "change 5: is where"),
        # Its places in lists go with it.
        (
            "DELETE FROM delivery_listed; DELETE FROM delivery_standing WHERE slug = 'c'",
            "change 5: is the last, and .* stands otherwise",
        ),
        (
            "UPDATE delivery_standing SET version_id = (SELECT min(id) FROM delivery_version) WHERE slug = 'a'",
            "change 5: is the last, and .* stands otherwise",
        ),
        ("UPDATE delivery_standing SET summary = stub WHERE slug = 'a'", "change 5: is the last, and lists show .*"),
        ("UPDATE delivery_standing SET slug = 'other' WHERE slug = 'a'", "change 5: is the last, and lists show .*"),
        ("DELETE FROM delivery_listed WHERE id = (SELECT min(id) FROM delivery_listed)", LISTS_HOLD),
        ("UPDATE delivery_listed SET list_key = list_key + 1", LISTS_HOLD),
        ("UPDATE delivery_listed SET kana_sort = 'ん'", LISTS_HOLD),
        ("DELETE FROM delivery_facet WHERE id = (SELECT min(id) FROM delivery_facet)", LISTS_HOLD),
        ("UPDATE delivery_standing SET points = NULL", LISTS_HOLD),
        ("DELETE FROM delivery_reference", LISTS_HOLD),
    ],
)
def test_verification_names_the_first_change_that_is_wrong(statement: str, fault: str) -> None:
    assert store.verify_chain() == 5
    with connection.cursor() as cursor:
        for one in statement.split("; "):
            cursor.execute(one)
    with pytest.raises(ChainBroken, match=fault):
        store.verify_chain()
    with pytest.raises(CommandError, match=f"The log is broken. {fault}"):
        call_command("verify_log")


@pytest.mark.usefixtures("log")
def test_the_command_prints_the_head_to_be_kept_elsewhere() -> None:
    out = StringIO()
    call_command("verify_log", stdout=out)
    generation, _, digest = store.head()
    assert out.getvalue() == (f"5 changes verified. Head: generation {generation}, change 5, hash {digest.hex()}\n")
