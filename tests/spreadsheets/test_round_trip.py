"""Whatever a draft holds goes out and comes in again as no change, in every form of a file."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalog.models import ContactPoint, Service, ServiceSource
from tests.editors import House, a_service, in_every_language
from tests.spreadsheets.desk import Desk, a_csv, desk_of, outcomes, refused

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXTS = st.text(LETTERS, max_size=30) | st.sampled_from(
    [
        "=1+1",
        "+8190",
        "-5",
        "@SUM(A1)",
        "'=x",
        "\t=1",
        " 間 ",
        "一行\n二行\r\n三行",
        "😀🏳️‍🌈",
        "〜—",
        "_x0041_",
        "a;b",
        "〓",
    ]
)
NUMBERS = st.sampled_from(
    ["０１２０－２７９－３３８", "0120279338", "#9110", "110", "03(1234)5678", "+81 3", "番号なし", ""]
)
FORMS = [{"form": "xlsx"}, {"form": "csv"}, {"form": "cp932", "replace": "1"}, {"form": "xlsx", "languages": "ja"}]


@st.composite
def services(draw: Any) -> Service:
    service = Service(name_ja=draw(TEXTS), name_en=draw(TEXTS), summary_ja=draw(TEXTS), kana=draw(TEXTS))
    service.crisis = draw(st.booleans())
    service.anonymous_ok = draw(st.sampled_from([None, True, False]))
    service.url = draw(st.sampled_from(["", "https://example.test/?a=1;2", "まちがったURL"]))
    service.contact_points = [
        ContactPoint(
            channel=draw(st.sampled_from(ContactPoint.Channel.values)), value=draw(NUMBERS), note_ja=draw(TEXTS)
        )
        for _ in range(draw(st.integers(0, 4)))
    ]
    service.sources = [
        ServiceSource(url=draw(TEXTS), title=draw(TEXTS), sort_order=n) for n in range(draw(st.integers(0, 2)))
    ]
    return service


@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(made=st.lists(services(), min_size=3, max_size=3))
def test_a_round_trip_changes_nothing(house: House, desk: Desk, made: list[Service]) -> None:
    Service.objects.all().delete()
    for service in made:
        service.save()
        service.save_revision(user=house.writer, clean=False)
    for form in FORMS:
        for clears in ("no", "yes"):
            job = desk.dry_run(desk.export(**form), clears=clears)
            said = [(row.outcome, row.differences, row.faults) for row in job.rows.all()]
            assert outcomes(job) == ["same"] * 3, (form, clears, said)


def test_every_field_in_every_language_goes_out_and_in(house: House, desk: Desk) -> None:
    house.save_draft(in_every_language(a_service()))
    for form in FORMS:
        assert outcomes(desk.dry_run(desk.export(**form))) == ["same"], form


def test_the_file_of_one_house_makes_the_same_drafts_in_another(house: House, desk: Desk) -> None:
    house.save_draft(in_every_language(a_service()))
    rows = list(csv.reader(io.StringIO(desk.export(form="csv").decode("utf-8-sig"))))
    leave_out = {n for n, heading in enumerate(rows[0]) if heading.endswith(("公開ID", "書き出した版"))}
    before = {heading: cell for n, (heading, cell) in enumerate(zip(*rows, strict=True)) if n not in leave_out}
    Service.objects.all().delete()
    job = desk.dry_run(a_csv([[c for n, c in enumerate(row) if n not in leave_out] for row in rows]))
    assert outcomes(job) == ["new"]
    desk.write(job)
    again = list(csv.reader(io.StringIO(desk.export(form="csv").decode("utf-8-sig"))))
    assert {h: c for n, (h, c) in enumerate(zip(*again, strict=True)) if n not in leave_out} == before


def test_nothing_in_a_file_is_a_formula(house: House, desk: Desk) -> None:
    house.save_draft(a_service(name_ja="=HYPERLINK(1)", kana="+1", summary_ja="@x", name_en="-1"))
    sheet = openpyxl.load_workbook(io.BytesIO(desk.export())).worksheets[0]
    dangerous = [cell for cell in sheet[2] if str(cell.value or "").startswith(("=", "+", "-", "@"))]
    assert len(dangerous) == 4
    assert all(cell.data_type == "s" and cell.quotePrefix and cell.number_format == "@" for cell in dangerous)
    rows = list(csv.reader(io.StringIO(desk.export(form="csv").decode("utf-8-sig"))))
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]


def test_only_what_the_list_would_show_goes_out(house: House, desk: Desk) -> None:
    house.save_draft(a_service())
    house.save_draft(a_service("loan-desk", name_ja="くらしの貸付", kana="くらしのかしつけ", kind="loan"))
    sheet = openpyxl.load_workbook(io.BytesIO(desk.export(kind="loan"))).worksheets[0]
    assert [row[4].value for row in sheet.iter_rows(min_row=2)] == ["くらしの貸付"]
    sheet = openpyxl.load_workbook(io.BytesIO(desk.export(q="よりそい"))).worksheets[0]
    assert [row[4].value for row in sheet.iter_rows(min_row=2)] == ["よりそいホットライン"]


def test_cp932_tells_first_what_it_would_lose(house: House, desk: Desk) -> None:
    house.save_draft(a_service(summary_ja="😀と話す〜"))
    answer = desk.client.get("/admin/spreadsheets/export/", {"form": "cp932", "languages": "ja"})
    page = answer.content.decode()
    assert "書けない文字" in page
    assert "😀" in page
    data = desk.export(form="cp932", languages="ja", replace="1")
    assert "〓と話す～" in data.decode("cp932")


def test_a_letter_that_was_lost_on_the_way_out_does_not_come_in(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service(summary_ja="😀と話す"))
    data = desk.export(form="cp932", languages="ja", replace="1").decode("cp932").replace("と話す", "と話そう")
    (row,) = desk.dry_run(data.encode("cp932")).rows.all()
    assert row.outcome == "error"
    assert "〓" in row.faults[0]["wrong"]
    service.refresh_from_db()
    assert service.summary_ja == "😀と話す"


def test_a_text_that_no_cell_holds_is_told_and_not_cut(house: House, desk: Desk) -> None:
    house.save_draft(a_service(description_ja="長" * 40_000))
    answer = desk.client.get("/admin/spreadsheets/export/", {"form": "xlsx"}, follow=True)
    assert "セルに入らない長さの文があります" in answer.content.decode()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_everybody_who_sees_services_may_take_them_out(house: House, form: str) -> None:
    house.save_draft(a_service())
    assert desk_of(house.reviewer).export(form=form)
    assert refused(desk_of(house.administrator).client.get("/admin/spreadsheets/export/"))
