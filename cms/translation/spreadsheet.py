"""Translations as a spreadsheet: made so that nothing in it runs, and read as if anybody had sent it."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext, gettext_noop
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cms import workbooks

# stays Japanese: what stands in a translators' file
SHEET: Final = "翻訳"
# stays Japanese: what stands in a translators' file
NOTES: Final = "はじめに"
#: What an upload may be: its bytes, what it may unpack to, how many files are in it, and how many rows.
MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 20 * 1024 * 1024
MAX_FILES: Final = 200
MAX_ROWS: Final = 5_000
#: Whatever is in them: a workbook may say that its second row is the thousand millionth.
MAX_LINES: Final = 100_000
#: A cell takes 32,767 characters; whatever is longer is translated on the screen.
MAX_CELL: Final = 32_000

#: (name, heading, width); the heading is how a column is found again. Width 0: hidden.
# stays Japanese: what stands in a translators' file
COLUMNS: Final = (
    ("kind", "種類", 14),
    ("item", "名称", 26),
    ("label", "項目", 24),
    ("japanese", "日本語(変えられません)", 56),
    ("before", "訳したときの日本語", 40),
    ("target", "訳(ここに書きます)", 56),
    ("state", "状態", 18),
    ("type", "管理用1", 0),
    ("content_id", "管理用2", 0),
    ("key", "管理用3", 0),
    ("language", "言語", 10),
    ("seen", "管理用4", 0),
    ("seal", "管理用5", 0),
)
_HEADINGS: Final = {name: heading for name, heading, _width in COLUMNS}
#: XML has no place for these; editors cannot see them.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")
#: How spreadsheets spell a character that XML cannot hold.
_RETURN: Final = re.compile(r"_x000[dD]_")
# stays Japanese: what stands in a translators' file
INSTRUCTIONS: Final = (
    "このファイルの使い方",
    "・「翻訳」のシートの「訳(ここに書きます)」の列だけを書いてください。ほかの列は変えられないようにしてあります。",
    "・見出し・列・行は、そのままにしてください。訳さない行は、空のままでかまいません。",
    "・訳を空のままにした行は、取り込みません(いまの訳が残ります)。",
    "・<p> や <b> や <a …> のようなしるしは、消さずに、訳文の同じところに入れてください。",
    "・「1行に1つ」の項目は、セルの中の改行で分けてください。",
    "・ファイルは、かならずXLSXのまま保存してください(CSVにすると、取り込めません)。",
    "・書き出したあとで日本語や訳が変わった行は、取り込むときにお知らせし、だまって上書きすることはありません。",
)


class FileRefused(Exception):
    """The file is none of ours, or too large. The text says what is wrong and what to do, in Japanese."""


@dataclass(frozen=True)
class SheetRow:
    """One text in the file. What is hidden names it; ``seen`` tells which Japanese and translation were exported."""

    type: str
    content_id: str
    key: str
    language: str
    seen: str
    kind: str = ""
    item: str = ""
    label: str = ""
    japanese: str = ""
    before: str = ""
    target: str = ""
    state: str = ""

    @property
    def seal(self) -> str:
        """A mark that only we can make: whoever mixes up rows or columns breaks it."""
        named = "|".join((self.type, self.content_id, self.key, self.language, self.seen))
        return Signer(salt="translation.row").signature(named)


@dataclass(frozen=True)
class ReadRow:
    """One row as it came back. ``fault`` says in Japanese why it cannot be used."""

    number: int
    row: SheetRow
    fault: str = ""


def too_long(row: SheetRow) -> bool:
    """Whether a cell could not hold one of the texts."""
    return any(len(text) > MAX_CELL for text in (row.japanese, row.before, row.target))


def make(rows: Iterable[SheetRow], *, left_out: Sequence[str] = ()) -> bytes:
    """The file. Every cell is text, whatever it begins with; only the translations can be changed."""
    book = Workbook()
    notes: Any = book.active
    notes.title = NOTES
    notes.column_dimensions["A"].width = 110
    # stays Japanese: what stands in a translators' file
    more = ["", "長すぎるため入れていない文(編集画面で訳してください):", *left_out] if left_out else []
    for line in (*INSTRUCTIONS, *more):
        notes.append([""])
        _write(notes.cell(notes.max_row, 1), line)
    notes["A1"].font = Font(bold=True, size=14)
    notes.protection.sheet = True
    sheet: Any = book.create_sheet(SHEET)
    _lay_out(sheet)
    for number, row in enumerate(rows, start=2):
        for place, (name, _heading, _width) in enumerate(COLUMNS, start=1):
            cell = sheet.cell(number, place)
            _write(cell, row.seal if name == "seal" else getattr(row, name))
            cell.protection = Protection(locked=name != "target")
            if name == "target":
                cell.fill = PatternFill("solid", fgColor="FFFDE7")
    book.active = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _lay_out(sheet: Worksheet) -> None:
    for place, (_name, heading, width) in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, place)
        _write(cell, heading)
        cell.font = Font(bold=True)
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.hidden = width or 10, not width
    sheet.freeze_panes = "D2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # columns may be made wider, rows higher
    sheet.protection.formatRows = False


def _write(cell: Any, text: str) -> None:
    """Text and nothing else: also after somebody edited the cell, since it is formatted as text and marked so."""
    cell.value = _CONTROL.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def read(file: BinaryIO, *, size: int) -> list[ReadRow]:
    """The rows of a file that came back. Raises FileRefused."""
    if size > MAX_BYTES:
        raise FileRefused(
            gettext("ファイルが大きすぎます(%(max_bytes)sMBまで)。2つのファイルに分けてください。")
            % {"max_bytes": MAX_BYTES // 1024 // 1024}
        )
    try:
        with workbooks.opened(file, unpacked=MAX_UNPACKED, parts=MAX_FILES, formulas=True) as book:
            return list(_rows(book))
    except workbooks.TooLarge as error:
        raise FileRefused(
            gettext("ファイルの中身が大きすぎます。書き出したファイルをそのまま使ってください。")
        ) from error
    except workbooks.Unreadable as error:
        raise FileRefused(
            gettext(
                "このファイルは開けませんでした。書き出したXLSXを、パスワードを付けずにXLSXのまま保存して、もう一度選んでください。"
            )
        ) from error


def _rows(book: Any) -> Iterator[ReadRow]:
    if SHEET not in book.sheetnames:
        raise FileRefused(
            gettext("「%(sheet)s」というシートがありません。書き出したファイルを使ってください。") % {"sheet": SHEET}
        )
    rows = book[SHEET].iter_rows(max_col=50)
    headings = [str(cell.value or "").strip() for cell in next(rows, ())]
    missing = [heading for heading in _HEADINGS.values() if heading not in headings]
    if missing:
        raise FileRefused(
            gettext("見出しの行に「%(missing)s」がありません。見出しと列は、そのままにしてください。")
            % {"missing": gettext("」「").join(missing)}
        )
    places = {name: headings.index(heading) for name, heading in _HEADINGS.items()}
    count = 0
    for number, cells in enumerate(rows, start=2):
        if number > MAX_LINES:
            raise FileRefused(
                gettext("空の行が多すぎます。表の下の何もない行を消すか、書き出したファイルを使ってください。")
            )
        if any(cell.value not in (None, "") for cell in cells):
            count += 1
            if count > MAX_ROWS:
                raise FileRefused(
                    gettext("行が多すぎます(%(max_rows)s行まで)。2つのファイルに分けてください。")
                    % {"max_rows": f"{MAX_ROWS:,}"}
                )
            padded = (*cells, *[None] * 50)
            yield _read_row(number, {name: padded[place] for name, place in places.items()})


def _read_row(number: int, cells: dict[str, Any]) -> ReadRow:
    texts = {name: _text(cell) for name, cell in cells.items()}
    seal = texts.pop("seal")
    row = SheetRow(**texts)
    fault = ""
    if not constant_time_compare(seal, row.seal):
        fault = gettext_noop("管理用の列が書きかえられているか、ほかの行とまざっています。書き出しなおしてください。")
    elif getattr(cells["target"], "data_type", "s") not in ("s", "n", "inlineStr", "str"):
        fault = gettext_noop("訳の列に、文ではないもの(数式や日付)が入っています。文として書きなおしてください。")
    return ReadRow(number, row, fault)


def _text(cell: Any) -> str:
    value = cell.value if cell is not None else None
    if value is None:
        return ""
    return _RETURN.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")
