"""In English: the checks, the imports, translation and the verification by desks. What is kept stays Japanese."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from cms.checks.models import RoundFinding
from cms.verification.models import OwnerAnswer
from tests.checks.test_report import SECRET, whole_round
from tests.editors import House, a_service
from tests.spreadsheets.desk import Desk, a_csv
from tests.verification.desk import as_shown, ask, contact_field, listing
from tests.words.marked import JAPANESE
from tests.words.test_english import at_work
from tests.words.test_english_of_publishing import japanese, look, told

pytestmark = pytest.mark.django_db
#: What editors wrote, and what languages call themselves.
CONTENT = (
    "よりそいホットライン",
    "日本語",
    "やさしい日本語",
    "简体中文",
    "電話",
    "どんな悩みでも聞きます。",
    "さびしい・話を聞いてほしい",
)


def as_file(answer: Any) -> list[list[Any]]:
    """The rows of a workbook that came as an answer."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book.worksheets[-1].iter_rows()]


def test_the_checks_are_worded_anew_and_kept_in_japanese(house: House) -> None:
    service = house.save_draft(a_service(summary_ja=SECRET))
    client = at_work(house.approver, "en")
    client.post("/admin/checks/start/")  # the step is taken by somebody who reads English
    whole_round(house.approver)
    (kept,) = RoundFinding.objects.filter(rule="my-number")
    assert all(JAPANESE.search(text) for text in (kept.where, kept.said, kept.todo))
    report = look(client, "/admin/checks/?rule=my-number", *CONTENT)
    assert "There are 12 digits that may be a My Number." in report
    assert "“Summary (日本語)”" in report
    assert "Block publication" in report
    saved = look(client, f"/admin/checks/saved/service/{service.content_id}/", *CONTENT, SECRET)
    assert "Remove it. A My Number may never be published." in saved
    sheet = client.get("/admin/checks/?rule=my-number&export=csv")
    (row,) = csv.DictReader(io.StringIO(b"".join(sheet.streaming_content).decode()))  # type: ignore[attr-defined]
    assert (row["扱い"], row["点検"], row["種類"]) == ("公開を止める", "マイナンバー", "支援・相談窓口")
    assert row["わかったこと"] == kept.said
    words = client.get("/admin/checks/words/?export=csv")
    headings = next(csv.reader(io.StringIO(b"".join(words.streaming_content).decode())))  # type: ignore[attr-defined]
    assert headings == ["種類", "ことば", "数えない言い方", "理由", "言いかえ", "公開を止める", "使う"]
    assert "Word" in look(client, "/admin/checks/words/new/", "自殺に成功", "甘えて", "甘え", "自殺で亡くなる")


def test_an_import_speaks_english_and_its_files_stay_japanese(house: House) -> None:
    english, own = Desk(at_work(house.writer, "en")), ("一覧.csv", "新しい窓口", "電話番号", "名称", *CONTENT)
    house.save_draft(a_service())
    assert "Import and export" in told(english.client.get("/admin/spreadsheets/").content)
    rows = [["公開ID", "名称", "電話番号"], ["", "新しい窓口", "0120-279-339"], ["x", "", "12"]]
    job = english.take(a_csv(rows))
    path = f"/admin/spreadsheets/{job.pk}/"
    assert "Check which column is which field." in told(english.client.get(path).content)
    english.check(job)
    checked = look(english.client, path, "公開ID", *own)
    assert "→ Put back the value as it was exported." in checked
    kept = job.rows.get(outcome="error")
    assert kept.faults[0]["wrong"] == "「x」は公開IDではありません"
    assert '<span lang="ja">「x」は公開IDではありません</span>' in english.page(job)
    english.work(english.do(job, "write") and job)
    assert "New drafts made" in look(english.client, path, *own)
    asked = {"form": "xlsx", "languages": "all"}
    file = as_file(english.client.get("/admin/spreadsheets/export/", asked))
    assert file[0][:2] == ["公開ID", "公開URLの名前"]
    assert file == as_file(at_work(house.second_writer).get("/admin/spreadsheets/export/", asked))


def test_translation_speaks_english_and_translators_files_stay_japanese(house: House) -> None:
    service = house.save_draft(a_service())
    client = at_work(house.writer, "en")
    assert "Items with work" in look(client, "/admin/translation/", "やさしい", *CONTENT)
    assert "Translation work: English" in told(client.get("/admin/translation/list/en/").content)
    page = client.get(f"/admin/translation/item/service/{service.content_id}/ko/").content
    assert {"Save as a draft", "Mark as checked"} <= set(told(page).splitlines())
    assert japanese(told(page), "やさしい", *CONTENT) == []
    assert "Files back from translators" in look(client, "/admin/translation/files/")
    mine, theirs = (as_file(one.get("/admin/translation/export/ko/")) for one in (client, at_work(house.reviewer)))
    assert mine == theirs
    assert mine[1][0] == "支援・相談窓口"


def test_a_desk_answers_in_japanese_and_editors_read_it_in_english(house: House) -> None:
    live = listing(house)
    asked, link = ask(house, live)
    client, name = at_work(house.second_writer, "en"), str(live)
    page = Client(headers={"accept-language": "en"}).get(link).content.decode()
    assert "掲載内容の確認のお願い" in page
    answer = {**as_shown(page), contact_field(live, "note"): "Ring twice.", "looked": "yes", "answer": "correct"}
    assert "受け付けました" in Client(headers={"accept-language": "en"}).post(link, answer).content.decode()
    corrections = OwnerAnswer.objects.get().corrections
    assert [one["label"].rpartition(" ")[2] for one in corrections] == ["補足", "最後に確認した日"]
    assert "Answers" in look(client, "/admin/verification/", name)
    shown = look(client, f"/admin/verification/{asked.pk}/", name, *CONTENT)
    assert "The desk's answer" in shown
    assert {"電話 Note", "Last verified"} <= set(shown.splitlines())
    assert "E-mail address of the desk of" in told(client.get(f"/admin/verification/ask/?id={live.pk}").content)
    assert "Overdue verifications" in look(client, "/admin/verification/overdue/", *CONTENT)
