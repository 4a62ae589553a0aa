"""A draft may name what is deleted later: it opens, says what is missing, and stands in nobody's way."""

import pytest
from django.urls import reverse

from catalog.models import EmergencySet, Organization, Service
from cms.publication.unit import PublicationRefused
from tests.editors import House, a_service, an_emergency_set, an_organization
from tests.histories.browser import Browser

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_emergency_set_whose_draft_names_a_deleted_desk_opens_and_cannot_be_submitted(house: House) -> None:
    live = house.publish(a_service())
    desk = house.save_draft(a_service("never-public"))
    crisis = house.publish(an_emergency_set("website", live))
    draft = crisis.get_latest_revision_as_object()
    draft.members = an_emergency_set("website", live, desk).members.all()
    house.save_draft(draft)
    Service.objects.get(pk=desk.pk).delete()
    crisis = EmergencySet.objects.get(pk=crisis.pk)
    assert [member.service_id for member in crisis.get_latest_revision_as_object().members.all()] == [live.pk, None]
    page = Browser(house.writer).get(reverse(crisis.snippet_viewset.get_url_name("edit"), args=[crisis.pk]))
    assert page.status_code == 200
    with pytest.raises(PublicationRefused, match="窓口を選んでいない行"):
        house.submit(crisis)


def test_the_queue_goes_on_when_what_a_waiting_text_names_is_deleted(house: House) -> None:
    service = house.publish(a_service())
    other = an_organization("short-lived")
    other.save()
    service.provider = other
    house.submit(house.save_draft(service))
    Organization.objects.get(pk=other.pk).delete()
    queue = Browser(house.reviewer).get(reverse("approvals"))
    assert queue.status_code == 200
    assert "よりそいホットライン" in queue.content.decode()
    # What is left is no text that anybody wrote.
    with pytest.raises(PublicationRefused, match="書き手が一度保存しなおして"):
        house.say_yes(service, by=house.reviewer)
