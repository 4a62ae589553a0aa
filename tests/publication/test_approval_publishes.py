"""From a draft to documents in three channels: at the last yes, and not before."""

import pytest
from django.http import HttpResponse
from django.test import Client

from api.delivery.models import Change, Standing
from api.documents.record import Record
from catalog.models import Service
from cms.publication import builders
from cms.publication.unit import PublicationRefused
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


def test_a_failing_builder_leaves_nothing_live_and_loses_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    service = house.submit(house.save_draft(a_service()))
    house.say_yes(service, by=house.reviewer)

    def broken(source: Service) -> list[Record]:
        raise RuntimeError(source.public_slug)

    monkeypatch.setitem(builders.BUILDERS, "service", broken)
    with pytest.raises(PublicationRefused, match="下書きは保存されています"):
        house.say_yes(service, by=house.approver)
    assert changes() == []
    after = Service.objects.get(pk=service.pk)
    assert not after.live
    assert after.latest_revision.as_object().summary_ja == "どんな悩みでも聞きます。"
    assert service.current_workflow_task_state.status == "in_progress"
    monkeypatch.undo()
    house.say_yes(service, by=house.approver)
    assert len(changes()) == 7


def test_a_used_slug_is_never_given_to_another(house: House) -> None:
    first = house.publish(a_service("the-slug"))
    first.public_slug = "a-new-slug"
    house.publish(first)
    with pytest.raises(PublicationRefused, match="二度と使えません"):
        house.publish(a_service("the-slug"))
    assert client_get("/api/v1/website/services/the-slug").status_code == 301


def client_get(path: str) -> HttpResponse:
    return Client().get(path)
