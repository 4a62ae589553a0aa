"""What a process remembers of documents is used by many threads at once, while the log moves on."""

import sys
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import UUID

import pytest

from api.delivery import going_along, log_since, queries, references, shown
from api.delivery.clock import now
from api.delivery.going_along import GoingAlong
from api.delivery.queries import Item, LogHead, Place, Target
from api.delivery.shown import Shown

PLACE = Place("website", "ja")
THREADS, TURNS = 8, 400


@pytest.fixture(autouse=True)
def _often() -> Iterator[None]:
    """Let threads take turns a hundred times as often as they do."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.00005)
    yield
    sys.setswitchinterval(before)


def at_once(work: Callable[[int], None]) -> None:
    begin = threading.Barrier(THREADS)

    def run(number: int) -> None:
        begin.wait()
        work(number)

    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(run, number) for number in range(THREADS)]:
            done.result()


def some(thread: int, turn: int, count: int) -> list[int]:
    """Return numbers below fifty, others at each turn and in each thread."""
    return [(thread * 31 + turn * 17 + one * 7) % 50 for one in range(count)]


def head(seq: int) -> LogHead:
    return LogHead(UUID(int=1), seq, seq.to_bytes(32, "big"), False)


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> Callable[[], LogHead]:
    """A log that moves on at every fiftieth look; the document of its number changes."""
    looks = iter(range(1, 10**6))
    going_along._changed_ids.cache_clear()
    monkeypatch.setattr(log_since, "changed_ids", lambda seen: frozenset({UUID(int=seen.seq % 50)}))
    return lambda: head(next(looks) // 50 + 1)


def test_documents_are_counted_right_whatever_threads_do(
    monkeypatch: pytest.MonkeyPatch, moving: Callable[[], LogHead]
) -> None:
    monkeypatch.setattr(shown, "MOST_BYTES", 20 * (shown.OVERHEAD + 10))
    along: GoingAlong[shown._Remembered] = GoingAlong(shown._Remembered, shown._Remembered.without)
    last: list[shown._Remembered] = []

    def work(number: int) -> None:
        for turn in range(TURNS):
            known = along.at(moving())
            wanted = some(number, turn, 5)
            missing = [one for one, found in zip(wanted, known.get(PLACE, wanted), strict=True) if found is None]
            known.add(PLACE, missing, [Shown(b"0123456789", now(), None, None, (one,)) for one in missing])
            last.append(known)

    at_once(work)
    for known in last[-50:]:
        documents = known._documents
        assert known._size == sum(map(shown._size, documents.values())) <= shown.MOST_BYTES


def test_a_page_has_all_its_targets_while_others_empty_the_memory(
    monkeypatch: pytest.MonkeyPatch, moving: Callable[[], LogHead]
) -> None:
    def targets(place: Place, ids: Collection[str]) -> dict[str, Target]:
        return {digits: Target(UUID(digits), digits.encode()) for digits in ids}

    monkeypatch.setattr(queries, "targets", targets)
    monkeypatch.setattr(references, "MOST_PIECES", 12)
    monkeypatch.setattr(references, "_remembered", {})

    def work(number: int) -> None:
        for turn in range(TURNS):
            ids = [UUID(int=one).hex for one in some(number, turn, 6)]
            # Each pair is a piece of its own.
            items = [Item(0, "desk", b"", b"", (f"topics {one},topics {other}",)) for one, other in pairwise(ids)]
            found = references.pointed(PLACE, items, moving())
            assert [[target.stub.decode() for target in leads.targets] for (leads,) in found] == [
                [one, other] for one, other in pairwise(ids)
            ]

    at_once(work)


def test_who_is_overtaken_while_he_asks_leaves_nothing_with_those_who_know_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    along: GoingAlong[dict[str, str]] = GoingAlong(dict, lambda known, changed: dict(known))
    first, second, third = map(head, (1, 2, 3))
    along.at(first)

    def changed_ids(seen: LogHead, to: LogHead) -> frozenset[UUID]:
        if to == second:  # meanwhile another thread sees a later head
            along.at(third)
        return frozenset()

    monkeypatch.setattr(going_along, "_changed_ids", changed_ids)
    along.at(second)["said"] = "what was read before the third"
    assert along.at(third) == {}
