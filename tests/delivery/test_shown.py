"""Documents as lists show them are made once, laid by within bounds, and none of a page is ever missing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction

from api.delivery import clock, log_since, queries, slots, store
from api.delivery import shown as shown_documents
from api.delivery.assembly import Leads
from api.delivery.envelope import JAPAN
from api.delivery.queries import Item, LogHead, Place
from api.delivery.shown import shown
from api.delivery.slots import Slots
from tests.delivery.documents import MORNING, id_of, publish, service, topic, withdraw

pytestmark = pytest.mark.django_db

WEBSITE, PARTNERS = Place("website", "ja"), Place("partners", "mul")
SIZE = 100
DESKS = [f"desk-{number}" for number in range(8)]

Made = list[UUID]
Show = Callable[..., Sequence[UUID]]


@pytest.fixture
def made() -> Made:
    """The documents that had to be made, in order."""
    return []


@pytest.fixture
def show(made: Made, monkeypatch: pytest.MonkeyPatch) -> Show:
    """Shows desks, of which nothing is remembered yet."""
    monkeypatch.setattr(shown_documents, "_remembered", {})
    publish(*map(service, DESKS))

    def make(_type: str, item: Item, _leads: Leads) -> bytes:
        made.append(item.id)
        return b"{%s}" % (b" " * (SIZE - 2))

    def show(*slugs: str, place: Place = WEBSITE) -> list[UUID]:
        return [UUID(int=number) for number in shown(place, wanted(*slugs), queries.head(), clock.now(), make)]

    return show


def wanted(*slugs: str) -> dict[int, int]:
    """Return these desks by the numbers of their ids; those of their rows nobody has told."""
    return {id_of(slug).int: 0 for slug in slugs}


def test_what_is_asked_for_again_is_made_once(show: Show, made: Made) -> None:
    for slug in DESKS:
        show(slug)
    assert made == [*map(id_of, DESKS)]
    assert show(*reversed(DESKS)) == [*map(id_of, reversed(DESKS))]
    assert show(DESKS[3], DESKS[1]) == [id_of(DESKS[3]), id_of(DESKS[1])]
    assert len(made) == len(DESKS)


def test_of_a_page_that_is_larger_than_what_is_laid_by_nothing_is_missing(
    show: Show, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "SLOTS", 2)
    for _ in range(3):
        assert show(*DESKS) == [*map(id_of, DESKS)]
    assert {*made} == {*map(id_of, DESKS)}
    assert made.count(made[-1]) > 1


def test_what_a_page_knows_only_in_part_stands_in_its_order(show: Show, made: Made) -> None:
    show(DESKS[1], DESKS[3])
    assert show(*DESKS[:5]) == [*map(id_of, DESKS[:5])]
    assert sorted(made) == sorted(map(id_of, DESKS[:5]))


def test_where_nothing_can_be_laid_by_all_is_shown_all_the_same(
    show: Show, made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nowhere = Slots(tmp_path / "is not there")
    monkeypatch.setattr(shown_documents, "_slots", nowhere)
    assert show(DESKS[0]) == show(DESKS[0]) == [id_of(DESKS[0])]
    assert made == [id_of(DESKS[0])] * 2


def test_each_place_has_its_own(show: Show, made: Made) -> None:
    publish(*(service(slug, channel="partners") for slug in DESKS[:2]))
    assert show(*DESKS[:3]) == [*map(id_of, DESKS[:3])]
    assert show(*DESKS[:3], place=PARTNERS) == [*map(id_of, DESKS[:2])]
    assert len(made) == 5
    withdraw(DESKS[0], channel="partners")
    assert show(*DESKS[:3]) == [*map(id_of, DESKS[:3])]
    assert show(*DESKS[:3], place=PARTNERS) == [id_of(DESKS[1])]


def test_only_what_changed_is_made_anew(show: Show, made: Made) -> None:
    publish(topic("loneliness"), service(DESKS[2], topics=["loneliness"]))
    show(*DESKS[:4])
    publish(service("another"), service(DESKS[0], name="変わった"), topic("loneliness", name="変わった"))
    withdraw(DESKS[3])
    made.clear()
    assert show(*DESKS[:4]) == [*map(id_of, DESKS[:3])]
    assert {*made} == {id_of(DESKS[0]), id_of(DESKS[2])}


def test_where_much_changed_or_the_log_begins_another_life_all_is_made_anew(
    show: Show, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(DESKS[0])
    monkeypatch.setattr(log_since, "MOST_CHANGES", 1)
    publish(service("one more"))
    made.clear()
    show(DESKS[0])
    assert made == []
    publish(service("two"), service("three"))
    show(DESKS[0])
    assert made == [id_of(DESKS[0])]
    with transaction.atomic():
        store.new_generation(MORNING)
    show(DESKS[0])
    assert made == [id_of(DESKS[0])] * 2


def test_so_many_changes_are_remembered_and_no_more(show: Show, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_documents, "MOST_SIGNS", 3)
    show(*DESKS[:2])
    for turn in range(3):
        publish(service(DESKS[0], name=f"変わった {turn}"))
        show(DESKS[0])
    made.clear()
    show(*DESKS[:2])
    assert made == []
    publish(*(service(slug, name="変わった") for slug in DESKS[2:5]))
    show(*DESKS[:2])
    assert made == [id_of(DESKS[0]), id_of(DESKS[1])]


def test_who_has_looked_before_the_others_reads_for_himself(made: Made, show: Show) -> None:
    def shown_under(head: LogHead | None) -> object:
        def make(_type: str, item: Item, _leads: Leads) -> bytes:
            made.append(item.id)
            return item.stored

        (document,) = shown(WEBSITE, wanted(DESKS[0]), head, clock.now(), make).values()
        return document.whole

    early = queries.head()
    before = shown_under(early)
    publish(service(DESKS[0], name="変わった"))
    late = queries.head()
    after = shown_under(late)
    assert before != after
    made.clear()
    # It comes late with what it has seen: it neither takes away what is known now nor leaves anything behind.
    assert shown_under(early) == shown_under(early) == after
    assert made == [id_of(DESKS[0])] * 2
    assert shown_under(late) == after
    assert made == [id_of(DESKS[0])] * 2


def test_areas_are_read_where_they_are_asked_for_and_then_remembered(show: Show) -> None:
    def areas(slug: str, **asked: bool) -> object:
        (document,) = shown(
            WEBSITE, wanted(slug), queries.head(), clock.now(), lambda _type, item, _leads: item.stored, **asked
        ).values()
        return document.areas

    assert areas(DESKS[0]) is None
    assert areas(DESKS[0], areas=True) == areas(DESKS[0]) == ("national",)


def test_what_opens_meanwhile_is_made_anew(show: Show, made: Made) -> None:
    def opening(at: datetime) -> bytes:
        def make(_type: str, item: Item, _leads: Leads) -> bytes:
            made.append(item.id)
            return item.stored

        (document,) = shown(WEBSITE, wanted(DESKS[0]), queries.head(), at, make).values()
        return document.whole

    publish(service(DESKS[0], hours=("Mo-Su 09:00-17:00",)))
    morning = datetime(2026, 11, 26, 10, tzinfo=JAPAN)
    assert b'"open":true' in opening(morning)
    assert b'"open":true' in opening(morning.replace(hour=16))
    assert len(made) == 1
    assert b'"open":false' in opening(morning.replace(hour=18))
    assert b'"open":true' in opening(morning)
