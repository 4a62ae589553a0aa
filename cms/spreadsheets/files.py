"""Reading what somebody uploaded: XLSX, CSV or tabs, in any of the usual encodings, and never more than we can hold.

Everything is refused in Japanese by FileRefused. XML is read by defusedxml, macros and links to other files never.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import IO, Any

from django.utils.translation import gettext

from cms import workbooks
from cms.spreadsheets.columns import NO, YES
from cms.spreadsheets.text import fold, from_csv, from_xlsx

MOST_BYTES = 20 * 1024 * 1024
#: What a workbook may be unpacked; openpyxl holds its texts in memory.
MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 1000
MOST_ROWS = 20_000
MOST_LINES = 100_000  # a workbook may say that its second row is the thousand millionth
MOST_COLUMNS = 1_000
LONGEST_CELL = 32_767  # Excel's own limit

_ENCODINGS = ("utf-8", "cp932")
_OLE = b"\xd0\xcf\x11\xe0"


class FileRefused(Exception):
    """The file cannot be read; the message says in Japanese why, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows of a file. Cells are folded texts; each row has the number that a spreadsheet shows."""

    written_as: str
    headers: list[str]
    rows: list[tuple[int, list[str]]]


def read(file: IO[bytes], size: int) -> Table:
    """The first sheet of a workbook, or a text file. Raises FileRefused."""
    if size > MOST_BYTES:
        raise FileRefused(
            gettext("ファイルが大きすぎます。%(most_bytes)sMBまでにするか、行を分けてください。")
            % {"most_bytes": MOST_BYTES // 1024 // 1024}
        )
    if not size:
        raise FileRefused(gettext("ファイルが空です。書き出したファイルか、見出しのある表を選んでください。"))
    start = file.read(4)
    file.seek(0)
    if start.startswith(b"PK"):
        return _table("xlsx", _workbook(file))
    if start.startswith(_OLE):
        raise FileRefused(
            gettext(
                "古いExcelの形式(.xls)か、パスワードの付いたファイルです。"
                "パスワードなしの「Excelブック(.xlsx)」として保存しなおしてください。"
            )
        )
    encoding, text = _decoded(file.read())
    return _table(encoding, _lines(text))


def _table(written_as: str, lines: Iterator[list[str]]) -> Table:
    """The first line that says something has the headings; empty rows are left out."""
    headers: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(lines, start=1):
        if number > MOST_LINES:
            raise FileRefused(gettext("空の行が多すぎます。表の下の何もない行を消すか、CSVで保存してください。"))
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS:
            raise FileRefused(
                gettext("列が%(count)sあります。%(most_columns)s列までにしてください。")
                % {"count": len(cells), "most_columns": MOST_COLUMNS}
            )
        if not headers:
            headers = cells
            continue
        if len(rows) == MOST_ROWS:
            raise FileRefused(
                gettext("行が%(most_rows)sを超えています。ファイルを分けてください。") % {"most_rows": f"{MOST_ROWS:,}"}
            )
        rows.append((number, cells))
    if not headers or not rows:
        raise FileRefused(
            gettext("見出しの行と、その下に1行以上が要ります。1枚めのシートに表があるか確かめてください。")
        )
    return Table(written_as=written_as, headers=headers, rows=rows)


def _cells(values: Iterable[str], number: int) -> list[str]:
    """Folded, without the empty ones at the end."""
    cells = [fold(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise FileRefused(
            gettext("%(number)s行目に、%(longest_cell)s文字を超えるセルがあります。短くしてください。")
            % {"number": number, "longest_cell": f"{LONGEST_CELL:,}"}
        )
    return cells


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates: tuple[tuple[str, str], ...] = (("utf-16", "utf-16"),)
    elif data.startswith(b"\xef\xbb\xbf"):
        candidates = (("utf-8", "utf-8-sig"),)
    else:
        candidates = tuple((name, name) for name in _ENCODINGS)
    for name, codec in candidates:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return name, text
    raise FileRefused(
        gettext(
            "文字コードが分かりません。"
            "表計算ソフトで「Excelブック(.xlsx)」か「CSV UTF-8」として保存しなおしてください。"
        )
    )


def _lines(text: str) -> Iterator[list[str]]:
    head = text[: text.find("\n")] if "\n" in text else text
    separator = max(",\t;", key=head.count)
    csv.field_size_limit(MOST_BYTES)
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            yield _cells((from_csv(cell) for cell in line), number)
    except csv.Error as error:
        raise FileRefused(
            gettext(
                'CSVとして読めません。引用符(")が閉じていないところがないか確かめるか、Excelブックで保存しなおしてください。'
            )
        ) from error


def _workbook(file: IO[bytes]) -> Iterator[list[str]]:
    """The rows of the first sheet. Formulas count as what they last gave."""
    try:
        with workbooks.opened(file, unpacked=MOST_UNPACKED, parts=MOST_PARTS, formulas=False) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its own size may be anything
            for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1):
                yield _cells((_text(value) for value in row), number)
    except workbooks.TooLarge as error:
        raise FileRefused(
            gettext(
                "Excelのファイルの中身が大きすぎます。使わないシートや書式を消すか、行を分けるか、CSVで保存してください。"
            )
        ) from error
    except workbooks.Unreadable as error:
        raise FileRefused(
            gettext(
                "Excelのファイルとして読めません。こわれているか、安全でない部分があります。"
                "表計算ソフトで開いて「Excelブック(.xlsx)」として保存しなおすか、CSVで保存してください。"
            )
        ) from error


def _text(value: Any) -> str:
    """A cell's value as an editor sees it; a telephone number that became a number has no comma and no point."""
    written = _WRITTEN.get(type(value))
    return written(value) if written else str(value)


def _instant(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")


_WRITTEN: dict[type[Any], Callable[[Any], str]] = {
    type(None): lambda _value: "",
    str: from_xlsx,
    bool: lambda value: YES if value else NO,
    float: lambda value: str(int(value)) if value.is_integer() else str(value),
    datetime: _instant,
    time: lambda value: value.strftime("%H:%M"),
}
