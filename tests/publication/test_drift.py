"""Drift is empty after honest publication; whatever somebody changes behind the unit's back is found and mended."""

import pytest
from django.utils import timezone

from api.delivery.models import Change, Standing
from catalog.models import Service
from cms.publication.drift import drift, reconcile
from tests.delivery.reader import ask
from tests.editors import House, a_service

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_published_service_does_not_drift(house: House) -> None:
    house.publish(a_service())
    assert list(drift()) == []


def test_a_lost_document_is_found_and_mended_once(house: House) -> None:
    service = house.publish(a_service())
    Standing.objects.filter(content_id=service.content_id, language="en").delete()
    assert [(found.kind, found.language) for found in drift()] == [("missing", "en")]
    assert [mended.changes for mended in reconcile(at=timezone.now())] == [1]
    assert list(drift()) == []
    assert reconcile(at=timezone.now()) == []


def test_documents_from_before_open_now_are_found_and_mended(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr("cms.publication.builders.service.patterns_named", lambda body: {})
        service = house.publish(a_service())
    assert ask("/api/v1/website/services?open_now=true").json["items"] == []
    assert {found.kind for found in drift()} == {"different"}
    reconcile(at=timezone.now())
    (item,) = ask("/api/v1/website/services?open_now=true").json["items"]
    assert (item["id"], item["opening"]["open"]) == (str(service.content_id), True)
    assert list(drift()) == []


def test_live_content_that_nobody_approved_is_told_and_kept_from_readers(house: House) -> None:
    service = house.publish(a_service())
    Service.objects.filter(pk=service.pk).update(summary_ja="だれも見ていない文です。")
    assert {found.kind for found in drift()} == {"different", "unapproved"}
    log = Change.objects.count()
    assert [bool(mended.refused) for mended in reconcile(at=timezone.now())] == [True]
    assert Change.objects.count() == log


def test_documents_without_a_live_source_are_taken_out(house: House) -> None:
    service = house.publish(a_service())
    Service.objects.filter(pk=service.pk).update(live=False)
    assert {found.kind for found in drift()} == {"extra"}
    reconcile(at=timezone.now())
    assert not Standing.objects.filter(content_id=service.content_id).exists()
    assert list(drift()) == []
