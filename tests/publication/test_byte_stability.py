"""Building the same live source twice gives the same bytes, whatever the saver's language, the clock or the host."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from api.delivery.models import Change
from catalog.models import ContactPoint, Service
from cms.publication import builders
from cms.publication.unit import unit
from tests.editors import House, a_kids_text, a_service

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


def bytes_of(service: Service) -> list[tuple[str, str, bytes]]:
    fresh = Service.objects.get(pk=service.pk)
    return [(record.channel, record.language, record.canonical()) for record in builders.records("service", fresh)]


def poison_base_columns(service: Service) -> None:
    """What bare attributes would read: no document may hold it."""
    with connection.cursor() as cursor:
        for model, where in ((Service, "id"), (ContactPoint, "service_id")):
            columns = ", ".join(f"{name} = %s" for name in model.translated_fields)
            cursor.execute(
                f"UPDATE {model._meta.db_table} SET {columns} WHERE {where} = %s",
                [*[SKULL] * len(model.translated_fields), service.pk],
            )


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_the_active_language_and_the_base_columns_play_no_part(house: House, language: str) -> None:
    service = house.publish(in_six_languages())
    house.publish(a_kids_text(service))
    before = bytes_of(service)
    poison_base_columns(service)
    with translation.override(language), time_machine.travel(timezone.now() + timedelta(days=400)):
        after = bytes_of(service)
    assert after == before
    assert not [channel for channel, _, content in after if SKULL.encode() in content]


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
