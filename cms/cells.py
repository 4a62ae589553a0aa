"""Cells that a spreadsheet takes for texts: for everything that writes a file for one. Pure."""

from typing import Any, Final

#: What a spreadsheet takes for the beginning of a formula, in the width of a Japanese keyboard too.
# stays Japanese: signs that a spreadsheet takes for the beginning of a formula
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take this text for a formula."""
    return text.startswith(_FORMULA)


def safe_cell(value: Any) -> str:
    """A value as a text that runs nowhere; "" for None."""
    text = "" if value is None else str(value)
    return f"'{text}" if is_formula(text) else text


#: For `custom_field_preprocess` of Wagtail's reports and lists, whose files would hold formulas.
SAFE: Final = {"csv": safe_cell, "xlsx": safe_cell}
