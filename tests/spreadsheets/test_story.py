"""A file goes out, is changed, comes in as drafts, and is taken back."""

import io

import openpyxl

from catalog.models import Service
from cms.workflow.models import Authorship
from tests.editors import House, a_service
from tests.spreadsheets.desk import Desk, an_xlsx, outcomes


def changed(data: bytes, cells: dict[str, str]) -> bytes:
    """The file with other cells in its first row, by heading."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for heading, text in cells.items():
        sheet.cell(2, headings.index(heading) + 1).value = text
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_out_changed_in_and_back(house: House, desk: Desk) -> None:
    live = house.publish(a_service())
    data = desk.export()
    job = desk.dry_run(data, "一覧.xlsx")
    assert outcomes(job) == ["same"]

    job = desk.dry_run(
        changed(data, {"概要": "新しい概要です。", "連絡先1_番号・URL・場所": "０３－１２３４－５６７８"}), "一覧.xlsx"
    )
    assert outcomes(job) == ["change"]
    (row,) = job.rows.all()
    assert [(one["heading"], one["before"], one["after"]) for one in row.differences] == [
        ("概要", "どんな悩みでも聞きます。", "新しい概要です。"),
        ("連絡先1_番号・URL・場所", "0120-279-338", "03-1234-5678"),
    ]
    assert "新しい概要です。" in desk.page(job)
    desk.write(job)
    service = Service.objects.get(pk=live.pk)
    draft = service.get_latest_revision_as_object()
    assert service.summary_ja == "どんな悩みでも聞きます。"
    assert service.live
    assert draft.summary_ja == "新しい概要です。"
    assert draft.translation_state("summary", "en") == "stale"
    assert [contact.value for contact in draft.contact_points.all()] == ["03-1234-5678"]
    author = Authorship.objects.latest("pk")
    assert (author.person, author.origin) == (house.writer, "person")

    desk.undo(job)
    service.refresh_from_db()
    assert service.get_latest_revision_as_object().summary_ja == "どんな悩みでも聞きます。"
    assert not service.has_unpublished_changes
    assert "元に戻しました" in desk.page(job)


def test_a_new_row_becomes_a_draft_and_goes_again(house: House, desk: Desk) -> None:
    job = desk.dry_run(
        an_xlsx([["名称", "よみがな", "連絡先1_番号・URL・場所"], ["あおぞら相談", "アオゾラソウダン", 312345678]]),
        "新.xlsx",
    )
    assert outcomes(job) == ["new"]
    desk.write(job)
    made = Service.objects.get()
    assert (made.name_ja, made.kana, made.live) == ("あおぞら相談", "あおぞらそうだん", False)
    assert [(one.channel, one.value) for one in made.contact_points.all()] == [("phone", "0312345678")]
    desk.undo(job)
    assert not Service.objects.exists()
