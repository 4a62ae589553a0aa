"""The house of a test, set up once in a process and put into the database of each further test as it then stood.

Setting it up asks some 390 statements of the ORM, and more than a thousand tests begin with it. What it left in the
tables is remembered as rows; a further test gets those by a statement or two a table. Where a table is not what it was
before, the house is set up as ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Site

from tests.editors import House, make_house
from tests.rows import Rows, put, rows, tables, take


@dataclass(frozen=True)
class Standing:
    """What setting up a house changed: the rows of each table that it touched, before and after."""

    before: Mapping[str, Rows]
    after: Mapping[str, Rows]
    people: Mapping[str, int]


_standing: list[Standing] = []


@pytest.fixture
def house(db: None) -> House:
    """People with roles in a database that has none yet."""
    if not _standing:
        return _set_up()
    standing = _standing[0]
    if any(rows(table) != before for table, before in standing.before.items()):
        return make_house()
    with transaction.atomic():
        for table, before in standing.before.items():
            take(table, before - standing.after[table])
            put(table, standing.after[table] - before)
    Site.clear_site_root_paths_cache()
    people = get_user_model().objects.in_bulk(standing.people.values())
    return House(**{role: people[number] for role, number in standing.people.items()})


def _set_up() -> House:
    before = {table: rows(table) for table in tables()}
    house = make_house()
    after = {table: rows(table) for table in before}
    touched = [table for table in before if before[table] != after[table]]
    _standing.append(
        Standing(
            before={table: before[table] for table in touched},
            after={table: after[table] for table in touched},
            people={role: person.pk for role, person in vars(house).items()},
        )
    )
    return house
