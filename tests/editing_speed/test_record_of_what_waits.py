"""The record of all that waits, read together, is the one that the door reads for each text."""

import pytest

from catalog.models import Service
from cms.workflow import approve
from cms.workflow.authorship import written_by_partner
from cms.workflow.written import all_written, written
from tests.editors import House, a_faq, a_service

pytestmark = pytest.mark.django_db


def changed(house: House, entry: Service, text: str, *people: object) -> Service:
    """A live service, written anew by these people one after the other; nobody is somebody outside."""
    draft = entry
    for number, who in enumerate(people):
        draft = Service.objects.get(pk=entry.pk).get_latest_revision_as_object()
        draft.summary_ja = f"{text}{number}"
        if who is None:
            with written_by_partner():
                draft.save_revision()
        else:
            draft.save_revision(user=who)
    return house.submit(Service.objects.get(pk=draft.pk))


def test_read_together_and_one_by_one_it_is_the_same(house: House) -> None:
    live = [house.publish(a_service(f"live-{number}", name_ja=f"窓口{number}")) for number in range(3)]
    changed(house, live[0], "ふたりで", house.writer, house.second_writer)
    changed(house, live[1], "外から", None)
    changed(house, live[2], "外から、そして直した", None, house.writer)
    house.submit(house.save_draft(a_service("new", name_ja="新しい窓口")))
    house.submit(house.save_draft(a_faq()))
    unknown = a_service("unknown", name_ja="書き手の知れない窓口")
    unknown.save()
    unknown.save_revision()
    house.submit(unknown)

    states = approve.waiting()
    together = all_written(states)
    assert len(states) == 6
    assert together == {state.pk: written(state.revision.as_object()) for state in states}
    kinds = {(one.is_known, one.is_from_outside, len(one.authors)) for one in together.values()}
    assert kinds >= {(True, False, 2), (True, True, 0), (True, False, 1), (False, False, 0)}
