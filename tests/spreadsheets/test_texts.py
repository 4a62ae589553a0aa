"""Cells: what a spreadsheet must not take for something else comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.spreadsheets import text
from cms.spreadsheets.values import channel_of, lost_zero

LETTERS = st.text(st.characters(exclude_categories=["Cs"]))
TRICKY = st.sampled_from(
    ["=1+1", "+81", "-1", "@x", "'=1", "''", "0120", "_x0041_", "_x005F_x0041_", "〜−", "1-2", "𠮷😀"]
)


@given(LETTERS | TRICKY)
def test_what_goes_into_a_csv_comes_back(written: str) -> None:
    held = text.for_csv(written)
    assert text.from_csv(held) == written
    assert not held.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@given(LETTERS.map(text.fold) | TRICKY)
def test_what_goes_into_a_workbook_comes_back(written: str) -> None:
    assert text.from_xlsx(text.for_xlsx(written)) == written


@given(LETTERS | TRICKY)
def test_cp932_says_what_it_cannot_hold(written: str) -> None:
    held = text.for_cp932(written)
    assert held.encode("cp932").decode("cp932") == held
    assert len(held) == len(written)
    assert (text.GETA in held.replace(text.GETA, "", written.count(text.GETA))) == bool(text.missing_in_cp932(written))


@pytest.mark.parametrize(
    "number",
    ["0312345678", "09012345678", "2026-11-25", "1/2", "12:30", "1e5", "123456789012"],
)
def test_numbers_that_excel_alters_are_marked_as_text(number: str) -> None:
    assert text.for_csv(number) == f"'{number}"


@pytest.mark.parametrize("number", ["0120-279-338", "03-1234-5678", "#9110", "12"])
def test_numbers_that_it_leaves_alone_are_not(number: str) -> None:
    assert text.for_csv(number) == number


def test_a_lost_zero_is_known_by_what_can_be_dialled() -> None:
    assert lost_zero("120279338")
    assert lost_zero("３１２３４５６７８")
    assert not lost_zero("0120279338")
    assert not lost_zero("110")
    assert [channel_of(one) for one in ("120279338", "https://x.test", "a@x.test", "本庁舎1階")] == [
        "phone", "web_form", "email", "in_person",
    ]  # fmt: skip
