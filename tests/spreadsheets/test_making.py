"""Drafts made together are those that saving them one by one makes, row for row, in every table."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models, transaction
from wagtail.models import ModelLogEntry, Revision

from catalog.imports.drafts import noted_once
from catalog.models import Area, Service, ServiceSource, Topic
from catalog.translated import text_digest
from cms.spreadsheets.making import make
from cms.workflow.digest import digest
from cms.workflow.models import Authorship
from tests.editors import House, a_service, a_topic
from tests.spreadsheets.desk import Desk, a_csv

#: What tells one run from another, and nothing else.
PASSING = {"at", "timestamp", "created_at", "waiting_since", "uuid"}


def entries() -> list[Service]:
    """Two that differ in what they have, with their ids given, so that both ways save the same."""
    full = a_service("full", content_id="00000000-0000-4000-8000-000000000001", summary_vi="Chúng tôi lắng nghe.")
    full.topics = list(Topic.objects.order_by("-pk"))
    full.coverage_kind, full.areas = "areas", list(Area.objects.order_by("code"))
    full.note_translation("summary", "en", of=text_digest(full.summary_ja), state="draft")
    full.sources = [ServiceSource(url=f"https://example.test/{n}", title="出典", sort_order=n) for n in range(2)]
    contacts = full.contact_points.all()
    contacts[0].content_id = "00000000-0000-4000-8000-000000000002"
    full.contact_points = contacts
    bare = Service(content_id="00000000-0000-4000-8000-000000000003", name_ja="名前だけ")
    return [full, bare]


def one_by_one(entries: Sequence[Service], person: Any) -> None:
    for entry in entries:
        with noted_once(entry):
            entry.save()
            entry.save_revision(user=person, clean=False, log_action="wagtail.create")


def rows(way: Callable[[Sequence[Service], Any], object], person: Any) -> dict[str, list[Any]]:
    """What a way of saving adds to every table, with keys counted from the first; taken back again."""
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in every}
    with transaction.atomic():
        way(entries(), person)
        new = {
            model: [row for row in model._base_manager.order_by("pk") if row.pk not in before[model]] for model in every
        }
        keys = {model: {row.pk: f"#{n}" for n, row in enumerate(found)} for model, found in new.items()}
        told = {model.__name__: sorted(map(str, (_told(row, keys) for row in new[model]))) for model in every}
        transaction.set_rollback(True)
    return {name: found for name, found in told.items() if found}


def _told(row: models.Model, keys: dict[Any, dict[Any, str]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in PASSING or field.primary_key:
            continue
        if field.is_relation:
            value = keys[field.related_model].get(value, value)
        elif field.name == "object_id":
            value = keys[Service].get(int(value), value)
        elif field.name == "revision_id":
            value = keys[Revision].get(value, value)
        elif field.name == "content":
            value = _without_keys(value)
        elif field.name == "texts":
            value = {key: {**text, "at": ""} for key, text in value.items()}
        told[field.name] = value
    return told


def _without_keys(content: Any) -> Any:
    if isinstance(content, list):
        told = [_without_keys(one) for one in content]
        # What an item points to has no order: PostgreSQL gives the rows as they lie.
        return sorted(told) if all(isinstance(one, int) for one in told) else told
    if not isinstance(content, dict):
        return content
    return {key: _without_keys(value) for key, value in content.items() if key not in {"pk", "service"}}


@pytest.mark.django_db
def test_drafts_made_together_are_those_made_one_by_one(house: House) -> None:
    a_topic("other-topic").save()
    areas = [Area(content_id=uuid4(), code=code, name_ja="町", level="municipality") for code in ("131016", "141003")]
    Area.objects.bulk_create(areas)
    entries()  # what these name is there before
    together, single = rows(make, house.writer), rows(one_by_one, house.writer)
    assert set(together) >= {"Service", "ContactPoint", "ServiceSource", "Revision", "ModelLogEntry", "Authorship"}
    assert set(together) >= {"Work", "KeptJapanese", "Trace", "LinkState", "ReferenceIndex", "Service_areas"}
    assert together == single


@pytest.mark.django_db
def test_what_is_recorded_is_the_digest_of_the_stored_draft(house: House) -> None:
    for revision in make(entries(), house.writer):
        stored = Revision.objects.get(pk=revision.pk).as_object()
        assert Authorship.objects.get(revision_id=revision.pk).digest == digest(stored)
        assert (stored.live, stored.latest_revision) == (False, revision)


@pytest.mark.django_db
def test_what_is_live_is_never_made_here(house: House) -> None:
    live = a_service()
    live.live = True
    with pytest.raises(ValueError, match="door"):
        make([live], house.writer)


def test_of_two_rows_with_one_address_the_first_is_made_and_the_other_told(house: House, desk: Desk) -> None:
    """They are made together, which fails, and then one by one."""
    house.publish(a_service("taken"))
    names = [("あさひの窓口", "asahi"), ("いなほの家", "asahi"), ("うぐいす", "uguisu")]
    job = desk.dry_run(a_csv([["名称", "公開URLの名前"], *names]))
    desk.write(job)
    assert [row.result for row in job.rows.all()] == ["made", "refused", "made"]
    assert "ほかの項目と重なりました" in desk.page(job)
    assert "いなほの家" in desk.page(job, result="refused")
    assert "あさひの窓口" not in desk.page(job, result="refused")
    made = Service.objects.filter(live=False)
    assert set(made.values_list("name_ja", flat=True)) == {"あさひの窓口", "うぐいす"}
    assert (
        ModelLogEntry.objects.filter(action="wagtail.create", object_id__in=[str(one.pk) for one in made]).count() == 2
    )


def test_what_was_made_is_listed_beside_rows_that_were_left_out(house: House, desk: Desk) -> None:
    job = desk.dry_run(a_csv([["名称", "公式ページ"], ["あさひの窓口", ""], ["いなほの家", "example.test"]]))
    assert "いなほの家" not in desk.page(job, outcome="new")
    assert "いなほの家" in desk.page(job, outcome="error", column="公式ページ")
    assert "あさひの窓口" in desk.page(desk.write(job))
