"""Several people at once, each with a connection of their own: nothing is lost, nobody waits for ever."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from api.delivery.models import Change
from api.delivery.verified import verify_chain
from catalog.models import Service
from cms.publication.drift import drift
from cms.publication.unit import PublicationRefused, unit
from cms.workflow.digest import digest
from cms.workflow.models import Approval
from tests.editors import House, a_kids_text, a_service

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 12


def at_once(*works: Callable[[], None]) -> list[BaseException]:
    """Run each work in a thread with a connection of its own; returns what they raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        try:
            start.wait(timeout=30)
            work()
        except BaseException as error:  # noqa: BLE001 - the test looks at whatever came
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive(), "somebody waits for ever"
    return raised


def approved_draft(house: House, service: Service, summary: str) -> Any:
    """A draft with every yes but the last click of publication."""
    draft = Service.objects.get(pk=service.pk)
    draft.summary_ja = summary
    revision = draft.save_revision(user=house.writer)
    content = digest(revision.as_object())
    for step, person in (("review", house.reviewer), ("approve", house.approver)):
        Approval(
            content_id=draft.content_id, digest=content, step=step, person=person, revision=revision, at=timezone.now()
        ).save()
    return revision


def test_bulk_and_single_publications_never_wait_for_each_other(house: House) -> None:
    services = [house.publish(a_service(f"desk-{number}")) for number in range(3)]
    log = Change.objects.count()

    def publish(*revisions: Any) -> Callable[[], None]:
        def work() -> None:
            with unit(door="test"):
                for revision in revisions:
                    revision.publish()
                    time.sleep(0.005)

        return work

    refused: Counter[str] = Counter()
    for number in range(ROUNDS):
        first, second, third = (approved_draft(house, service, f"第{number}版の概要です。") for service in services)
        raised = at_once(publish(first, second), publish(third), publish(second))
        # The same revision twice is one publication: whoever comes second changes nothing.
        assert [error for error in raised if not isinstance(error, PublicationRefused)] == []
        refused.update(str(error) for error in raised)
    assert refused == Counter()
    changes = Change.objects.count() - log
    print(f"{connection.vendor}: {ROUNDS} rounds, {changes} changes, refused {sum(refused.values())}")
    # Six documents of each: the English one has a summary of its own and stays as it is.
    assert changes == ROUNDS * 3 * 6
    verify_chain()
    assert list(drift()) == []


def test_a_service_and_its_kids_text_published_at_once_agree(house: House) -> None:
    service = house.publish(a_service())
    kids = house.submit(house.save_draft(a_kids_text(service)))
    house.say_yes(kids, by=house.reviewer)
    house.say_yes(kids, by=house.kids)
    contact = service.contact_points.get()
    contact.value = "0120-279-339"
    service.contact_points = [contact]
    service = house.submit(house.save_draft(service))
    house.say_yes(service, by=house.reviewer)
    raised = at_once(
        lambda: house.say_yes(service, by=house.approver), lambda: house.say_yes(kids, by=house.second_approver)
    )
    assert raised == []
    answer = Client().get(f"/api/v1/kids/services/{service.content_id}").json()
    assert answer["contacts"][0]["value"] == "0120-279-339"
    assert list(drift()) == []


def test_two_people_who_click_at_once_make_one_publication(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    house.say_yes(service, by=house.reviewer)
    raised = at_once(
        lambda: house.say_yes(service, by=house.approver), lambda: house.say_yes(service, by=house.second_approver)
    )
    assert len(raised) <= 1
    assert all(isinstance(error, PublicationRefused) for error in raised)
    assert Change.objects.count() == 7
    verify_chain()


def test_readers_are_answered_while_a_publication_holds_its_locks(house: House) -> None:
    service = house.publish(a_service())
    revision = approved_draft(house, service, "書きかえた概要です。")
    inside, read = threading.Event(), threading.Event()

    def publish() -> None:
        with unit(door="test"):
            revision.publish()
            inside.set()
            assert read.wait(timeout=20)

    def look() -> None:
        assert inside.wait(timeout=20)
        answer = Client().get(f"/api/v1/website/services/{service.content_id}")
        assert answer.json()["summary"] == "どんな悩みでも聞きます。"
        read.set()

    assert at_once(publish, look) == []
    answer = Client().get(f"/api/v1/website/services/{service.content_id}")
    assert answer.json()["summary"] == "書きかえた概要です。"
