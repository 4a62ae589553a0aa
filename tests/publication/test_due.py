"""What is due goes live or leaves at its time, each in its own unit, and what was approved is asked again."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from api.delivery.models import Change, Standing
from catalog.models import EmergencySet, Service
from catalog.publishable import Entry
from cms.publication import due
from cms.publication.drift import drift
from cms.publication.sources import ENTRY_MODELS
from pages.models import KidsText
from tests.delivery.reader import ask
from tests.editors import House, a_kids_text, a_service, a_site_notice

pytestmark = pytest.mark.django_db(transaction=True)


def due_after(start: datetime, passed: timedelta) -> list[due.Outcome]:
    with time_machine.travel(start + passed, tick=False):
        return due.publish_due()


def test_a_scheduled_service_goes_live_at_its_time_and_not_before(house: House) -> None:
    now = timezone.now()
    service = house.publish(a_service(go_live_at=now + timedelta(hours=1)))
    assert not service.live
    assert Change.objects.count() == 0
    assert due_after(now, timedelta(minutes=59)) == []
    went = due_after(now, timedelta(hours=1, seconds=1))
    assert [outcome.went for outcome in went] == ["live"]
    assert Change.objects.count() == 7
    assert due_after(now, timedelta(hours=1, seconds=2)) == []


@pytest.mark.parametrize(
    # The crisis route has no end, so its sets have none.
    "model",
    [model for model in ENTRY_MODELS if model is not EmergencySet],
    ids=lambda model: model.__name__,
)
def test_what_is_scheduled_stands_from_its_hour_to_its_end_and_not_a_second_longer(
    house: House, model: type[Entry]
) -> None:
    now = timezone.now().replace(microsecond=0)  # a clock that stands still does so at whole seconds
    one, two = now + timedelta(hours=1), now + timedelta(hours=2)
    if model is KidsText:
        house.publish(a_service())
    entry = house.publish(house.draft_of(model, go_live_at=one, expire_at=two))
    second, shown = timedelta(seconds=1), Standing.objects.filter(content_id=entry.content_id)
    if isinstance(entry, KidsText):
        shown = Standing.objects.filter(content_id=entry.about, channel="kids")
    for passed, went, stands in (
        (one - second, [], False),
        (one, ["live"], True),
        (two - second, [], True),
        (two, ["expired"], False),
        (two + second, [], False),
    ):
        assert [(outcome.went, outcome.refused) for outcome in due_after(passed, timedelta())] == [
            (what, "") for what in went
        ]
        assert shown.exists() is stands
        assert list(drift()) == []
    assert set(Change.objects.filter(op="tombstone").values_list("reason", flat=True)) == {"expired"}


def test_a_notice_stands_beside_every_list_from_its_hour_to_its_end(house: House) -> None:
    now = timezone.now().replace(microsecond=0)  # a clock that stands still does so at whole seconds
    one, two = now + timedelta(hours=1), now + timedelta(hours=2)
    notice = house.publish(a_site_notice(go_live_at=one, expire_at=two))
    house.publish(a_kids_text(notice, title="おしらせ"))
    lists = [
        "/api/v1/website/services",
        "/api/v1/website/faqs?lang=en",
        "/api/v1/kids/topics",
        "/api/v1/partners/areas",
    ]

    def beside() -> set[tuple[str, ...]]:
        return {tuple(shown["id"] for shown in ask(address).json["notices"]) for address in lists}

    there = {(str(notice.content_id),)}
    for passed, seen in ((one - timedelta(seconds=1), {()}), (one, there), (two - timedelta(seconds=1), there)):
        with time_machine.travel(passed, tick=False):
            due.publish_due()
            assert beside() == seen
    with time_machine.travel(two, tick=False):
        due.publish_due()
        assert beside() == {()}


def test_an_expired_service_leaves_with_its_reason(house: House) -> None:
    now = timezone.now()
    service = house.publish(a_service(expire_at=now + timedelta(hours=1)))
    assert service.live
    due_after(now, timedelta(hours=2))
    assert not Service.objects.get(pk=service.pk).live
    assert set(Change.objects.filter(op="tombstone").values_list("reason", flat=True)) == {"expired"}


def test_a_broken_item_does_not_stop_the_next(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    broken = house.publish(a_service("broken-one", go_live_at=now + timedelta(minutes=1)))
    house.publish(a_service("sound-one", go_live_at=now + timedelta(minutes=2)))
    from cms.publication import builders

    original = builders.BUILDERS["service"]

    def build(source: Service) -> list:
        if source.content_id == broken.content_id:
            raise ValueError("broken")
        return original(source)

    monkeypatch.setitem(builders.BUILDERS, "service", build)
    outcomes = due_after(now, timedelta(minutes=3))
    assert sorted((outcome.went, bool(outcome.refused)) for outcome in outcomes) == [("live", False), ("live", True)]
    assert not Service.objects.get(pk=broken.pk).live
    assert Change.objects.count() == 7


def test_an_unapproved_schedule_is_refused(house: House) -> None:
    service = house.save_draft(a_service(go_live_at=timezone.now() + timedelta(hours=1)))
    with pytest.raises(Exception, match="公開できません"):
        service.latest_revision.publish(user=house.writer, skip_permission_checks=True)
    assert not service.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_the_commands_run(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("publish_due")
    call_command("drift")
    assert "ずれ: 0件" in capsys.readouterr().out
