"""What a process remembers of documents is used by many threads at once, while the log moves on."""

import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import UUID

import pytest

from api.delivery import going_along, log_since, queries, reading, references, shown, slots
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


@pytest.mark.parametrize("count", [4, 64])
def test_nothing_is_shown_that_changed_before_the_head_whoever_made_it_late(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """Each document says at which change it was read; the number of the change says whose it was."""
    monkeypatch.setattr(slots, "SLOTS", count)
    going_along._changed_ids.cache_clear()
    looks = iter(range(1, 10**6))
    last = [1]

    def look() -> LogHead:
        last[0] = next(looks) // 50 + 1
        return head(last[0])

    def changed_ids(seen: LogHead) -> frozenset[UUID]:
        return frozenset(UUID(int=change % 50) for change in range(seen.seq + 1, last[0] + 1))

    def changed_last(number: int, seq: int) -> int:
        return max((change for change in range(max(0, seq - 49), seq + 1) if change % 50 == number), default=0)

    monkeypatch.setattr(log_since, "changed_ids", changed_ids)
    along: GoingAlong[shown._Remembered] = GoingAlong(shown._Remembered, shown._Remembered.without)
    known_ones = [0] * THREADS

    def work(thread: int) -> None:
        place = PLACE if thread % 2 else Place("kids", "ja")
        for turn in range(TURNS):
            now_seen = look()
            known = along.at(now_seen)
            wanted = some(thread, turn, 5)
            found = known.get(place, wanted, 0, areas=False)
            for number, document in found.items():
                assert int(document.whole) >= changed_last(number, now_seen.seq)
            known_ones[thread] += len(found)
            missing = [number for number in wanted if number not in found]
            made = [b"%d" % changed_last(number, last[0]) for number in missing]
            signs = [(reading.document(*place, number),) for number in missing]
            if turn % 3 == 0:
                time.sleep(0.0005)  # meanwhile the log moves on
            known.add(place, missing, [Shown(*one, 0, None, None, of) for *one, of in zip(made, signs, strict=True)])

    at_once(work)
    assert all(known_ones)


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


def test_what_is_first_made_of_a_place_after_a_change_that_nobody_noted_there_is_known_to_nobody_who_saw_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(going_along, "_changed_ids", lambda *_: frozenset({UUID(int=5)}))
    along: GoingAlong[shown._Remembered] = GoingAlong(shown._Remembered, shown._Remembered.without)
    before = along.at(head(1))
    after = along.at(head(2))
    before.add(PLACE, [5], [Shown(b"as it was before", 0, None, None, (reading.document(*PLACE, 5),))])
    assert after.get(PLACE, [5], 0, areas=False) == {}
    assert along.at(head(3)).get(PLACE, [5], 0, areas=False) == {}
