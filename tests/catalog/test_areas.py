"""Areas under their official codes."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from catalog.imports.area_rows import check_digit, read_areas
from catalog.imports.areas import load_areas
from catalog.imports.fault import Fault
from catalog.imports.starter_files import FOLDER
from catalog.models import Area

HEADER = "code,level,parent,name,name_kana,name_en,valid_from,valid_to,successor\n"
TOKYO = "130001,prefecture,,東京都,とうきょうと,Tokyo,,,\n"
CHIYODA = "131016,municipality,130001,千代田区,ちよだく,Chiyoda-ku,,,\n"


def rows(tmp_path: Path, text: str) -> tuple[tuple, list[Fault]]:
    file = tmp_path / "areas.csv"
    file.write_text(HEADER + text)
    faults: list[Fault] = []
    return read_areas(file, faults), faults


@pytest.mark.django_db
def test_the_starter_areas_load_whole_and_a_second_time_changes_nothing() -> None:
    first = load_areas(read_areas(FOLDER / "areas.csv", []))
    second = load_areas(read_areas(FOLDER / "areas.csv", []))

    current = Area.objects.filter(valid_to=None)
    assert {level: current.filter(level=level).count() for level in ("prefecture", "municipality", "ward")} == {
        "prefecture": 47,
        "municipality": 1741,
        "ward": 171,
    }
    assert len(first.created) == Area.objects.count() == second.unchanged
    assert (second.created, second.changed) == ((), ())
    assert {area.name_ja for area in Area.objects.get(code="221350").successors.all()} == {
        "浜松市中央区",
        "浜松市浜名区",
    }


@pytest.mark.django_db
def test_a_renamed_area_keeps_its_id_and_is_reported(tmp_path: Path) -> None:
    load_areas(rows(tmp_path, TOKYO + CHIYODA)[0])
    area = Area.objects.get(code="131016")

    loaded = load_areas(rows(tmp_path, TOKYO + CHIYODA.replace("千代田区", "新千代田区"))[0])

    assert loaded.changed == (area.content_id,)
    assert Area.objects.get(content_id=area.content_id).name_ja == "新千代田区"


@pytest.mark.django_db
def test_an_area_that_left_the_file_stays_and_is_named(tmp_path: Path) -> None:
    load_areas(rows(tmp_path, TOKYO + CHIYODA)[0])

    assert load_areas(rows(tmp_path, TOKYO)[0]).not_in_file == ("131016",)
    assert Area.objects.filter(code="131016").exists()


@pytest.mark.parametrize(
    ("text", "place", "field", "wrong"),
    [
        (TOKYO + CHIYODA.replace("131016", "131017"), "3行目(131017)", "code", "検査数字"),
        (TOKYO + CHIYODA.replace("131016", "13101"), "3行目(13101)", "code", "6けた"),
        (TOKYO + CHIYODA.replace("130001", "140007"), "3行目(131016)", "parent", "上の地域"),
        (TOKYO + CHIYODA + CHIYODA, "4行目(131016)", "code", "もう1行"),
        (TOKYO.replace("とうきょうと", "トウキョウト"), "2行目(130001)", "name_kana", "ひらがな"),
        (TOKYO.replace("Tokyo,,,", "Tokyo,2024/1/1,,"), "2行目(130001)", "valid_from", "日付"),
        (TOKYO.replace("Tokyo,,,", "Tokyo,,,999999"), "2行目(130001)", "successor", "999999"),
        (TOKYO.replace("prefecture", "county"), "2行目(130001)", "level", "county"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, place: str, field: str, wrong: str) -> None:
    _rows, faults = rows(tmp_path, text)

    assert [(fault.place, fault.field) for fault in faults if wrong in fault.wrong] == [(place, field)]


@pytest.mark.django_db
def test_a_file_with_faults_loads_nothing(tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text(HEADER + TOKYO + CHIYODA.replace("131016", "131017"))

    with pytest.raises(CommandError, match="検査数字"):
        call_command("load_areas", file)

    assert not Area.objects.exists()


def test_the_check_digit_of_every_starter_code_is_right() -> None:
    codes = [row.code for row in read_areas(FOLDER / "areas.csv", [])]

    assert [code for code in codes if check_digit(code) != code[5]] == []
    assert len(codes) > 1900


def test_areas_can_be_looked_at_and_not_changed(editor: Client, tmp_path: Path) -> None:
    load_areas(rows(tmp_path, TOKYO)[0])
    area = Area.objects.get()

    assert "東京都" in editor.get("/admin/areas/").content.decode()
    assert editor.get(f"/admin/areas/inspect/{area.pk}/").status_code == 200
    editor.post(f"/admin/areas/edit/{area.pk}/", {"name_ja": "江戸"})
    editor.post(f"/admin/areas/delete/{area.pk}/")
    editor.post("/admin/areas/new/", {"name_ja": "江戸"})

    assert [area.name_ja for area in Area.objects.all()] == ["東京都"]
