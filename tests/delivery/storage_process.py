"""Processes, each with a database connection of its own, that do what they are told line by line. For tests."""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.db import connection, transaction

CHANNELS = ["website", "kids", "partners"]
LANGUAGES = ["ja", "en"]


class Abandoned(Exception):
    """This unit is rolled back on purpose."""


def write(*, seed: int, attempts: int, names: list[str], rollbacks: float) -> dict[str, Any]:
    """Publish and withdraw at random, with pauses before the head is locked and while it is; tell what is committed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    committed: list[int] = []
    abandoned = 0
    for _ in range(attempts):
        try:
            with transaction.atomic():
                changes = _write_unit(chance, chance.sample(names, chance.randint(1, 3)))
                time.sleep(chance.uniform(0, 0.004))
                if chance.random() < rollbacks:
                    raise Abandoned
        except Abandoned:
            abandoned += 1
        else:
            committed += [change.seq for change in changes]
    return {"committed": committed, "abandoned": abandoned}


def _write_unit(chance: random.Random, names: list[str]) -> list[Any]:
    from api.delivery import store
    from tests.delivery.records import id_of, record, removal

    documents = [(name, channel, language) for name in names for channel in CHANNELS for language in LANGUAGES]
    chance.shuffle(documents)
    at = datetime.now(UTC)
    records = [
        record(name, channel=channel, language=language, text=chance.choice("いろは"))
        for name, channel, language in documents[:3]
    ]
    removals = [removal(name, channel=channel, language=language) for name, channel, language in documents[3:6]]
    acts = [
        lambda: store.put(records, at=at, cause_id=None),
        lambda: store.tombstone(removals, at=at, cause_id=None),
    ]
    chance.shuffle(acts)
    if chance.random() < 0.3:
        return acts[0]()  # one act alone locks its sources by itself
    store.lock({id_of(name): "service" for name in names})
    time.sleep(chance.uniform(0, 0.01))
    return acts[0]() + acts[1]()


def read(*, stop: str, pause: float) -> dict[str, Any]:
    """Poll the log for what is new until the file `stop` is there and nothing more comes; keep a copy by it alone."""
    from api.delivery.models import Change, Version

    seen: list[int] = []
    copy: dict[str, list[Any]] = {}
    cursor = idle = 0
    while True:
        last_look = Path(stop).exists()
        changes = list(Change.objects.filter(seq__gt=cursor).order_by("seq"))
        for change in changes:
            seen.append(change.seq)
            cursor = max(cursor, change.seq)
            key = _name(change.content_id, change.channel, change.language)
            if change.op == Change.Op.PUT:
                version = Version.objects.get(
                    content_id=change.content_id, channel=change.channel, language=change.language, n=change.n
                )
                idle += key in copy and copy[key][1] == bytes(version.sha256).hex()
                copy[key] = [version.n, bytes(version.sha256).hex(), bytes(version.body).decode()]
            else:
                del copy[key]
        if last_look and not changes:
            return {"seen": seen, "copy": copy, "idle": idle}
        time.sleep(pause)


def dump() -> dict[str, Any]:
    """Tell what the database holds: the numbers in the log, what stands, and how many changes verify."""
    from api.delivery import store
    from api.delivery.models import Change, Standing

    return {
        "log": list(Change.objects.order_by("seq").values_list("seq", flat=True)),
        "stands": {
            _name(row.content_id, row.channel, row.language): [
                row.n,
                bytes(row.version.sha256).hex(),
                bytes(row.version.body).decode(),
            ]
            for row in Standing.objects.select_related("version")
        },
        "verified": store.verify_chain(),
    }


def create_serial_log() -> None:
    """The control: a log whose number comes from a sequence, before anything is locked."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE serial_log (seq bigserial PRIMARY KEY)")


def write_serial(*, seed: int, attempts: int, rollbacks: float) -> dict[str, Any]:
    """As `write`, with the same pauses and rollbacks, into the control's log."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    committed: list[int] = []
    abandoned = 0
    for _ in range(attempts):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                time.sleep(chance.uniform(0, 0.01))
                cursor.execute("INSERT INTO serial_log DEFAULT VALUES RETURNING seq")
                (seq,) = cursor.fetchone()
                time.sleep(chance.uniform(0, 0.004))
                if chance.random() < rollbacks:
                    raise Abandoned
        except Abandoned:
            abandoned += 1
        else:
            committed.append(seq)
    return {"committed": committed, "abandoned": abandoned}


def read_serial(*, stop: str, pause: float) -> dict[str, Any]:
    """As `read`, of the control's log."""
    seen: list[int] = []
    while True:
        last_look = Path(stop).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM serial_log WHERE seq > %s ORDER BY seq", [max(seen, default=0)])
            new = [seq for (seq,) in cursor.fetchall()]
        seen += new
        if last_look and not new:
            return {"seen": seen}
        time.sleep(pause)


def hold(*, name: str, held: str, release: str) -> dict[str, Any]:
    """Write one document and keep the transaction open, from the file `held` until the file `release`."""
    from api.delivery import store
    from tests.delivery.records import record

    with transaction.atomic():
        (change,) = store.put([record(name)], at=datetime.now(UTC), cause_id=None)
        Path(held).touch()
        while not Path(release).exists():
            time.sleep(0.005)
    return {"committed": [change.seq]}


def write_outside_a_transaction() -> dict[str, Any]:
    """Call every verb that writes without a transaction; tell what each raises."""
    from api.delivery import store
    from tests.delivery.records import id_of, record, removal

    now = datetime.now(UTC)
    calls: dict[str, Callable[[], Any]] = {
        "lock": lambda: store.lock({id_of("desk"): "service"}),
        "put": lambda: store.put([record()], at=now, cause_id=None),
        "tombstone": lambda: store.tombstone([removal()], at=now, cause_id=None),
        "redact": lambda: store.redact(id_of("desk"), at=now, cause_id=None),
        "new_generation": lambda: store.new_generation(now),
        "mark_demo": store.mark_demo,
    }
    raised: dict[str, str | None] = dict.fromkeys(calls)
    for verb, call in calls.items():
        try:
            call()
        except store.OutsideTransaction as refusal:
            raised[verb] = type(refusal).__name__
    return raised


def _name(content_id: UUID, channel: str, language: str) -> str:
    return f"{content_id} {channel} {language}"


VERBS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb
    for verb in (
        write, read, dump, create_serial_log, write_serial, read_serial, hold, write_outside_a_transaction
    )
}  # fmt: skip


def serve(tasks: int, answers: int) -> None:
    """Open a connection of its own, tell the process id, and do what each line asks until there are no more."""
    connection.ensure_connection()
    with open(tasks, encoding="utf-8") as lines, open(answers, "w", encoding="utf-8") as out:
        print(os.getpid(), file=out, flush=True)
        for line in lines:
            verb, arguments = json.loads(line)
            print(json.dumps(VERBS[verb](**arguments)), file=out, flush=True)


def main(pipes: list[tuple[int, int]]) -> None:
    """Load Django once and fork a process for each pair of pipes, before anything is connected."""
    django.setup()
    for mine in pipes:
        if os.fork() == 0:
            for theirs in set(pipes) - {mine}:
                os.close(theirs[0])
                os.close(theirs[1])
            serve(*mine)
            os._exit(0)  # tidying up what the fork copied would take longer than the work
    for tasks, answers in pipes:
        os.close(tasks)
        os.close(answers)
    for _ in pipes:
        os.wait()


if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[1:]]
    main(list(zip(numbers[::2], numbers[1::2], strict=True)))
