"""Opening hours that editors type."""

import json

import pytest

from catalog import opening_hours
from catalog.imports.starter_files import FOLDER


@pytest.mark.parametrize("empty", [None, "", " ", "　", ";"])
def test_nothing_means_unknown(empty: str | None) -> None:
    assert opening_hours.normalise(empty) is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("24/7", "24/7"),
        ("Ｍｏ－Ｆｒ　09：00～17：00", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 09:00〜17:00;  PH off ;", "Mo-Fr 09:00-17:00; PH off"),
        ("Mo-Fr 09:00-17:00; PH off; Dec 29-Jan 03 off", "Mo-Fr 09:00-17:00; PH off; Dec 29-Jan 03 off"),
        ("Mo off; Tu-Fr 09:00-17:00", "Mo off; Tu-Fr 09:00-17:00"),
    ],
)
def test_hours_are_stored_half_width(typed: str, stored: str) -> None:
    assert opening_hours.normalise(typed) == stored
    assert opening_hours.normalise(stored) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ('Mo-Fr 09:00-17:00 "要予約"', "文章"),
        ("Mo-Fr 09:00-17:00 “要予約”", "文章"),
        ('Mo-Fr 09:00-17:00 || "電話で"', "文章"),
        ("Mo-Fr 09:00-17:00 || Sa 10:00-12:00", r"\|\|"),
        ("Mo-Fr 09:00-17:00; SH off", "学校の休み"),
        ("unknown", "空のまま"),
        ("月-金 09:00-17:00", "曜日"),
        ("Mo-Fr 9時-17時", "24時間制"),
        ("Mo-Fr 26:00-28:00", "02:00"),
        ("Mo-Fr 09:00", "途中で終わって"),
        ("Mo-Fr 9-17", "「9-17」から先"),
        ("PH off; Mo-Fr 09:00-17:00", "最後に"),
        ("Jan 10 off; 24/7", "最後に"),
        ("Mo, We 10:00-12:00", "「Mo」に時刻がありません"),
        ("Mo-Fr 10:00-12:00; Sa", "「Sa 00:00-24:00」と"),
        ("Mo-Fr 10:00-12:00; Feb 30 off", "「Feb 30」という日はありません"),
        ("Mo-Su sunrise-sunset", "日の出"),
    ],
)
def test_hours_that_cannot_be_right_are_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(opening_hours.HoursInvalid, match=reason):
        opening_hours.normalise(typed)


def test_all_hours_of_the_starter_content_are_accepted_as_they_stand() -> None:
    services = json.loads((FOLDER / "services.json").read_text())
    hours = [contact["hours"] for service in services for contact in service["contacts"]]

    assert [opening_hours.normalise(text) for text in hours] == hours
