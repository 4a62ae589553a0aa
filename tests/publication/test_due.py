"""What is due goes live or leaves at its time, each in its own unit, and what was approved is asked again."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from api.delivery.models import Change
from catalog.models import Service
from cms.publication import due
from tests.editors import House, a_service

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
