"""From a draft to documents in three channels: at the last yes, and not before."""

import pytest

from api.delivery.models import Change, Standing
from tests.editors import House, a_kids_text, a_service, a_topic

pytestmark = pytest.mark.django_db(transaction=True)


def changes() -> list[tuple[str, str, str, str]]:
    return list(Change.objects.order_by("seq").values_list("type", "channel", "language", "op"))


def test_nothing_is_public_before_the_last_yes_and_everything_after_it(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    assert changes() == []
    house.say_yes(service, by=house.reviewer)
    assert changes() == []
    house.say_yes(service, by=house.approver)
    assert sorted(changes()) == sorted(
        [("service", "website", language, "put") for language in ("ja", "ja-easy", "en", "zh-hans", "ko", "vi")]
        + [("service", "partners", "mul", "put")]
    )
    assert Standing.objects.count() == 7


def test_a_corrected_number_makes_one_change_in_each_document_kids_included(house: House) -> None:
    house.publish(a_topic())
    service = house.publish(a_service())
    house.publish(a_kids_text(service))
    before = Change.objects.count()
    contact = service.contact_points.get()
    contact.value = "0120-000-000"
    service.contact_points = [contact]
    house.publish(service)
    assert Change.objects.count() == before + 8
    kids = Standing.objects.get(content_id=service.content_id, channel="kids")
    assert b"0120000000" in bytes(kids.version.body)
