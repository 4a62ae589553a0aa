"""What is asked: details, filtered lists, deep pages and searches of the listings that a server has."""

import itertools
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit

from benchmarks.load import Ask

BASE = "/api/v1/website"
# Words and sentences as people type them; the first three match a quarter of all listings and more.
SEARCHES = (
    "相談",
    "電話相談",
    "無料 窓口",
    "お金がなくて家賃が払えない",
    "仕事をクビになった",
    "夫に殴られる",
    "学校に行きたくない",
    "誰とも話していない",
    "借金 返せない",
    "ひきこもりの息子",
    "眠れない",
    "介護に疲れた",
)


@dataclass(frozen=True)
class Addresses:
    """Requests by kind, and the bodies of one detail and one list."""

    details: Sequence[Ask]
    lists: Sequence[Ask]
    open_now: Sequence[Ask]  # lists with two filters, and what is open now
    of_a_kind: Sequence[Ask]  # the same with another filter instead
    pages: Sequence[Ask]
    searches: Sequence[Ask]
    known: Sequence[Ask]  # details with the ETag of their answer
    a_detail: bytes
    a_list: bytes

    @classmethod
    def of(cls, port: int, size: int) -> "Addresses":
        """Ask a server what it has; the same every time."""
        chance = random.Random(1)
        ids, cursors = _walk(port, size)
        chance.shuffle(ids)
        details = [Ask(f"{BASE}/services/{key}") for key in ids]
        lists = _filtered(port, chance)
        narrowed = _narrowed(port, chance)
        known = [Ask(ask.path, _get(port, ask.path)[1]["etag"]) for ask in details[:1000]]
        pages = [Ask(f"{BASE}/services")] + [Ask(f"{BASE}/services?cursor={cursor}") for cursor in cursors]
        return cls(
            details=details,
            lists=lists,
            open_now=[Ask(f"{path}&open_now=true") for path in narrowed],
            of_a_kind=[Ask(f"{path}&kind=consultation") for path in narrowed],
            pages=pages,
            searches=[Ask(f"{BASE}/search?q={quote(words)}") for words in SEARCHES],
            known=known,
            a_detail=_get(port, details[0].path)[0],
            a_list=_get(port, lists[0].path)[0],
        )

    def versions(self, url: str) -> list[int]:
        """Return row numbers of stored versions, as many as there are different details."""
        count = len(self.details)
        statement = f"SELECT id FROM delivery_version WHERE type = 'service' ORDER BY id DESC LIMIT {count}"
        if url.startswith("sqlite"):
            import sqlite3

            rows: Any = sqlite3.connect(urlsplit(url).path[1:]).execute(statement).fetchall()
        else:
            import psycopg

            with psycopg.connect(url) as connection:
                rows = connection.execute(statement).fetchall()  # type: ignore[call-overload]
        numbers = [row[0] for row in rows]
        random.Random(2).shuffle(numbers)
        return numbers


def _walk(port: int, size: int) -> tuple[list[str], list[str]]:
    """Return the ids of all listings in turn, and the cursors of the second half of the pages."""
    ids: list[str] = []
    cursors: list[str] = []
    path = f"{BASE}/services?limit=100"
    while path:
        page = json.loads(_get(port, path)[0])
        ids += [item["id"] for item in page["items"]]
        path = page["next"] or ""
        if path:
            parts = urlsplit(path)
            path = f"{parts.path}?{parts.query}"
            if len(ids) > size // 2:
                cursors.append(dict(pair.split("=", 1) for pair in parts.query.split("&"))["cursor"])
    return ids, cursors


def _filtered(port: int, chance: random.Random) -> list[Ask]:
    """Return lists with three filters that are twenty long, all different.

    Of 1,000 listings most such filters leave fewer: a shorter answer costs less, and says nothing of growth.
    """
    names = list(itertools.product(*(_slugs(port, segment) for segment in ("topics", "audiences", "areas"))))
    chance.shuffle(names)
    paths = (f"{BASE}/services?topic={topic}&audience={audience}&area={area}" for topic, audience, area in names)
    full = (path for path in paths if len(json.loads(_get(port, path)[0])["items"]) == 20)
    return [Ask(path) for path in itertools.islice(full, 5000)]


def _narrowed(port: int, chance: random.Random) -> list[str]:
    """Return lists with a topic and an audience, all different."""
    names = list(itertools.product(_slugs(port, "topics"), _slugs(port, "audiences")))
    chance.shuffle(names)
    return [f"{BASE}/services?topic={topic}&audience={audience}" for topic, audience in names]


def _slugs(port: int, segment: str) -> list[str]:
    return [item["slug"] for item in json.loads(_get(port, f"{BASE}/{segment}?limit=100")[0])["items"]]


def _get(port: int, path: str) -> tuple[bytes, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {body[:300]!r}")
        return body, {name.lower(): value for name, value in answer.headers.items()}
    finally:
        connection.close()
