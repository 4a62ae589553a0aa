"""Files that somebody made to hurt, and files that are merely broken: a clear word, never a fault of ours."""

import io
import zipfile

import pytest

from cms.spreadsheets import files
from tests.spreadsheets.desk import Desk, a_csv, an_xlsx

BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def altered(part: str, text: str) -> bytes:
    """A good workbook with one of its parts replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(an_xlsx([["名称"], ["x"]]))) as good, zipfile.ZipFile(made, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, text if name == part else good.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def sheet(rows: str, before: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return altered(
        "xl/worksheets/sheet1.xml", f'{before}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    )


HOSTILE = {
    "empty": b"",
    "nothing but headings": a_csv([["名称"]]),
    "no text": bytes(range(256)) * 4,
    "zeros": b"\x00" * 100,
    "an open quote": '名称\n"くらし相談\n'.encode(),
    "an old workbook": b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
    "half a workbook": an_xlsx([["名称"], ["x"]])[:900],
    "a zip of something else": altered("[Content_Types].xml", "<x/>"),
    "many entities": sheet("<row><c t='inlineStr'><is><t>&b;</t></is></c></row>", BOMB),
    "a file of the server": sheet("<row><c t='inlineStr'><is><t>&a;</t></is></c></row>", OUTSIDE),
    "entities in the list of sheets": altered("xl/workbook.xml", BOMB + "<x>&b;</x>"),
    "a zip that swells": sheet(" " * 12_000_000),
    "a row far down": sheet(
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='999999999'><c r='A999999999'><v>1</v></c></row>"
    ),
    "many columns": a_csv([["x"] * 1001, ["x"] * 1001]),
    "a long cell": a_csv([["名称"], ["長" * 40_000]]),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_in_plain_words(desk: Desk, data: bytes) -> None:
    answer = desk.upload(data, "一覧.xlsx")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'id="file-error"' in page
    assert "root:" not in page


def test_too_many_rows_and_too_large_files_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    assert "行が2を超えています" in desk.upload(a_csv([["名称"], ["a"], ["b"], ["c"]])).content.decode()
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    assert "ファイルが大きすぎます" in desk.upload(a_csv([["名称"], ["くらし相談"]])).content.decode()


def test_a_file_name_and_cells_that_look_like_html_stay_text(desk: Desk) -> None:
    job = desk.dry_run(a_csv([["名称", "<b>x</b>"], ["<script>alert(1)</script>", "x"]]), "<img>.csv")
    page = desk.page(job)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
