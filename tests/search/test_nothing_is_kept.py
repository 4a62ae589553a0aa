"""A thousand marked searches leave no trace: not in the database, the logs, the state folder or a fault's report."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.apps import apps
from django.conf import settings

from api.delivery.reading import noting
from api.search import lookup
from tests.delivery.reader import ask
from tests.search.documents import SEARCH, concept, desk, post, publish

pytestmark = pytest.mark.django_db

# Three spellings, so that neither folding nor a reading of it goes unnoticed.
MARKS = ("ずんだもちのひみつ", "ズンダモチノヒミツ", "zundamochi")


def holds_mark(text: str) -> bool:
    return any(mark in text.lower() or quote(mark).lower() in text.lower() for mark in MARKS)


def rows() -> Iterator[str]:
    """Every value of every table of the readers' side."""
    for label in ("delivery", "search"):
        for model in apps.get_app_config(label).get_models():
            for row in model._default_manager.values_list():
                for value in row:
                    yield bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def files() -> Iterator[str]:
    for path in Path(settings.TOMOSHIBI_STATE_DIR).rglob("*"):
        if path.is_file() and "static" not in path.parts:
            yield path.name
            yield path.read_bytes().decode(errors="replace")
    yield from laid_by()


def laid_by() -> Iterator[str]:
    """What stands in the file that the process has there without a name; most of it are holes."""
    for link in Path("/proc/self/fd").iterdir():
        try:
            name = os.readlink(link)
        except OSError:
            continue
        if Path(name).name.startswith("documents-") and name.endswith("(deleted)"):
            file, at = int(link.name), 0
            while at < os.fstat(file).st_size:
                at = os.lseek(file, at, os.SEEK_DATA)
                end = os.lseek(file, at, os.SEEK_HOLE)
                yield os.pread(file, end - at, at).decode(errors="replace")
                at = end


def test_a_thousand_searches_leave_no_trace(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    publish(desk("debt", "借金の相談"), concept("any", "ひみつ", crisis="danger", services=["debt"]))
    with noting():
        for number in range(250):
            typed = f"{MARKS[number % 3]} {number}"
            assert ask(f"{SEARCH}?q={quote(typed)}&limit=1").status == 200
            assert post({"q": typed}).status == 200
            assert post(urlencode({"q": typed}), "application/x-www-form-urlencoded").status == 200
            assert ask(f"/api/v1/website/suggest?q={quote(typed[:200])}").status == 200
        # Refused, and failed: those too.
        assert ask(f"{SEARCH}?q={quote(MARKS[0] * 30)}").status == 400
        assert post({"q": MARKS[0], "topic": MARKS[1]}).status == 400
        assert post(f'{{"q": "{MARKS[0]}"').status == 400

        def fails(*_: object) -> None:
            raise ValueError(MARKS[0])

        monkeypatch.setattr(lookup, "frequencies", fails)
        assert post({"q": MARKS[0]}).status == 500
    said = capfd.readouterr()
    assert "A search failed: ValueError" in caplog.text + said.err
    assert not holds_mark(caplog.text + said.out + said.err)
    assert not any(map(holds_mark, rows()))
    assert not any(map(holds_mark, files()))
    assert any("借金の相談" in text for text in laid_by())
