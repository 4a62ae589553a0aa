"""Building the same live source twice gives the same bytes, whatever the saver's language, the clock or the host."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone, translation
from wagtail.fields import StreamField

from api.delivery.models import Change
from catalog.models import ContactPoint, Service
from catalog.publishable import Entry
from cms.publication import builders, sources
from cms.publication.triggers import CHILDREN
from cms.publication.unit import unit
from cms.workflow.digest import digest
from pages.models import KidsText
from tests.editors import House, a_kids_text, a_service, blocks, in_every_language

pytestmark = pytest.mark.django_db(transaction=True)

SKULL = "☠"


def in_six_languages() -> Service:
    service = a_service(
        name_ja_easy="よりそい でんわ",
        name_zh_hans="倾听热线",
        name_ko="요리소이 핫라인",
        name_vi="Đường dây Yorisoi",
        summary_zh_hans="什么烦恼都可以说。",
        summary_ko="어떤 고민이든 들어 드립니다.",
        summary_vi="Chúng tôi lắng nghe mọi nỗi lo.",
    )
    contact = service.contact_points.all()[0]
    contact.label_zh_hans, contact.label_ko, contact.label_vi = "电话", "전화", "Điện thoại"
    return service


def bytes_of(entry: Entry) -> list[tuple[str, str, bytes]]:
    """Every record of an entry, built from the database as it is now; of a kids' text those of its source."""
    of = entry.about if isinstance(entry, KidsText) else entry.content_id
    model = sources.model_of(of)
    fresh = model._default_manager.get(content_id=of)
    built = builders.records(sources.DOCUMENT_TYPES[model], fresh)
    return [(record.channel, record.language, record.canonical()) for record in built]


def published(house: House, model: type[Entry]) -> Entry:
    """Live, in six languages, and speaking to kids where its type does."""
    entry = house.publish(in_every_language(house.draft_of(model)))
    if entry.document_type in builders.KIDS:
        house.publish(a_kids_text(entry))
    return entry


def poison_base_columns(entry: Entry) -> int:
    """What bare attributes would read: no document may hold it. Says how many columns there are."""
    poisoned = 0
    own = [(type(entry), type(entry)._meta.pk.column)]
    children = [(child, f"{parent}_id") for child, parent in CHILDREN.items() if isinstance(entry, _parent(child))]
    for model, where in (*own, *children):
        fields = [model._meta.get_field(name) for name in getattr(model, "translated_fields", ())]
        poisoned += len(fields)
        if fields:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {model._meta.db_table} SET {', '.join(f'{field.column} = %s' for field in fields)} "
                    f"WHERE {where} = %s",
                    [*(_poison(field) for field in fields), entry.pk],
                )
    return poisoned


def _parent(child: type[Model]) -> type[Model]:
    return child._meta.get_field(CHILDREN[child]).related_model


def _poison(field: Any) -> str:
    return blocks(("heading", SKULL)) if isinstance(field, StreamField) else SKULL


@pytest.mark.parametrize("model", sources.ENTRY_MODELS, ids=lambda model: model.__name__)
def test_the_active_language_and_the_base_columns_play_no_part(house: House, model: type[Entry]) -> None:
    entry = published(house, model)
    before = bytes_of(entry)
    assert before
    assert poison_base_columns(entry) == 0 or model.translated_fields
    for number, (language, _) in enumerate(settings.LANGUAGES):
        with translation.override(language), time_machine.travel(timezone.now() + timedelta(days=400 * number)):
            after = bytes_of(entry)
        assert after == before
        assert not [channel for channel, _, content in after if SKULL.encode() in content]


@pytest.mark.parametrize("model", sources.ENTRY_MODELS, ids=lambda model: model.__name__)
def test_the_same_text_has_one_digest_however_it_was_saved(house: House, model: type[Entry]) -> None:
    """Twice, in two admin languages, before and after publication."""
    seen = set()
    draft = in_every_language(house.draft_of(model))
    for language in ("ja", "en"):
        with translation.override(language):
            draft = house.save_draft(draft).get_latest_revision_as_object()
            seen |= {digest(draft), digest(draft.latest_revision.as_object())}
    live = house.publish(draft)
    assert live.live
    seen |= {digest(live), digest(live.live_revision.as_object())}
    with translation.override("en"):
        seen.add(digest(house.save_draft(live).get_latest_revision_as_object()))
    assert len(seen) == 1


def test_each_language_serves_its_own_text_or_says_that_it_is_japanese(house: House) -> None:
    service = house.publish(in_six_languages())
    records = {(record.channel, record.language): record for record in builders.records("service", service)}
    vietnamese = records["website", "vi"].body.model_dump(mode="json")
    assert vietnamese["name"] == "Đường dây Yorisoi"
    assert vietnamese["languages"]["name"] == {"served": "vi", "state": "draft"}
    easy = records["website", "ja-easy"].body.model_dump(mode="json")
    assert easy["summary"] == "どんな悩みでも聞きます。"
    assert easy["languages"]["summary"] == {"served": "ja", "state": "missing"}
    partners = records["partners", "mul"].body.model_dump(mode="json")
    assert set(partners["name"]) == {"ja", "ja-easy", "en", "zh-hans", "ko", "vi"}
    assert set(partners["summary"]) == {"ja", "en", "zh-hans", "ko", "vi"}


def test_publishing_the_same_again_writes_no_change(house: House) -> None:
    service = house.publish(in_six_languages())
    log = Change.objects.count()
    with unit(door="test"):
        service.live_revision.publish(skip_permission_checks=True)
    assert Change.objects.count() == log


def test_no_adult_text_is_in_the_kids_document(house: House) -> None:
    secret = "こどもには見せない文"
    service = in_six_languages()
    for name in ("summary", "description", "how_to_use", "cost", "conditions", "search_words"):
        setattr(service, f"{name}_ja", secret)
    service.closure_from, service.closure_text_ja = timezone.localdate(), secret
    contact = service.contact_points.all()[0]
    contact.label_ja = contact.note_ja = secret
    service.contact_points.add(ContactPoint(channel="in_person", value=secret, label_ja=secret))
    service = house.publish(service)
    house.publish(a_kids_text(service))
    kids = [content for channel, _, content in bytes_of(service) if channel == "kids"]
    assert len(kids) == 1
    assert secret.encode() not in kids[0]
    assert service.name_ja.encode() not in kids[0]
    assert b"0120279338" in kids[0]


def test_a_change_of_a_search_word_alone_is_a_change(house: House) -> None:
    service = house.publish(in_six_languages())
    log = Change.objects.count()
    service.search_words_ja = "さみしい ひとりぼっち"
    house.publish(service)
    assert Change.objects.count() > log
