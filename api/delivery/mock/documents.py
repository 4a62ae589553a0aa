"""The fixed documents of the mock, as files: what the store is handed, and what happened to it later.

The files are written by `python -m tests.contract.fixtures` from what the real builders made of the starter content.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import RootModel

from api.documents.record import Record, Reference, Removal

FOLDER = Path(__file__).parent / "documents"
HISTORY = Path(__file__).parent / "history.json"

JAPAN = timezone(timedelta(hours=9))
# The mock's clock: everything was published on one day, and some of it changed on another.
PUBLISHED_AT = datetime(2026, 4, 1, 9, 0, tzinfo=JAPAN)
CHANGED_AT = datetime(2026, 10, 1, 9, 0, tzinfo=JAPAN)
# What is open never changes: it is always noon of that day, a Thursday.
NOW = datetime(2026, 10, 1, 12, 0, tzinfo=JAPAN)


class Stored(RootModel[dict[str, Any]]):
    """A body or summary that a builder has made and checked already."""


class History(NamedTuple):
    """What the mock's log tells beside the first publication."""

    former: list[Record]  # items under the slug that they had at first
    removals: list[Removal]


def documents() -> list[Record]:
    """Return every document of the mock as it stands, or stood until it was withdrawn."""
    return [record for path in sorted(FOLDER.glob("*.json")) for record in _records(path)]


def history(records: list[Record]) -> History:
    """Return what came before and after these documents."""
    told = json.loads(HISTORY.read_text(encoding="utf-8"))
    former = [
        Record(**vars(record) | {"slug": told["former_slugs"][record.slug]})
        for record in records
        if record.slug in told["former_slugs"]
    ]
    ids = {record.slug: record.content_id for record in records}
    removals = [
        Removal(
            content_id=record.content_id,
            type=record.type,
            channel=record.channel,
            language=record.language,
            reason=told["withdrawn"][record.slug]["reason"],
            replacement=ids.get(told["withdrawn"][record.slug]["replacement"]),
        )
        for record in records
        if record.slug in told["withdrawn"]
    ]
    return History(former, removals)


def _records(path: Path) -> Iterator[Record]:
    lines = json.loads(path.read_text(encoding="utf-8"))
    japanese = {(line["content_id"], line["channel"]): line for line in lines if line["language"] == "ja"}
    for short in lines:
        line = _whole(short, japanese.get((short["content_id"], short["channel"]), short))
        yield Record(
            content_id=UUID(line["content_id"]),
            type=line["type"],
            channel=line["channel"],
            language=line["language"],
            slug=line["slug"],
            title=line["title"],
            body=Stored(line["body"]),
            summary=Stored(line["summary"]),
            kana_sort=line["kana_sort"],
            references=tuple(Reference(role, position, UUID(target)) for role, position, target in line["references"]),
            facets={name: tuple(values) for name, values in line["facets"].items()},
            search=line["search"],
        )


def _whole(line: dict[str, Any], japanese: dict[str, Any]) -> dict[str, Any]:
    """Return a document with what its file leaves out, since it is the same as in Japanese."""
    return {**japanese, **line, **{part: {**japanese[part], **line[part]} for part in ("body", "summary")}}
