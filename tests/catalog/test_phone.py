"""Telephone numbers, as editors type them and as telephones dial them."""

import json

import pytest
from hypothesis import given, strategies

from catalog import phone
from catalog.imports.starter_files import FOLDER


@pytest.mark.parametrize(
    ("typed", "shown", "dialled"),
    [
        ("110", "110", "110"),
        ("１８８", "188", "188"),
        ("#9110", "#9110", "#9110"),
        ("＃８８９１", "#8891", "#8891"),
        ("♯8008", "#8008", "#8008"),
        ("０１２０－２７９−３３８", "0120-279-338", "0120279338"),
        ("0120ー279ー338", "0120-279-338", "0120279338"),
        ("0120-0-78310", "0120-0-78310", "0120078310"),
        ("0570-783-556", "0570-783-556", "0570783556"),
        ("03(6745)5600", "03-6745-5600", "0367455600"),
        (" 0120 279 338 ", "0120-279-338", "0120279338"),
        ("0367455600", "0367455600", "0367455600"),
    ],
)
def test_a_number_keeps_the_grouping_of_its_desk(typed: str, shown: str, dialled: str) -> None:
    assert phone.normalise(typed) == shown
    assert phone.dial(typed) == dialled


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "電話番号を入れて"),
        ("+81 3 6745 5600", "国番号"),
        ("平日 03-6745-5600", "補足"),
        ("03-6745-5600(内線12)", "補足"),
        ("1234", "短縮番号"),
        ("#1234", "短縮番号"),
        ("#110", "短縮番号"),
        ("8891", "短縮番号"),
        ("6745-5600", "市外局番"),
        ("03-6745-560", "桁"),
        ("0120-279-3388", "桁"),
    ],
)
def test_a_number_that_nobody_can_dial_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(phone.PhoneInvalid, match=reason):
        phone.normalise(typed)


def test_every_number_of_the_starter_content_is_accepted_as_it_stands() -> None:
    services = json.loads((FOLDER / "services.json").read_text())
    numbers = [c["value"] for service in services for c in service["contacts"] if c["channel"] == "phone"]

    assert [phone.normalise(number) for number in numbers] == numbers
    assert len(numbers) > 50


@given(strategies.text(alphabet="0123456789-#()（）０１２－ー ", max_size=16))
def test_what_is_accepted_is_stable_and_dials_without_signs(text: str) -> None:
    try:
        shown = phone.normalise(text)
    except phone.PhoneInvalid:
        return
    assert phone.normalise(shown) == shown
    assert phone.dial(shown).removeprefix("#").isdecimal()
