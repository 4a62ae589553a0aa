"""Documents as lists show them are made once, remembered within bounds, and none of a page is ever missing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

import pytest
from django.db import transaction

from api.delivery import clock, log_since, queries, store
from api.delivery import shown as shown_documents
from api.delivery.assembly import Leads
from api.delivery.envelope import JAPAN
from api.delivery.queries import Item, LogHead, Place
from api.delivery.shown import shown
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
    """Shows desks, of which six are remembered at most."""
    monkeypatch.setattr(shown_documents, "MOST_BYTES", 6 * (SIZE + shown_documents.OVERHEAD))
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


def test_what_was_asked_for_lately_stays_when_the_bytes_are_full(show: Show, made: Made) -> None:
    for slug in DESKS:
        show(slug)
    assert made == [*map(id_of, DESKS)]
    made.clear()
    show(*reversed(DESKS[2:]))
    assert made == []
    show(DESKS[0])
    assert made == [id_of(DESKS[0])]


def test_what_is_asked_for_again_and_again_is_made_once(show: Show, made: Made) -> None:
    for slug in DESKS[1:]:
        show(DESKS[0], slug)
    assert made.count(id_of(DESKS[0])) == 1


def test_of_a_page_that_is_larger_than_the_memory_nothing_is_missing(show: Show, made: Made) -> None:
    assert show(*DESKS) == [*map(id_of, DESKS)]
    assert sorted(made) == sorted(map(id_of, DESKS))


def test_all_places_share_the_bytes(show: Show, made: Made) -> None:
    publish(*(service(slug, channel="partners") for slug in DESKS))
    show(DESKS[0])
    for slug in DESKS[:6]:
        show(slug, place=PARTNERS)
    made.clear()
    show(*DESKS[:6], place=PARTNERS)
    assert made == []
    show(DESKS[0])
    assert made == [id_of(DESKS[0])]


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
