"""Sample data is said in every answer, and production refuses to start on it."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client

from api.delivery.models import Change
from cms.sample_data import refuse_in_production
from tests.editors import House, a_service

pytestmark = pytest.mark.django_db(transaction=True)


def test_demo_publication_needs_a_demo(house: House) -> None:
    house.save_draft(a_service())
    with pytest.raises(CommandError, match="見本"):
        call_command("demo_publish")
    with pytest.raises(CommandError, match="見本"):
        call_command("import_starter", "--demo-publish")
    assert Change.objects.count() == 0


def test_sample_data_says_so_for_ever_and_production_refuses_it(house: House, settings: Any) -> None:
    service = house.save_draft(a_service())
    refuse_in_production()
    settings.TOMOSHIBI_DEMO = True
    call_command("demo_publish")
    answer = Client().get(f"/api/v1/website/services/{service.content_id}")
    assert answer.json()["demo"] is True
    refuse_in_production()
    settings.TOMOSHIBI_DEMO = False
    with pytest.raises(ImproperlyConfigured, match="sample data"):
        refuse_in_production()


def test_a_demo_approval_counts_for_nothing_outside_a_demo(house: House, settings: Any) -> None:
    service = house.save_draft(a_service())
    settings.TOMOSHIBI_DEMO = True
    call_command("demo_publish")
    settings.TOMOSHIBI_DEMO = False
    draft = type(service).objects.get(pk=service.pk)
    draft.summary_ja = "別の文です。"
    house.save_draft(draft)
    with pytest.raises(Exception, match="公開できません"):
        draft.get_latest_revision().publish(user=house.writer, skip_permission_checks=True)
