"""The list of listings: what the box finds, and what the filters leave. Over HTTP."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import Area, ContactPoint, Service
from cms.checks.models import Round, RoundFinding
from cms.checks.rules import TITLES
from tests.editors import House, a_faq, a_service, a_topic, an_audience

LIST = "/admin/snippets/catalog/service/"


def named(person: Any, address: str = LIST, **asked: Any) -> list[str]:
    """The names on the list, in its order."""
    client = Client()
    client.force_login(person)
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return [str(row) for row in answer.context["object_list"]]


def an_area(code: str, name: str, level: str, **more: Any) -> Area:
    """As the command that loads areas writes them."""
    return Area.objects.bulk_create([Area(content_id=uuid4(), code=code, name_ja=name, level=level, **more)])[0]


@pytest.fixture
def three(house: House) -> list[Service]:
    """A live one with 0120-279-338, a draft with 03-1234-5678, and one that waits in a draft for another number."""
    live = house.publish(a_service())
    draft = a_service("warm-line", name_ja="ぬくもりダイヤル", kana="ぬくもりだいやる", channels=["website"])
    draft.contact_points = [ContactPoint(channel="phone", value="03-1234-5678")]
    chat = a_service("chat", name_ja="チャット相談", kana="ちゃっとそうだん", coverage_kind="areas")
    chat.contact_points = [ContactPoint(channel="chat", value="https://chat.example.test/")]
    return [live, house.save_draft(draft), house.save_draft(chat, by=house.second_writer)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("0120", "よりそいホットライン"),
        ("０１２０ー２７９", "よりそいホットライン"),
        ("0120 279 338", "よりそいホットライン"),
        ("0120279338", "よりそいホットライン"),
        ("(03)1234", "ぬくもりダイヤル"),
        ("だいやる", "ぬくもりダイヤル"),
        ("ﾀﾞｲﾔﾙ", "ぬくもりダイヤル"),
        ("ヌクモリ", "ぬくもりダイヤル"),
        ("ダイヤル ぬくもり", "ぬくもりダイヤル"),
        ("warm-line", "ぬくもりダイヤル"),
        ("chat.example", "チャット相談"),
    ],
)
def test_the_box_finds(house: House, three: list[Service], asked: str, found: str) -> None:
    assert named(house.writer, q=asked) == [found]


def test_the_box_finds_the_public_id_and_nothing_that_is_not_there(house: House, three: list[Service]) -> None:
    assert named(house.writer, q=str(three[1].content_id)) == ["ぬくもりダイヤル"]
    assert named(house.writer, q="ぬくもり チャット") == []
    assert named(house.writer, q="0570") == []


def test_a_number_that_stands_only_in_a_draft_of_what_is_live_is_found(house: House, three: list[Service]) -> None:
    live = three[0].get_latest_revision_as_object()
    live.contact_points = [ContactPoint(channel="phone", value="0570-064-556")]
    house.save_draft(live)
    assert named(house.writer, q="0570064") == ["よりそいホットライン"]


def test_filters_hold_together(house: House, three: list[Service]) -> None:
    live, draft, chat = three
    other = a_topic("money", name_ja="お金のこと")
    other.save()
    prefecture = an_area("120006", "千葉県", "prefecture")
    chat.areas.set([an_area("121002", "千葉市", "municipality", parent=prefecture)])
    chat.topics.set([other])
    chat.steward, chat.review_by, chat.unverified_note = house.writer, timezone.localdate(), "電話で確かめる"
    chat.save()
    young = an_audience("youth", name_ja="若い人")
    young.save()
    draft.audiences.set([young])
    draft.save()
    for asked, found in [
        ({"topics": other.pk}, [chat]),
        ({"topics": other.pk, "state": "live"}, []),
        ({"audiences": young.pk}, [draft]),
        ({"area": prefecture.name_ja}, [chat]),
        ({"area": "１２０００６"}, [chat]),
        ({"area": "どこにもない市"}, []),
        ({"steward": "me"}, [chat]),
        ({"steward": str(house.writer.pk), "state": "draft"}, [chat]),
        ({"steward": "none", "state": "draft"}, [draft]),
        ({"state": "live"}, [live]),
        ({"state": "changed"}, []),
        ({"state": "gone"}, []),
        ({"channel": "kids"}, [chat, live]),
        ({"unverified": "true"}, [chat]),
        ({"review_by_from": timezone.localdate().isoformat()}, [chat]),
        ({"review_by_to": "2020-01-01"}, []),
        ({"state": "draft", "q": "チャット"}, [chat]),
    ]:
        assert sorted(named(house.writer, **asked)) == sorted(str(one) for one in found), asked
    assert named(house.second_writer, steward="me") == []


def test_what_the_last_check_found_is_a_filter(house: House, three: list[Service]) -> None:
    found = {}
    for content_id, rule in [(three[0].content_id, "link-dead"), (three[1].content_id, "numbers")]:
        last = Round.objects.create(started_at=timezone.now(), finished_at=timezone.now(), running=None)
        RoundFinding.objects.create(
            round=last, content_id=content_id, model="catalog.service", name="", rule=rule, level="warn", field="url",
            where="", said="", todo="",
        )  # fmt: skip
        found[rule] = named(house.writer, findings="dead_link")
    assert found == {"link-dead": [str(three[0])], "numbers": []}, "of the last check alone"
    assert named(house.writer, findings="any") == ["ぬくもりダイヤル"]
    assert "link-dead" in TITLES


def test_pages_have_the_same_filters(house: House) -> None:
    faq = house.save_draft(a_faq())
    assert named(house.writer, "/admin/faqs/", state="draft", steward="none") == [str(faq)]
    assert named(house.writer, "/admin/faqs/", state="live") == []


def test_a_longer_list_asks_no_more(house: House) -> None:
    client = Client()
    client.force_login(house.writer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(LIST, {"q": "線", "state": "draft", "channel": "website"})
        assert answer.status_code == 200
        return len(asked)

    house.save_draft(a_service("line-0", name_ja="線 0"))
    queries()
    few = queries()
    for number in range(1, 12):
        house.save_draft(a_service(f"line-{number}", name_ja=f"線 {number}"))
    assert queries() == few
    assert few <= 40
    assert len(re.findall(r"data-bulk-action-checkbox", client.get(LIST, {"q": "線"}).content.decode())) == 12


def test_every_kind_of_list_has_filters(house: House) -> None:
    topic = a_topic(steward=house.writer)
    topic.save()
    assert named(house.writer, "/admin/snippets/catalog/topic/", state="draft", steward="me") == [str(topic)]
    for kind in ("topic", "audience", "organization", "concept"):
        assert named(house.writer, f"/admin/snippets/catalog/{kind}/", state="live", channel="kids") == []


def test_a_row_shows_two_ways_on_and_keeps_the_rest_in_its_menu(house: House) -> None:
    house.publish(a_service())
    everything = house.writer
    everything.groups.add(*Group.objects.all())
    client = Client()
    client.force_login(everything)
    page = client.get(LIST).content.decode()
    (actions,) = re.findall(r'<ul class="actions">(.*?)</ul>', page, re.S)
    before_menu, menu = actions.split('data-controller="w-dropdown"', 1)
    shown = [label.strip() for label in re.findall(r"<a [^>]*button-small[^>]*>(.*?)</a>", before_menu, re.S)]
    assert [re.sub(r"<.*?>", "", label, flags=re.S).strip() for label in shown] == ["なぜ公開できないか", "翻訳"]
    for kept in ("窓口に確認をお願いする", "取り下げを申し出る", "緊急に公開・停止する", "履歴(だれが・いつ)"):
        assert kept in menu


def test_a_filter_that_is_on_is_told_in_words(house: House) -> None:
    client = Client()
    client.force_login(house.writer)
    for asked, told in (("true", "はい"), ("false", "いいえ")):
        page = client.get(LIST, {"unverified": asked}).content.decode()
        assert f">{told}</b>" in page
        assert f">{asked.title()}</b>" not in page
