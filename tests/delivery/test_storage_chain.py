"""The hash chain, against the vectors of the decision record."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from api.delivery import chain
from tests.delivery.records import NAIVE

DECISION = Path(__file__).parents[2] / "docs/decisions/0002-hash-chain.md"
VECTORS = re.findall(r"^columns  (\S+)\nprevious (\S+)\nhash     (\S+)$", DECISION.read_text("utf-8"), re.MULTILINE)


def entry_from(columns: str) -> chain.Entry:
    values = json.loads(columns)
    ids = {name: UUID(values[name]) if values[name] else None for name in ("content_id", "replacement", "cause_id")}
    digest = bytes.fromhex(values["sha256"]) if values["sha256"] else None
    return chain.Entry(**{**values, **ids, "at": datetime.fromisoformat(values["at"]), "sha256": digest})


def test_the_decision_holds_a_chain_from_the_first_change_on() -> None:
    assert len(VECTORS) == 4
    assert VECTORS[0][1] == "00" * 32
    assert [previous for _, previous, _ in VECTORS[1:]] == [own for _, _, own in VECTORS[:-1]]


@pytest.mark.parametrize(("columns", "previous", "own"), VECTORS)
def test_each_vector_of_the_decision_is_reproduced(columns: str, previous: str, own: str) -> None:
    assert chain.canonical(entry_from(columns)).decode() == columns
    assert chain.link(bytes.fromhex(previous), entry_from(columns)).hex() == own


def test_the_zone_and_the_fraction_of_a_second_in_which_a_database_gives_a_time_back_play_no_part() -> None:
    known = entry_from(VECTORS[0][0])
    for at in (
        datetime(2026, 11, 24, 6, 4, 5, tzinfo=UTC),
        datetime(2026, 11, 24, 6, 4, 5, 999_999, tzinfo=UTC),
        datetime(2026, 11, 24, 1, 4, 5, tzinfo=timezone(timedelta(hours=-5))),
    ):
        assert chain.link(chain.GENESIS, replace(known, at=at)).hex() == VECTORS[0][2]


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        chain.time_text(NAIVE)


@pytest.mark.parametrize(
    "column",
    [
        {"seq": 9},
        {"at": datetime(2026, 11, 24, 6, 4, 6, tzinfo=UTC)},
        {"content_id": UUID(int=9)},
        {"type": "topic"},
        {"channel": "kids"},
        {"language": "ja"},
        {"op": "redact"},
        {"n": 9},
        {"sha256": bytes(32)},
        {"reason": "wrong"},
        {"replacement": UUID(int=9)},
        {"urgent": True},
        {"cause_id": None},
    ],
    ids=lambda column: next(iter(column)),
)
def test_the_hash_covers_every_column(column: dict[str, Any]) -> None:
    known = entry_from(VECTORS[0][0])
    assert chain.link(chain.GENESIS, replace(known, **column)) != chain.link(chain.GENESIS, known)
