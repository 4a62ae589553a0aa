"""The record that an auditor reads, over HTTP: who wrote which words, who approved what, when it went live where."""

import csv
import io
import itertools
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Service
from cms.publication import withdraw
from cms.publication.unit import unit
from cms.workflow import approve, roles
from cms.workflow.digest import digest
from cms.workflow.models import Approval, Authorship, LiveDigest
from tests.editors import House, a_faq, a_kids_text, a_service, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _two_seconds_pass_between_any_two_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Units write whole seconds: in a test everything would happen in one of them."""
    ticks = itertools.count(1)
    begin = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: begin + timedelta(seconds=2 * next(ticks)))


def auditor() -> Client:
    client = Client()
    client.force_login(person("auditor", roles.VIEWER))
    return client


def page(client: Client, **asked: Any) -> str:
    answer = client.get(reverse("history"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def sheet(client: Client, **asked: Any) -> list[list[str]]:
    answer = client.get(reverse("history_sheet"), asked)
    raw = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def send_back(house: House, entry: Any) -> None:
    state = entry.current_workflow_task_state
    with unit(door="workflow", person=house.reviewer):
        approve.send_back(
            state,
            seen_digest=digest(state.revision.as_object()),
            person=house.reviewer,
            comment="番号を確かめてください",
        )


def story(house: House) -> Service:
    """A desk that was written, sent back, corrected, published, and taken out of one channel."""
    service: Any = house.submit(house.save_draft(a_service(summary_ja="だれでも話せます。")))
    send_back(house, service)
    service.current_workflow_state.cancel()
    service.summary_ja = "だれでも、いつでも話せます。"
    service = house.publish(service, by=house.second_writer)
    proposal = withdraw.propose(
        service, channels=["partners"], reason="withdrawn", person=house.writer, at=timezone.now(), note="先方の希望"
    )
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    return Service.objects.get(pk=service.pk)


def test_a_story_is_told_from_its_first_word_to_its_last_channel(house: House) -> None:
    service = story(house)
    client = auditor()
    rows = sheet(client, entry=service.content_id)[1:]
    happened = [(row[1], row[5]) for row in reversed(rows)]
    assert happened[:4] == [
        ("書いた", "writer"),
        ("差し戻した", "reviewer"),
        ("書いた", "second-writer"),
        ("承認した", "reviewer"),
    ]
    assert set(happened[4:6]) == {("承認した", "approver"), ("公開した", "approver")}
    assert ("取り下げ: 申し出た", "writer") in happened
    assert ("取り下げ: 確かめた", "approver") in happened
    told = {row[1]: row for row in rows}
    assert "番号を確かめてください" in told["差し戻した"][6]
    live = next(row for row in reversed(rows) if row[1] == "公開した")
    assert "一般サイト(日本語・やさしい日本語・English" in live[6]
    assert "連携団体(全言語): 出した" in live[6]
    approved = next(row for row in reversed(rows) if row[1] == "承認した")
    assert approved[8] == live[8]  # the digest that was approved is the one that went live
    second = next(row for row in reversed(rows) if row[5] == "second-writer")
    assert "概要(日本語): 「だれでも話せます。」→「だれでも、いつでも話せます。」" in second[7]
    shown = page(client, entry=service.content_id)
    assert "連携団体(全言語): 外した、理由: 取り下げる" in shown


def test_the_words_of_a_save_are_marked(house: House) -> None:
    service = story(house)
    save = Authorship.objects.filter(content_id=service.content_id, person=house.second_writer).get()
    words = auditor().get(reverse("history_words", args=[save.pk])).content.decode()
    assert "だれでも、いつでも話せます。" in re.sub("<[^>]+>", "", words)
    assert re.search("<ins>.*<strong>.*いつ.*</strong>.*</ins>", words)


def test_people_are_called_family_name_first(house: House) -> None:
    house.second_writer.last_name, house.second_writer.first_name = "山田", "花子"
    house.second_writer.save()
    service = story(house)
    save = Authorship.objects.filter(content_id=service.content_id, person=house.second_writer).get()
    client = auditor()
    words = client.get(reverse("history_words", args=[save.pk])).content.decode()
    for told in (words, page(client, entry=service.content_id)):
        assert "山田 花子" in told
        assert "花子 山田" not in told
    assert f'<option value="{house.second_writer.pk}">山田 花子</option>' in page(client)


def test_what_autosave_wrote_over_is_said_to_be_gone(house: House) -> None:
    service: Any = house.save_draft(a_service(summary_ja="はじめの文です。"))
    first = Authorship.objects.get(content_id=service.content_id)
    service.summary_ja = "二つ目の文です。"
    service.save_revision(user=house.writer, overwrite_revision=service.latest_revision)
    client = auditor()
    assert "残っていません" in client.get(reverse("history_words", args=[first.pk])).content.decode()
    assert len(sheet(client, entry=service.content_id, kind="saved")) == 2  # the heading and one save


def test_filters_and_pages_show_each_event_once(house: House) -> None:
    service = story(house)
    house.publish(a_faq("one-more", services=[service]))
    client = auditor()
    every = sheet(client)[1:]
    by_reviewer = sheet(client, person=house.reviewer.pk)[1:]
    assert {row[5] for row in by_reviewer} == {"reviewer"}
    assert len(by_reviewer) == 3
    assert {row[3] for row in sheet(client, type="faq")[1:]} == {"よくある質問"}
    assert {row[1] for row in sheet(client, kind="sent_back", type="service")[1:]} == {"差し戻した"}
    today = timezone.localdate()
    assert len(sheet(client, since=today, until=today)) == len(every) + 1
    assert sheet(client, since="2100-01-01")[1:] == []
    assert "合う記録はありません" in page(client, since="2100-01-01")
    assert client.get(reverse("history"), {"after": "nonsense"}).status_code == 404
    assert "正しい" in page(client, since="きのう") or "有効" in page(client, since="きのう")


def test_pages_go_on_where_the_last_one_ended_also_within_one_instant(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    story(house)
    client = auditor()
    whole = [row[0:6] for row in sheet(client)[1:]]
    monkeypatch.setattr("cms.history.screens.PER_PAGE", 3)
    seen, address = 0, reverse("history")
    while address:
        answer = client.get(address)
        seen += len(answer.context["rows"])
        address = answer.context["onward"]
    assert seen == len(whole)


def test_kids_texts_tell_where_their_source_went(house: House) -> None:
    service = house.publish(a_service())
    text = house.publish(a_kids_text(service))
    assert "こどもサイト(日本語): 出した" in page(auditor(), entry=text.content_id, kind="live")


@pytest.mark.parametrize("sign", ["=", "＝"])
def test_a_sheet_holds_no_formula(house: House, sign: str) -> None:
    service: Any = house.submit(house.save_draft(a_service(name_ja=f'{sign}HYPERLINK("x")', kana="あ")))
    send_back(house, service)
    names = {row[2] for row in sheet(auditor())[1:] if row[2]}
    assert names == {f'\'{sign}HYPERLINK("x")'}


@pytest.mark.parametrize("role", ["administrator", None])
def test_who_may_not_read_entries_reads_no_record(house: House, role: str | None) -> None:
    service = story(house)
    save = Authorship.objects.filter(content_id=service.content_id).first()
    assert save is not None
    client = Client()
    if role:
        client.force_login(getattr(house, role))
    for path in (reverse("history"), reverse("history_sheet"), reverse("history_words", args=[save.pk])):
        assert client.get(path).status_code == 302
    writer = Client()
    writer.force_login(house.writer)
    assert "よりそい" in page(writer)
    assert writer.post(reverse("history")).status_code == 405


def test_the_record_cannot_be_changed_by_the_database_either(house: House) -> None:
    story(house)
    for rows, change in (
        (Authorship.objects, {"person": house.approver}),
        (Approval.objects, {"comment": "別のひとこと"}),
        (LiveDigest.objects, {"door": "publish"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all()._raw_delete("default")


def test_a_deleted_draft_leaves_its_record(house: House) -> None:
    service: Any = house.submit(house.save_draft(a_service()))
    house.say_yes(service, by=house.reviewer)
    content_id = service.content_id
    service.current_workflow_state.cancel()
    Service.objects.get(pk=service.pk).delete()
    assert Approval.objects.get(content_id=content_id).revision is None
    rows = sheet(auditor(), entry=content_id)[1:]
    assert {(row[1], row[2]) for row in rows} >= {("書いた", "(削除されたもの)"), ("承認した", "(削除されたもの)")}


def test_every_guard_of_the_record_is_there() -> None:
    """A migration that rebuilds a table on SQLite would drop them unseen."""
    tables = (
        "workflow_authorship", "workflow_approval", "workflow_livedigest", "override_emergencyaction",
    )  # fmt: skip
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        there = {name for (name,) in cursor.fetchall()}
    assert {f"{table}_{operation}" for table in tables for operation in ("update", "delete")} <= there
