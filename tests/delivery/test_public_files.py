"""A public file and its row stand and fall together, whoever meets: publications, sweeps, a process that dies."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connections, transaction

from api.delivery import public_files, store
from api.delivery.models import FileUse, PublicFile
from api.documents.record import Record
from tests.delivery.reader import ask
from tests.delivery.records import NOON, minutes, record, removal
from tests.pictures import files_in, own_storages

pytestmark = pytest.mark.django_db(transaction=True)

FILE = f"{'a' * 64}.jpg"
OTHER = f"{'b' * 64}.webp"
DAYS = timedelta(days=2)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with own_storages(tmp_path):
        yield tmp_path / "public-media"


def naming(*names: str, desk: str = "desk") -> Record:
    return record(desk, text=" ".join(f"tomoshibi-media:/{name}" for name in names))


def publish(*records: Record, at: Any = NOON) -> None:
    with transaction.atomic():
        names = set().union(*(each.files() for each in records))
        public_files.bring(names, lambda name: name[:1].encode() * 9, at=at)
        store.put(records, at=at, cause_id=None)


def withdraw(desk: str = "desk", at: Any = NOON) -> None:
    with transaction.atomic():
        store.tombstone([removal(desk)], at=at, cause_id=None)


def served(name: str = FILE) -> int:
    return ask(f"/media/{name}").status


def in_a_thread(work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_the_files_that_a_document_names_are_those_in_its_bytes() -> None:
    body = record(
        text=f'<img src=\\"tomoshibi-media:/{FILE}\\"> tomoshibi-media:/x.jpg', summary=f"tomoshibi-media:/{OTHER}"
    )
    assert body.files() == {FILE, OTHER}


def test_a_document_cannot_name_a_file_that_nobody_brought() -> None:
    with pytest.raises(public_files.FileMissing), transaction.atomic():
        store.put([naming(FILE)], at=NOON, cause_id=None)
    assert PublicFile.objects.count() == 0
    assert served() == 404


def test_a_file_is_served_from_the_commit_on() -> None:
    seen: list[int] = []
    with transaction.atomic():
        public_files.bring({FILE}, lambda _: b"bytes", at=NOON)
        store.put([naming(FILE)], at=NOON, cause_id=None)
        in_a_thread(lambda: seen.append(served())).join()
    assert seen == [404]
    assert served() == 200


def test_a_transaction_undone_leaves_no_row_and_its_file_is_swept(folder: Path) -> None:
    with transaction.atomic():
        public_files.bring({FILE}, lambda _: b"bytes", at=NOON)
        transaction.set_rollback(True)
    assert [path.name for path in files_in(folder)] == [FILE]
    assert served() == 404
    assert public_files.sweep(NOON) == 1
    assert files_in(folder) == []


def test_a_row_without_use_is_no_file_for_ever(folder: Path) -> None:
    """A unit that brings a file and then names it nowhere."""
    with transaction.atomic():
        public_files.bring({FILE}, lambda _: b"bytes", at=NOON)
    assert public_files.sweep(NOON + timedelta(hours=23)) == 0
    assert public_files.sweep(NOON + timedelta(hours=24)) == 1
    assert (files_in(folder), PublicFile.objects.count()) == ([], 0)


def test_a_publication_that_comes_first_keeps_the_file_from_the_sweep() -> None:
    publish(naming(FILE))
    withdraw()
    went: list[int] = []
    with transaction.atomic():
        public_files.bring({FILE}, lambda _: b"aaaaaaaaa", at=NOON + DAYS)
        sweep = in_a_thread(lambda: went.append(public_files.sweep(NOON + DAYS)))
        sweep.join(0.5)
        assert sweep.is_alive(), "it waits for the row"
        store.put([naming(FILE)], at=NOON + DAYS, cause_id=None)
    sweep.join()
    assert went == [0]
    assert served() == 200


def test_a_sweep_that_comes_first_lets_the_publication_bring_the_file_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(naming(FILE))
    withdraw()
    deleting, go_on = threading.Event(), threading.Event()
    delete = type(public_files.files()).delete

    def slowly(storage: Any, name: str) -> None:
        delete(storage, name)
        deleting.set()
        go_on.wait(10)

    monkeypatch.setattr(type(public_files.files()), "delete", slowly)
    sweep = in_a_thread(lambda: public_files.sweep(NOON + DAYS))
    assert deleting.wait(10)
    again = in_a_thread(lambda: publish(naming(FILE), at=NOON + DAYS))
    again.join(0.5)
    assert again.is_alive(), "it waits for the row"
    go_on.set()
    sweep.join()
    again.join()
    assert served() == 200
    assert FileUse.objects.count() == 1


def test_a_sweep_that_died_between_file_and_row_is_ended_by_the_next(folder: Path) -> None:
    publish(naming(FILE))
    withdraw()
    public_files.files().delete(FILE)
    assert served() == 503, "for the moment: the row says that it is there"
    publish(naming(FILE), at=NOON + DAYS)
    assert served() == 200
    withdraw(at=NOON + DAYS)
    public_files.files().delete(FILE)
    assert public_files.sweep(NOON + 2 * DAYS) == 1
    assert served() == 404


def test_redaction_takes_only_what_no_document_names() -> None:
    publish(naming(FILE, OTHER), naming(OTHER, desk="second"))
    publish(naming(), at=minutes(1))
    with transaction.atomic():
        store.redact(record().content_id, at=minutes(2), cause_id=None)
    assert (served(FILE), served(OTHER)) == (404, 200)


def test_units_that_name_the_same_files_do_not_wait_for_each_other_in_a_circle() -> None:
    """Each brings both files, in another order, while the other takes a document with them out."""
    publish(naming(FILE, OTHER), naming(OTHER, FILE, desk="second"))
    faults: list[Exception] = []

    def work(desk: str, names: tuple[str, str]) -> None:
        for minute in range(10):
            try:
                withdraw(desk, at=minutes(minute))
                publish(naming(*names, desk=desk), at=minutes(minute))
            except Exception as fault:  # noqa: BLE001 - told to the test
                faults.append(fault)

    threads = [
        in_a_thread(lambda: work("desk", (FILE, OTHER))),
        in_a_thread(lambda: work("second", (OTHER, FILE))),
    ]
    for thread in threads:
        thread.join()
    assert faults == []
    assert FileUse.objects.count() == 4
    assert not PublicFile.objects.filter(unused_since__isnull=False).exists()


def test_a_sweep_takes_no_file_that_somebody_else_put_there(folder: Path) -> None:
    foreign = ["backup.tar.gz", f"{FILE}.bak", "index.html", f"old-{FILE}"]
    for name in [*foreign, FILE]:
        public_files.files().save(name, ContentFile(b"x"))
    assert public_files.sweep(NOON) == 1
    assert sorted(path.name for path in files_in(folder)) == sorted(foreign)
