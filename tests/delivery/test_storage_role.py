"""The database role of the API reads the delivery tables and can do nothing else."""

import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from psycopg import sql

from tests.delivery.conftest import ROOT, storage_environment

ROLE = "Tomoshibi-Reader"
TABLES = sorted(
    model._meta.db_table for label in ("delivery", "search") for model in apps.get_app_config(label).get_models()
)


def grant(url: str, role: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "django", "grant_delivery_role", role]
    return subprocess.run(command, cwd=ROOT, env=storage_environment(url), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def database(postgres_storage: Callable[[], str]) -> str:
    """A database with a table of the editing side, and a role that once was given too much."""
    url = postgres_storage()
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("CREATE TABLE catalog_service (id bigserial PRIMARY KEY, draft text)")
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(ROLE)))
        admin.execute(sql.SQL("GRANT ALL ON ALL TABLES IN SCHEMA public TO {}").format(sql.Identifier(ROLE)))
    return url


@pytest.fixture(scope="module")
def as_role(database: str) -> str:
    answer = grant(database, ROLE)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == f"{ROLE} may read {len(TABLES)} delivery tables and nothing else.\n"
    return database.replace(f"//{urlsplit(database).username}:", f"//{ROLE}:")


@pytest.mark.parametrize("table", TABLES)
def test_the_role_reads_each_delivery_table_and_writes_none(as_role: str, table: str) -> None:
    with psycopg.connect(as_role, autocommit=True) as reader:
        assert reader.execute("SELECT current_user").fetchone() == (ROLE,)
        name = sql.Identifier(table)
        assert reader.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone() is not None
        for writing in ("INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}", "TRUNCATE {}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(sql.SQL(writing).format(name))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT draft FROM catalog_service",
        "INSERT INTO catalog_service (draft) VALUES ('')",
        "SELECT nextval('catalog_service_id_seq')",
        "UPDATE delivery_head SET seq = 9",
        "SELECT * FROM delivery_head FOR UPDATE",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE delivery_change DISABLE TRIGGER ALL",
    ],
)
def test_the_role_is_refused(as_role: str, statement: str) -> None:
    with psycopg.connect(as_role, autocommit=True) as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(statement)


def test_a_role_that_does_not_exist_or_that_no_right_limits_is_named(database: str) -> None:
    assert "There is no role nobody" in grant(database, "nobody").stderr
    assert "postgres is a superuser" in grant(database, "postgres").stderr


def test_on_sqlite_the_command_says_that_there_is_nothing_to_grant(sqlite_storage: str) -> None:
    answer = grant(sqlite_storage, "nobody")
    assert (answer.returncode, answer.stdout) == (0, "SQLite has no roles: nothing to grant.\n")
