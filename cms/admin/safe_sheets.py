"""The CSV files of Wagtail's own reports and lists run nothing: a title may begin as a formula does.

Its XLSX files are safe as they are: there every text is written as a text.
"""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.cells import safe_cell


def write_csv_row(self: Any, writer: Any, row_dict: dict[str, Any]) -> Any:
    """As Wagtail writes it, but for texts that a spreadsheet would run."""
    values = {field: self.preprocess_field_value(field, value, "csv") for field, value in row_dict.items()}
    return writer.writerow(
        {field: safe_cell(value) if isinstance(value, str) else value for field, value in values.items()}
    )


def install() -> None:
    """Let every list and report write so; at the start of the process."""
    SpreadsheetExportMixin.write_csv_row = write_csv_row
