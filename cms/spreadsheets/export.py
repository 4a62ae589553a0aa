"""Writing services into files that a spreadsheet opens safely, and that come back unchanged."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from catalog.models import Service
from cms.cells import is_formula
from cms.spreadsheets.columns import PARTS, Place, places
from cms.spreadsheets.drafts import Draft, drafts
from cms.spreadsheets.files import LONGEST_CELL
from cms.spreadsheets.text import fold, for_cp932, for_csv, for_xlsx, missing_in_cp932
from cms.spreadsheets.values import cell
from cms.spreadsheets.words import Words, words

#: What a file can be written as -> how editors choose it.
FORMS = {
    "xlsx": "Excel(.xlsx)",
    "csv": "CSV(UTF-8)",
    "cp932": _("CSV(CP932、いわゆるShift_JIS)"),
}
_WIDE = {"text": 40, "url": 32, "value": 24, "hours": 28, "id": 14}


class CellTooLong(Exception):
    """A spreadsheet would cut a text; the message names the service in Japanese."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One cell with letters that CP932 has not."""

    name: str
    heading: str
    letters: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """What goes into one file."""

    services: QuerySet[Service]
    columns: list[Place]
    words: Words

    def rows(self) -> Iterator[list[str]]:
        """The cells of each service, in its newest draft."""
        for draft in drafts(self.services):
            yield row(draft, self.columns, self.words)


def content(services: QuerySet[Service], *, all_languages: bool) -> Content:
    """One row a service, in the order of the query; as many groups of contacts as the fullest draft has.

    Raises CellTooLong.
    """
    numbers = dict.fromkeys(PARTS, 0)
    for draft in drafts(services):
        texts = [draft.content, *(row for part in PARTS for row in draft.parts(part))]
        if any(isinstance(text, str) and len(text) > LONGEST_CELL for row in texts for text in row.values()):
            raise CellTooLong(
                gettext("「%(service)s」に、セルに入らない長さの文があります。") % {"service": draft.service}
            )
        for part in PARTS:
            numbers[part] = max(numbers[part], len(draft.parts(part)))
    return Content(services=services, columns=places(numbers, all_languages=all_languages), words=words())


def row(draft: Draft, columns: Iterable[Place], named: Words) -> list[str]:
    """The cells of one draft."""
    parts = {part: draft.parts(part) for part in PARTS}
    found = []
    for place in columns:
        column = place.column
        if column.kind == "told":
            found.append(_told(draft, column.name))
            continue
        there = parts[column.part] if column.part else [draft.content]
        number = max(place.number - 1, 0)
        found.append(fold(cell(column, there[number].get(column.field), named)) if number < len(there) else "")
    return found


def missing(content: Content) -> list[Missing]:
    """Every cell that CP932 cannot hold as it is."""
    found = []
    for cells in content.rows():
        for place, text in zip(content.columns, cells, strict=True):
            if letters := missing_in_cp932(text):
                found.append(Missing(name=cells[_position(content, "name_ja")], heading=place.header, letters=letters))
    return found


def write(content: Content, form: str, file: IO[bytes]) -> None:
    """Write the whole file. As CP932, 〓 stands for each letter that it has not: `missing` tells which."""
    if form == "xlsx":
        _write_xlsx(content, file)
    else:
        _write_csv(content, file, "cp932" if form == "cp932" else "utf-8-sig")


def _position(content: Content, key: str) -> int:
    return next(number for number, place in enumerate(content.columns) if place.key == key)


def _told(draft: Draft, name: str) -> str:
    if name == "revision":
        return str(draft.revision or "")
    # stays Japanese: cells of a spreadsheet
    live = "公開中" if draft.service.live else "下書き"
    # stays Japanese: cells of a spreadsheet
    return "公開中(未公開の変更あり)" if draft.service.live and draft.unpublished else live


def _write_csv(content: Content, file: IO[bytes], encoding: str) -> None:
    text = io.TextIOWrapper(file, encoding=encoding, newline="", write_through=True)
    writer = csv.writer(text)
    held = for_cp932 if encoding == "cp932" else str
    writer.writerow([held(place.header) for place in content.columns])
    for cells in content.rows():
        writer.writerow([for_csv(held(one)) for one in cells])
    text.flush()
    text.detach()


def _write_xlsx(content: Content, file: IO[bytes]) -> None:
    """Every cell is text; one that begins like a formula carries the mark that Excel gives to a typed apostrophe."""
    book = Workbook(write_only=True)
    # stays Japanese: cells of a spreadsheet
    sheet = book.create_sheet("支援・相談窓口")
    sheet.freeze_panes = "F2"
    for number, place in enumerate(content.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(place.column.kind, 16)
    heading = _style(sheet, font=Font(bold=True), fill=PatternFill("solid", fgColor="E6EEF5"))
    plain, quoted = _style(sheet), _style(sheet, quotePrefix=True)
    sheet.append([_cell(sheet, place.header, heading) for place in content.columns])
    for cells in content.rows():
        sheet.append([_cell(sheet, one, quoted if is_formula(one) else plain) if one else None for one in cells])
    book.save(file)


def _style(sheet: Any, **style: Any) -> Any:
    """Made once: openpyxl compares whole styles."""
    made = WriteOnlyCell(sheet, "")
    made.number_format = "@"
    for name, value in style.items():
        setattr(made, name, value)
    return made._style


def _cell(sheet: Any, text: str, style: Any) -> Any:
    made = WriteOnlyCell(sheet, for_xlsx(text))
    made.data_type = "s"  # or openpyxl takes what begins with "=" for a formula
    made._style = style
    return made
