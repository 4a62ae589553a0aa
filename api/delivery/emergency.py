"""The emergency block of a channel, whatever happens: from the log, else the last good one, else what is built in.

The last good one is held in memory and in one file per channel, so a process that starts while the database is down
still knows whom to call.
"""

import json
import logging
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from pydantic import BaseModel, ValidationError

from api.channels import CHANNELS
from api.channels.channel import Channel
from api.delivery import log_since, queries
from api.delivery.followed import Followed
from api.delivery.queries import LogHead

logger = logging.getLogger(__name__)

Blocks = dict[str, bytes]
"""By language, the finished JSON of a channel's block."""


@dataclass(frozen=True)
class Loaded:
    """The blocks of a channel, and all members of its set, also those that do not stand now but may again."""

    blocks: Blocks
    members: frozenset[UUID]


# How long after a failure the database is not asked again: a person in danger must not wait for a time-out.
PATIENCE_SECONDS = 1.0

# Other shapes are built where they are needed; a person in danger must not be the first to find a fault in these.
for _channel in CHANNELS.values():
    _channel.emergency_block.model_rebuild()

_last_good: dict[str, Blocks] = {}
_followed: dict[str, Followed[Loaded]] = {}
_asked_in_vain_at: dict[str, float] = {}


def current(channel: Channel, language: str) -> tuple[bytes, bool]:
    """Return the block and whether the log was asked; where the database is down, the last good or built-in block."""
    if time.monotonic() - _asked_in_vain_at.get("database", float("-inf")) >= PATIENCE_SECONDS:
        try:
            return block(channel, language, queries.head()), True
        except (DatabaseError, InterfaceError):
            asked_in_vain()
            logger.warning("The emergency set cannot be read: the last good one is served.")
    return block_without_database(channel, language), False


def asked_in_vain() -> None:
    """Remember that the database could not be asked just now, so that a person in danger need not wait for that."""
    _asked_in_vain_at["database"] = time.monotonic()


def block(channel: Channel, language: str, head: LogHead | None) -> bytes:
    """Return the block as of a head that was just read: no query while nothing about it changes.

    Raises DatabaseError where the database cannot be asked.
    """
    if head is None:
        return _built_in(channel, language)
    if channel.key not in _followed:
        _followed[channel.key] = Followed(
            load=lambda: _load(channel), still_right=lambda seen, loaded: _still_right(channel, seen, loaded)
        )
    blocks = _followed[channel.key].at(head).blocks
    if blocks != _last_good.get(channel.key):
        _remember(channel, blocks)
    return blocks.get(language) or _built_in(channel, language)


def block_without_database(channel: Channel, language: str) -> bytes:
    """Return the last good block, or the built-in one. Raises nothing and asks no database."""
    blocks = _last_good.get(channel.key) or _recall(channel)
    return blocks.get(language) or _built_in(channel, language)


def contacts(path: str, language: str, ask_database: bool) -> Sequence[Mapping[str, Any]]:
    """Return what a problem says of the emergency contacts: those of the channel that its path is in."""
    parts = path.split("/")
    channel = CHANNELS.get(parts[3] if len(parts) > 3 else "", CHANNELS["website"])
    place = language if language in channel.languages else channel.languages[0]
    found = current(channel, place)[0] if ask_database else block_without_database(channel, place)
    return [line for member in json.loads(found)["members"] for line in _lines(member, language)]


def _lines(member: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    name: Any = member["name"] if "name" in member else member["title"]["text"]
    if isinstance(name, dict):
        name, name_ja = name.get(language, name["ja"]), name["ja"]
    else:
        name_ja = member.get("name_ja", name)
    return [
        {"name": name, "name_ja": name_ja, **{fact: number[fact] for fact in ("channel", "value", "dial", "hours")}}
        for number in member["numbers"]
    ]


def _load(channel: Channel) -> Loaded:
    members: dict[str, list[BaseModel]] = {}
    rows = queries.emergency_members(channel.key)
    for language, content_id, stored in rows:
        if stored is not None:
            members.setdefault(language, []).append(channel.emergency_member(content_id, json.loads(stored)))
    blocks = {
        language: channel.emergency_block(language=language, members=tuple(found)).model_dump_json().encode()
        for language, found in members.items()
    }
    return Loaded(blocks, frozenset(content_id for _, content_id, _ in rows))


def _still_right(channel: Channel, seen: LogHead, loaded: Loaded) -> bool:
    return log_since.untouched_since(seen, channel.key, ("emergency",), loaded.members)


def _built_in(channel: Channel, language: str) -> bytes:
    members = tuple(channel.last_resort(language))
    return channel.emergency_block(language=language, members=members).model_dump_json().encode()


def _file(channel: Channel) -> Path:
    return Path(settings.TOMOSHIBI_STATE_DIR) / f"emergency-{channel.key}.json"


def _remember(channel: Channel, blocks: Blocks) -> None:
    """Keep a good set in memory and, where the folder can be written, on disk."""
    if not blocks:
        return
    _last_good[channel.key] = blocks
    text = json.dumps({language: json.loads(found) for language, found in blocks.items()}, ensure_ascii=False)
    path = _file(channel)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.stem, encoding="utf-8") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
            # A second name for the finished file takes the old one's place at once; the first goes with the block.
            os.link(new.name, f"{new.name}.whole")
            os.replace(f"{new.name}.whole", path)
    except OSError as error:
        logger.warning("The emergency set cannot be kept on disk: %s", error)


def _recall(channel: Channel) -> Blocks:
    """Return the set that an earlier process kept on disk; one that cannot be read is no set."""
    try:
        kept = json.loads(_file(channel).read_text(encoding="utf-8"))
        return {
            language: channel.emergency_block.model_validate(found).model_dump_json().encode()
            for language, found in kept.items()
        }
    except (OSError, ValueError, AttributeError, ValidationError):
        return {}
