"""What holds for every source: live rows are complete, and a revision that somebody relies on is kept."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from wagtail.models import Revision

from catalog import publishable
from catalog.models import Audience, Concept, ContactPoint, EmergencyMember, EmergencySet, Organization, Service, Topic
from catalog.publishable import Entry
from pages.models import KidsText

pytestmark = pytest.mark.django_db

COMPLETE: dict[type[Entry], dict[str, Any]] = {
    Service: {"public_slug": "help", "name_ja": "相談", "summary_ja": "話を聞きます。"},
    Organization: {"public_slug": "office", "name_ja": "県"},
    Topic: {"public_slug": "work", "name_ja": "仕事"},
    Audience: {"public_slug": "anyone", "name_ja": "どなたでも"},
    Concept: {"public_slug": "alone", "name_ja": "ひとりでいる"},
    EmergencySet: {"public_slug": "website", "channel": "website"},
    KidsText: {"about": "6f0c35ce-0b3e-4c2d-9b50-7f6d0b8a3b11", "title": "だいじょうぶ", "text": "話していいよ。"},
}


def insert_live(model: type[Entry], **values: Any) -> None:
    """Past every door, as only a faulty program could: what is left is the database's own rule."""
    rows: Any = model._base_manager
    rows.bulk_create([model(live=True, **values)])


@pytest.mark.parametrize("model", COMPLETE)
def test_a_complete_row_may_be_live(model: type[Entry]) -> None:
    insert_live(model, **COMPLETE[model])

    assert model._default_manager.filter(live=True).count() == 1


@pytest.mark.parametrize(("model", "missing"), [(model, name) for model, values in COMPLETE.items() for name in values])
@pytest.mark.parametrize("empty", [None, ""])
def test_the_database_refuses_a_live_row_that_lacks_something(model: type[Entry], missing: str, empty: Any) -> None:
    if empty == "" and missing == "about":
        empty = None
    values = {**COMPLETE[model], missing: empty}

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_live(model, **values)


@pytest.mark.parametrize("slug", ["ab", "Help", "HELP"])
def test_the_database_refuses_a_live_row_with_a_bad_slug(slug: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_live(Organization, public_slug=slug, name_ja="県")


def test_a_channel_has_one_live_emergency_set_and_as_many_drafts_as_it_likes() -> None:
    EmergencySet(channel="kids").save()
    EmergencySet(channel="kids").save()
    insert_live(EmergencySet, public_slug="kids", channel="kids")

    with pytest.raises(IntegrityError, match="channel"), transaction.atomic():
        insert_live(EmergencySet, public_slug="kids-2", channel="kids")


def test_a_new_entry_is_a_draft() -> None:
    assert not Service(name_ja="相談").live


@pytest.fixture
def draft() -> Service:
    service = Service(name_ja="相談")
    service.save()
    service.save_revision()
    return service


def overwritten(draft: Service) -> bool:
    """Save over the latest revision, as autosave does; whether it was really replaced."""
    latest = draft.latest_revision
    draft.name_ja = "変わった"
    return bool(draft.save_revision(overwrite_revision=latest) == latest)


def test_autosave_rewrites_a_revision_on_which_nobody_relies(draft: Service) -> None:
    assert overwritten(draft)


def test_a_scheduled_revision_is_kept(draft: Service) -> None:
    Revision.objects.filter(pk=draft.latest_revision_id).update(approved_go_live_at=datetime(2030, 1, 1, tzinfo=UTC))
    draft.latest_revision.refresh_from_db()

    assert not overwritten(draft)


def test_the_live_revision_is_kept(draft: Service) -> None:
    Service._base_manager.filter(pk=draft.pk).update(live_revision=draft.latest_revision)

    assert not overwritten(draft)


def test_a_revision_that_a_holder_names_is_kept_with_its_text(draft: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    held = draft.latest_revision
    monkeypatch.setattr(publishable, "revision_holders", [lambda revision: revision == held])

    assert not overwritten(draft)
    held.refresh_from_db()
    assert held.as_object().name_ja == "相談"


def test_an_emergency_set_names_what_keeps_its_members_from_being_shown() -> None:
    draft, elsewhere = Service(name_ja="下書き"), Service(name_ja="一般だけ")
    for service in (draft, elsewhere):
        service.save()
    elsewhere.live, elsewhere.channels = True, ["website"]
    members = [EmergencyMember(service=service) for service in (draft, elsewhere, elsewhere)]
    emergency = EmergencySet(public_slug="kids", channel="kids", channels=["kids"])
    emergency.members.set(members)

    problems = emergency.problems()

    assert "「下書き」はまだ公開されていません。先に窓口を公開してください。" in problems
    assert "「一般だけ」の公開先に、このサイトが入っていません。" in problems
    assert "同じ窓口が2回入っています。" in problems


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        ({"channel": "phone", "value": ""}, "番号・URL・場所"),
        ({"channel": "phone", "value": "12"}, "短縮番号"),
        ({"channel": "phone", "value": "110", "hours": 'Mo "x"'}, "文章"),
        ({"channel": "chat", "value": "チャット"}, "https://"),
        ({"channel": "email", "value": "だれか"}, "メールアドレス"),
        ({"channel": "phone", "value": "110", "closure_text_ja": "お休み"}, "初日"),
    ],
)
def test_a_contact_point_says_what_is_wrong_with_it(contact: dict[str, Any], reason: str) -> None:
    [problem] = ContactPoint(label_ja="窓口", **contact).problems()

    assert reason in problem
    assert problem.startswith("連絡先「窓口」:")


def test_no_model_has_an_order_that_queries_inherit() -> None:
    models: list[type[Model]] = [*COMPLETE]

    assert [model for model in models if model._meta.ordering] == []
