"""What approval covers, the approver sees: a change of any covered text or fact shows on the approval page."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from catalog.languages import column
from catalog.models import Service
from catalog.publishable import Entry
from cms.workflow.digest import COVERED
from tests.editors import MAKERS, House, a_service

pytestmark = pytest.mark.django_db(transaction=True)

#: What reaches no reader as this stands: the words of a closure that has no first day.
NOWHERE: dict[type[Entry], set[str]] = {Service: {"closure_until", "closure_text_ja", "closure_text_en"}}
UNCHANGED = "見える内容も公開のしかたも変わりません"


def another(field: Any, value: Any) -> Any:
    """Another value of the same kind, or None for lists and blocks, which have tests of their own."""
    if field.choices:
        return next(key for key, _label in field.flatchoices if key not in (value, ""))
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return datetime(2030, 1, 1, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return date(2030, 1, 1)
    if isinstance(field, models.IntegerField):
        return (value or 0) + 7
    if isinstance(field, models.URLField):
        return "https://other.example.test/"
    if isinstance(field, models.CharField | models.TextField):
        return (
            "another-name" if field.name == "public_slug" else "<p>かえた</p>" if "<p>" in (value or "") else "かえた"
        )
    return None


def covered(model: type[Entry]) -> list[str]:
    of_model = COVERED[model]
    texts = [column(field, language) for field in of_model.translated for language in ("ja", "en")]
    return [name for name in (*of_model.plain, *texts) if name not in {"content_id", "translations"}]


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_a_change_of_any_covered_field_is_on_the_page(house: House, model: type[Entry]) -> None:
    live = house.publish(house.draft_of(model))
    reviewer = Client()
    reviewer.force_login(house.reviewer)
    tried, unseen = 0, set()
    for name in covered(model):
        draft = type(live).objects.get(pk=live.pk)
        value = another(model._meta.get_field(name), getattr(draft, name))
        if value is None:
            continue
        setattr(draft, name, value)
        if draft.problems():
            continue  # it can never be approved
        house.save_draft(draft)
        waiting = house.submit(type(live).objects.get(pk=live.pk))
        page = reviewer.get(reverse("approval", args=[waiting.current_workflow_task_state.pk]))
        tried += 1
        if UNCHANGED in page.content.decode():
            unseen.add(name)
        waiting.current_workflow_state.cancel(user=house.writer)
    assert tried >= 3
    assert unseen <= NOWHERE.get(model, set())


def test_a_change_that_nobody_could_see_would_be_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    live = house.publish(a_service())
    monkeypatch.setattr("cms.admin.wording.BESIDE", {})
    live.expire_at = datetime(2030, 1, 1, tzinfo=UTC)
    waiting = house.submit(house.save_draft(live))
    reviewer = Client()
    reviewer.force_login(house.reviewer)
    page = reviewer.get(reverse("approval", args=[waiting.current_workflow_task_state.pk]))
    assert UNCHANGED in page.content.decode()
