"""Out to a translator and back: what the file holds, what is taken in, and what is not."""

import html
import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cms.translation import files, incoming, screens, spreadsheet, texts
from cms.translation.models import Delivery, Work
from cms.translation.spreadsheet import COLUMNS, SheetRow
from cms.workflow.models import Authorship
from tests.editors import House, a_faq, a_service, an_article, an_organization
from tests.translation.conftest import Desk, latest, said
from tests.words.test_english import at_work

EXPORT = "/admin/translation/export/en/"
FILES = "/admin/translation/files/"
PLACES = {name: place for place, (name, _heading, _width) in enumerate(COLUMNS, start=1)}


def exported(client: Client, query: str = "", language: str = "en") -> Any:
    answer = client.get(f"/admin/translation/export/{language}/?{query}")
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content))


def rows_of(book: Any) -> dict[str, int]:
    """Row numbers by label."""
    sheet = book["翻訳"]
    return {sheet.cell(row, PLACES["label"]).value: row for row in range(2, sheet.max_row + 1)}


def write(book: Any, **labels: Any) -> Any:
    sheet, rows = book["翻訳"], rows_of(book)
    for label, text in labels.items():
        sheet.cell(rows[label], PLACES["target"]).value = text
    return book


def bytes_of(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bring(client: Client, data: bytes, name: str = "back.xlsx") -> Any:
    return client.post(FILES, {"file": SimpleUploadedFile(name, data)}, follow=True)


def outcomes(delivery: Delivery | None = None) -> dict[str, str]:
    delivery = delivery or Delivery.objects.order_by("-at")[0]
    delivery.refresh_from_db()
    return {row["label"]: row["outcome"] for row in delivery.rows}


def take(client: Client, **fields: str) -> Any:
    delivery = Delivery.objects.order_by("-at")[0]
    return client.post(f"{FILES}{delivery.pk}/", fields, follow=True)


@pytest.mark.django_db
def test_what_is_too_much_for_one_file_comes_in_several_that_the_list_names(
    house: House, writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {f"窓口{number}" for number in range(5)}
    for number, name in enumerate(sorted(names)):
        house.save_draft(a_service(f"desk-{number}", name_ja=name))
    for module in (screens, files):
        monkeypatch.setattr(module, "EXPORT_LIMIT", 2)
    page = writer.get("/admin/translation/list/en/", {"type": "service"}).content.decode()
    links = [html.unescape(link) for link in re.findall(rf'href="{EXPORT}\?([^"]*)"', page)]
    assert len(links) == 3
    assert "5〜5件目のXLSX" in page
    held = []
    for query in links:
        sheet = exported(writer, query)["翻訳"]
        held += sorted({sheet.cell(row, PLACES["item"]).value for row in range(2, sheet.max_row + 1)})
    assert sorted(held) == sorted(names)


@pytest.mark.django_db
def test_the_file_holds_the_texts_and_lets_only_translations_be_changed(house: House, writer: Client) -> None:
    house.save_draft(a_service(summary_ja="=cmd|'/c calc'!A1", name_en="+1 & <b>"))

    book = exported(writer)

    sheet, rows = book["翻訳"], rows_of(book)
    assert list(rows) == ["名称", "概要", "連絡先「電話」の表示名"]
    assert sheet.cell(rows["概要"], PLACES["japanese"]).value == "=cmd|'/c calc'!A1"
    assert sheet.cell(rows["名称"], PLACES["target"]).value == "+1 & <b>"
    assert sheet.protection.sheet
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "inlineStr")
            assert (cell.number_format, cell.quotePrefix) == ("@", True)
            assert cell.protection.locked is not (cell.row > 1 and cell.column == PLACES["target"])
    assert sheet.column_dimensions["I"].hidden
    assert "使い方" in book["はじめに"]["A1"].value


@pytest.mark.django_db
def test_a_round_trip_shows_first_and_then_makes_drafts(house: House, writer: Client) -> None:
    service = house.save_draft(a_service(), by=house.second_writer)
    file = bytes_of(write(exported(writer), 名称="Hotline", **{"連絡先「電話」の表示名": "Phone"}))

    page = said(bring(writer, file))
    assert "まだ何も変わっていません" in page
    assert outcomes() == {"名称": "changed", "概要": "same", "連絡先「電話」の表示名": "new"}
    assert latest(service).name_en == "Yorisoi Hotline"

    page = said(take(writer))
    assert "2行を下書きとして取り込みました" in page
    draft = latest(service)
    assert (draft.name_en, draft.contact_points.get().label_en) == ("Hotline", "Phone")
    assert draft.translation_state("name", "en") == "draft"
    assert draft.latest_revision.user == house.writer
    assert Authorship.objects.order_by("-pk")[0].person == house.writer
    assert not type(service).objects.get(pk=service.pk).live

    revision = latest(service).latest_revision_id
    assert "取り込みは終わりました" in said(take(writer))
    assert latest(service).latest_revision_id == revision


@pytest.mark.django_db
def test_newer_texts_are_never_overwritten(house: House, writer: Client) -> None:
    house.save_draft(
        service := a_service(
            description_ja="説明", cost_ja="無料", conditions_ja="だれでも", cost_en="free", how_to_use_ja="電話"
        )
    )
    book = exported(writer)
    draft = latest(service)
    draft.summary_ja = "新しい概要です。"  # the Japanese moved
    draft.name_en = "Newer name"  # the translation moved
    draft.cost_ja, draft.cost_en = "有料", "paid"  # both
    draft.contact_points = []  # gone
    house.save_draft(draft)
    everything = {
        "名称": "A",
        "概要": "B",
        "費用": "C",
        "利用できる人・条件": "D",
        "連絡先「電話」の表示名": "E",
        "くわしい説明": "",
    }

    page = said(bring(writer, bytes_of(write(book, **everything))))

    assert outcomes() == {
        "名称": "target",
        "概要": "japanese",
        "くわしい説明": "same",
        "利用のしかた": "same",
        "費用": "both",
        "利用できる人・条件": "new",
        "連絡先「電話」の表示名": "gone",
    }
    assert "Newer name" in page  # both versions are shown
    take(writer)
    draft = latest(service)
    assert (draft.name_en, draft.summary_en, draft.cost_en, draft.conditions_en) == (
        "Newer name", "We listen to any worry.", "paid", "D",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_translation_of_older_japanese_can_be_taken_and_stays_marked(house: House, writer: Client) -> None:
    service = house.save_draft(a_service(summary_en=""))
    book = write(exported(writer), 概要="We listen.")
    draft = latest(service)
    draft.summary_ja = "どんな悩みでも夜まで聞きます。"
    house.save_draft(draft)

    bring(writer, bytes_of(book))
    take(writer, keep_behind="yes")

    draft = latest(service)
    assert draft.summary_en == "We listen."
    assert draft.translation_state("summary", "en") == "stale"
    page = writer.get(f"/admin/translation/item/service/{service.content_id}/en/").content.decode()
    assert "<ins>夜まで</ins>" in page  # the Japanese of the export was kept


@pytest.mark.django_db
def test_what_moves_between_looking_and_taking_is_left_out(house: House, writer: Client) -> None:
    service = house.save_draft(a_service())
    bring(writer, bytes_of(write(exported(writer), 名称="A", 概要="B")))
    draft = latest(service)
    draft.name_en = "Newer"
    house.save_draft(draft, by=house.second_writer)

    take(writer)

    assert outcomes()["名称"] == "moved"
    assert outcomes()["概要"] == "taken"
    assert (latest(service).name_en, latest(service).summary_en) == ("Newer", "B")


@pytest.mark.django_db
def test_blocks_and_rich_texts_make_the_round_trip(house: House, writer: Client) -> None:
    faq, article = house.save_draft(a_faq()), house.save_draft(an_article())
    book = exported(writer, "type=faq")
    assert (
        book["翻訳"].cell(rows_of(book)["答え"], PLACES["japanese"]).value
        == "<p>まず、だれかに話してみてください。</p>"
    )
    bring(writer, bytes_of(write(book, 答え='<p>Talk <b>now</b></p><script>x</script><img src=x onerror="y">')))
    take(writer)
    assert latest(faq).answer_en == "<p>Talk <b>now</b></p>"

    book = exported(writer, "type=article")
    bring(
        writer,
        bytes_of(write(book, **{"本文 1番目の「見出し」": "Begin", "本文 2番目の「文章」": "Just words\nand more"})),
    )
    take(writer)
    assert latest(article).body_in("en") == [
        {"type": "heading", "value": "Begin"},
        {"type": "text", "value": "<p>Just words</p><p>and more</p>"},
    ]


def spoilt(client: Client) -> dict[str, bytes]:
    """Files that are none, or too much."""
    good = bytes_of(exported(client))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (spreadsheet.MAX_UNPACKED + 1))
    other = exported(client)
    other["翻訳"].title = "Sheet1"
    headless = exported(client)
    headless["翻訳"].cell(1, PLACES["seen"]).value = "x"
    empty = exported(client)
    empty["翻訳"].delete_rows(2, 100)
    return {
        "ファイルを選んでから": b"",
        "このファイルは開けません": "種類,名称\n".encode("cp932"),
        "開けませんでした": good[: len(good) // 2],
        "大きすぎます": bomb.getvalue(),
        "5MBまで": b"x" * (spreadsheet.MAX_BYTES + 1),
        "というシートがありません": bytes_of(other),
        "見出しと列は、そのままに": bytes_of(headless),
        "訳の行が1つもありません": bytes_of(empty),
    }


@pytest.mark.django_db
def test_a_bad_file_is_told_plainly(house: House, writer: Client) -> None:
    house.save_draft(a_service())
    told = {}
    for words, data in spoilt(writer).items():
        answer = bring(writer, data)
        told[words] = answer.status_code
        if data:
            assert words.replace("このファイルは開けません", "開けません") in said(answer), words
    assert set(told.values()) == {400}
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_rows_that_somebody_mixed_up_are_not_used(house: House, writer: Client) -> None:
    service = house.save_draft(a_service())
    book = write(exported(writer), 名称="A", 概要="=1+1", **{"連絡先「電話」の表示名": "x" * 121})
    sheet = book["翻訳"]
    sheet.cell(rows_of(book)["名称"], PLACES["key"]).value = "summary"

    bring(writer, bytes_of(book))

    assert outcomes() == {"名称": "fault", "概要": "fault", "連絡先「電話」の表示名": "long"}
    take(writer)
    assert latest(service).name_en == "Yorisoi Hotline"

    english = at_work(house.writer, "en")
    page = bring(english, bytes_of(book)).content.decode()
    assert '<td><span lang="ja">訳が長すぎます(121字)。120字までにしてください。</span></td>' in page
    assert "<td>The column of translations holds something that is no text" in page
    assert {row["said"] for row in Delivery.objects.latest("at").rows if row["outcome"] == "fault"} == {
        row["said"] for row in Delivery.objects.earliest("at").rows if row["outcome"] == "fault"
    }


@pytest.mark.django_db
def test_the_same_row_twice_is_not_used(house: House, writer: Client) -> None:
    house.save_draft(a_service())
    book = write(exported(writer), 名称="A")
    sheet = book["翻訳"]
    sheet.append([cell.value for cell in sheet[rows_of(book)["名称"]]])

    bring(writer, bytes_of(book))

    assert [row["outcome"] for row in Delivery.objects.get().rows if row["label"] == "名称"] == ["twice", "twice"]


@pytest.mark.django_db
def test_too_many_rows_are_told(writer: Client, monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    house.save_draft(a_service())
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 2)

    assert "行が多すぎます" in said(bring(writer, bytes_of(exported(writer))))


@pytest.mark.django_db
def test_rows_that_are_not_there_are_not_counted_for_ever(
    writer: Client, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    house.save_draft(a_service())
    monkeypatch.setattr(spreadsheet, "MAX_LINES", 500)
    book = exported(writer)
    book["翻訳"].cell(1_000, 1).value = "x"

    assert "空の行が多すぎます" in said(bring(writer, bytes_of(book)))


@pytest.mark.django_db
def test_rights_are_asked_for_the_file_and_for_each_item(house: House, writer: Client, desk: Desk) -> None:
    service = house.save_draft(a_service())
    type(service).objects.filter(pk=service.pk).update(locked=True, locked_by=house.second_writer)
    data = bytes_of(write(exported(writer), 名称="A"))
    bring(writer, data)
    assert outcomes()["名称"] == "right"
    mine = f"{FILES}{Delivery.objects.get().pk}/"

    assert desk(house.second_writer).get(mine).status_code == 404
    for person in (house.reviewer, house.administrator):
        assert desk(person).post(FILES, {"file": SimpleUploadedFile("x.xlsx", data)}).status_code in (302, 403)
        assert desk(person).get(mine).status_code in (302, 404)
    assert desk(house.administrator).get(EXPORT).status_code in (302, 403)
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_a_large_file_is_taken_in_steps(house: House, writer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "AT_ONCE", 2)
    offices = [house.save_draft(an_organization(f"office-{n}", name_ja=f"機関{n}")) for n in range(5)]
    book = exported(writer)
    sheet = book["翻訳"]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, PLACES["target"]).value = f"Office {row}"
    bring(writer, bytes_of(book))

    left = [said(take(writer)) for _ in range(3)]

    assert "あと3件" in left[0]
    assert "あと1件" in left[1]
    assert "取り込みは終わりました" in left[2]
    assert all(latest(office).name_en for office in offices)
    assert Work.objects.filter(language="en", missing=0).count() == 5


CELL = st.text(max_size=80)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=3))
def test_whatever_a_text_is_the_file_gives_it_back(cells: list[tuple[str, str, str]]) -> None:
    rows = [
        SheetRow(
            type="service",
            content_id="0",
            key=f"k{n}",
            language="en",
            seen="a.b",
            japanese=ja,
            before=before,
            target=en,
        )
        for n, (ja, before, en) in enumerate(cells)
    ]

    data = spreadsheet.make(rows)

    back = spreadsheet.read(io.BytesIO(data), size=len(data))
    assert not any(found.fault for found in back)
    assert [_plain(found.row.target) for found in back] == [_plain(row.target) for row in rows]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet2.xml")


def _plain(text: str) -> str:
    return texts.normal("text", spreadsheet._CONTROL.sub("", spreadsheet._RETURN.sub("", text)))


@settings(deadline=None)
@given(st.text("<>/pbulioah3 =\"'&;#x\nあい", max_size=60))
def test_one_spelling_of_a_rich_text_is_one(text: str) -> None:
    once = texts.normal("rich", text)

    assert texts.normal("rich", once) == once
    assert "<script" not in once
