"""The hash chain of the log, as docs/decisions/0002-hash-chain.md fixes it. Pure and final: old logs must verify."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final
from uuid import UUID

from api.documents.record import canonical_json

JAPAN: Final = timezone(timedelta(hours=9))
GENESIS: Final = bytes(32)


class ChainBroken(Exception):
    """The log is not what it was: the entry where it first differs, and how."""

    def __init__(self, seq: int, fault: str) -> None:
        super().__init__(f"change {seq}: {fault}")
        self.seq = seq
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The columns of one change that its hash covers."""

    seq: int
    at: datetime
    content_id: UUID
    type: str
    channel: str
    language: str
    op: str
    n: int
    sha256: bytes | None = None
    reason: str = ""
    replacement: UUID | None = None
    urgent: bool = False
    cause_id: UUID | None


def time_text(at: datetime) -> str:
    """Return an instant as the log spells it: 2026-11-24T15:04:05+09:00. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone.")
    return at.astimezone(JAPAN).isoformat(timespec="seconds")


def canonical(entry: Entry) -> bytes:
    """Return the hashed spelling of an entry: all columns by name, sorted; times and ids as text, digests as hex."""
    return canonical_json(
        {
            "at": time_text(entry.at),
            "cause_id": _id_text(entry.cause_id),
            "channel": entry.channel,
            "content_id": str(entry.content_id),
            "language": entry.language,
            "n": entry.n,
            "op": entry.op,
            "reason": entry.reason,
            "replacement": _id_text(entry.replacement),
            "seq": entry.seq,
            "sha256": None if entry.sha256 is None else entry.sha256.hex(),
            "type": entry.type,
            "urgent": entry.urgent,
        }
    )


def link(previous_hash: bytes, entry: Entry) -> bytes:
    """Return the hash of an entry that follows `previous_hash` (GENESIS for the first)."""
    return hashlib.sha256(previous_hash + canonical(entry)).digest()


def check(entry: Entry, *, expected_seq: int, expected_previous: bytes, previous_hash: bytes, own_hash: bytes) -> None:
    """Compare one stored entry with what must follow. Raises ChainBroken."""
    if entry.seq != expected_seq:
        raise ChainBroken(expected_seq, f"is missing; {entry.seq} comes next")
    if previous_hash != expected_previous:
        raise ChainBroken(entry.seq, "does not follow the change before it")
    if own_hash != link(previous_hash, entry):
        raise ChainBroken(entry.seq, "was altered: its hash does not fit its columns")


def _id_text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
