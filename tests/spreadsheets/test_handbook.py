"""The handbook lists every column, heading and limit as the code has them."""

from pathlib import Path

from catalog.languages import JAPANESE
from cms.spreadsheets import files
from cms.spreadsheets.columns import Column, part_columns, service_columns
from cms.spreadsheets.mapping import label
from cms.spreadsheets.municipal import HEADINGS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "editors" / "spreadsheets.md"


def table(columns: tuple[Column, ...], prefix: str) -> str:
    """One line for a column; a translated one has others beside it, named by their language."""
    rows = [
        f"| {prefix}{one.header}{'(ほかの言語も)' if one.language else ''} | {one.about} |"
        for one in columns
        if one.language in {"", JAPANESE}
    ]
    return "\n".join(["| 列 | 書きかた |", "| --- | --- |", *rows])


def of_municipalities() -> str:
    rows = [f"| {heading} | {label(key)} |" for heading, key in HEADINGS.items()]
    return "\n".join(["| 見出し | ともしびの項目 |", "| --- | --- |", *rows])


def tables() -> list[str]:
    return [
        table(service_columns(), ""),
        table(part_columns("contact"), "連絡先1_"),
        table(part_columns("source"), "出典1_"),
        of_municipalities(),
    ]


def test_the_handbook_lists_what_is_there() -> None:
    page = PAGE.read_text()
    for one in tables():
        assert one in page
    assert f"{files.MOST_BYTES // 1024 // 1024}MB" in page
    assert f"{files.MOST_ROWS:,}行" in page
    assert f"{files.MOST_COLUMNS:,}列" in page
    assert f"{files.LONGEST_CELL:,}文字" in page
