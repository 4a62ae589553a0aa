"""The treatment of missing and stale translations, field by field."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from catalog.models import ContactPoint, Service
from cms.translation import policy
from cms.translation.models import Policy

AT = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.django_db
def test_a_field_nobody_decided_about_is_shown_with_a_mark() -> None:
    assert policy.level(Service, "summary") == "mark"
    assert set(policy.levels(ContactPoint).values()) == {"mark"}


@pytest.mark.django_db
def test_a_decision_holds_for_its_field_alone() -> None:
    assert policy.decide({(Service, "summary"): "block", (Service, "name"): "mark"}, person=None, at=AT) == 1

    assert policy.level(Service, "summary") == "block"
    assert policy.levels(Service) == {
        field: "block" if field == "summary" else "mark" for field in Service.translated_fields
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "wanted"), [("kana", "block"), ("summary", "forbid")])
def test_only_known_fields_and_levels_are_taken(field: str, wanted: str) -> None:
    with pytest.raises(ValueError, match=r"catalog\.service"):
        policy.decide({(Service, "name"): "warn", (Service, field): wanted}, person=None, at=AT)

    assert not Policy.objects.exists()


@pytest.mark.django_db
def test_the_database_knows_the_levels_too() -> None:
    with pytest.raises(IntegrityError):
        Policy.objects.create(model="catalog.service", field="name", level="allow", changed_at=AT)
