"""点検のことば: approvers keep it, it holds at once, and the history says who changed what."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from cms.checks.findings import findings
from cms.checks.models import WordRule
from tests.editors import House, a_service

pytestmark = pytest.mark.django_db
NEW = {
    "kind": "hurtful",
    "word": "とてもいや",
    "unless": "",
    "reason": "傷つけます。",
    "instead": "つらい",
    "active": "on",
}


def test_a_new_word_holds_at_once(house: House, client: Client) -> None:
    service = a_service(summary_ja="とてもいやな窓口です。")
    assert "hurtful-word" not in {one.rule for one in findings(service)}
    client.force_login(house.approver)
    assert client.post("/admin/checks/words/new/", NEW).status_code == 302
    (found,) = [one for one in findings(service) if one.rule == "hurtful-word"]
    assert found.level == "warn"
    assert "とてもいや" in found.said
    assert "つらい" in found.todo


def test_the_history_says_who_changed_what(house: House, client: Client) -> None:
    word = WordRule.objects.create(kind="hurtful", word="とてもいや", instead="つらい")
    client.force_login(house.approver)
    client.post(f"/admin/checks/words/edit/{word.pk}/", {**NEW, "instead": "こまる", "blocks": "on"})
    word.refresh_from_db()
    assert word.blocks
    (entry,) = ModelLogEntry.objects.filter(action="checks.word_changed")
    assert entry.user == house.approver
    assert entry.data["before"]["instead"] == "つらい"
    assert entry.data["after"]["instead"] == "こまる"
    page = client.get(f"/admin/checks/words/history/{word.pk}/").content.decode()
    assert "言いかえを「つらい」から「こまる」に" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"word": "あ"}, "1文字だけのことばは"),
        ({"word": ""}, "必"),
        ({"kind": "difficult", "blocks": "on"}, "公開を止められるのは"),
        ({"word": "自殺に成功"}, "このことばは、もう一覧にあります"),
    ],
)
def test_a_wrong_word_is_refused_and_nothing_typed_is_lost(
    house: House, client: Client, changed: dict[str, str], said: str
) -> None:
    WordRule.objects.get_or_create(kind="hurtful", word="自殺に成功")
    before = WordRule.objects.count()
    client.force_login(house.approver)
    page = client.post("/admin/checks/words/new/", {**NEW, **changed})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert 'value="傷つけます。"' in page.content.decode()
    assert WordRule.objects.count() == before


@pytest.mark.parametrize("who", ["writer", "reviewer", "kids", "administrator"])
def test_nobody_else_changes_it(house: House, client: Client, who: str) -> None:
    word = WordRule.objects.create(kind="hurtful", word="とてもいや")
    client.force_login(getattr(house, who))
    for path, data in (
        ("/admin/checks/words/new/", {**NEW, "word": "べつのことば"}),
        (f"/admin/checks/words/edit/{word.pk}/", {**NEW, "active": ""}),
        (f"/admin/checks/words/delete/{word.pk}/", {}),
    ):
        answer: Any = client.post(path, data)
        assert answer.status_code == 302, path
        assert answer.url == "/admin/", path
    assert WordRule.objects.filter(word="とてもいや", active=True).exists()
    assert not WordRule.objects.filter(word="べつのことば").exists()


@pytest.mark.parametrize("sign", ["=", "＝"])
def test_its_file_holds_no_formula(house: House, client: Client, sign: str) -> None:
    WordRule.objects.all().delete()
    WordRule.objects.create(kind="hurtful", word=f"{sign}1+1", unless=f"{sign}2", reason=f"{sign}3", instead=f"{sign}4")
    client.force_login(house.approver)
    answer = client.get("/admin/checks/words/?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    assert [cell.value for cell in sheet[2]][1:5] == [f"'{sign}1+1", f"'{sign}2", f"'{sign}3", f"'{sign}4"]
    assert {cell.data_type for cell in sheet[2]} <= {"s", "b"}
