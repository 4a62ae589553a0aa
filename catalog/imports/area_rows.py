"""Reading areas.csv: codes with their check digits, parents and successors that exist."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalog.area import Area
from catalog.imports.fault import Fault
from catalog.kana import is_reading

COLUMNS = ("code", "level", "parent", "name", "name_kana", "name_en", "valid_from", "valid_to", "successor")
_WEIGHTS = (6, 5, 4, 3, 2)


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    code: str
    level: str
    parent: str
    name_ja: str
    name_kana: str
    name_en: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]


def read_areas(path: Path, faults: list[Fault]) -> tuple[AreaRow, ...]:
    """Every row; what is wrong is added to `faults`."""

    def fault(place: str, field: str, wrong: str, mend: str) -> None:
        faults.append(Fault(file=path.name, place=place, field=field, wrong=wrong, mend=mend))

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        fault("", "", "ファイルがありません", f"{path.parent} に置いてください。")
        return ()
    except UnicodeDecodeError:
        fault("", "", "文字コードがUTF-8ではありません", "UTF-8で保存してください。")
        return ()
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        fault("1行目", "", "見出しがちがいます", f"{','.join(COLUMNS)} にしてください。")
        return ()
    rows = [
        (f"{number}行目({data['code']})", _row(data, f"{number}行目({data['code']})", fault))
        for number, data in enumerate(reader, start=2)
    ]
    _check_references(rows, fault)
    return tuple(row for _place, row in rows)


def check_digit(code: str) -> str:
    """The sixth digit of a 全国地方公共団体コード, from its first five."""
    total = sum(int(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=False))
    return str((11 - total % 11) % 10)


_NoteFault = Callable[[str, str, str, str], None]


def _row(data: dict[str, str], place: str, fault: _NoteFault) -> AreaRow:
    code, level = data["code"], data["level"]
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        fault(place, "code", "6けたの数字ではありません", "検査数字を含む6けたの全国地方公共団体コードにしてください。")
    elif code[5] != check_digit(code):
        fault(
            place,
            "code",
            "検査数字が合いません",
            f"正しいコードか確かめてください(最後の数字は{check_digit(code)}のはず)。",
        )
    if level not in Area.Level.values:
        fault(place, "level", f"「{level}」は使えません", f"{'、'.join(Area.Level.values)} のどれかにしてください。")
    for field in ("name", "name_en"):
        if not data[field]:
            fault(place, field, "空です", "必ず入れてください。")
    if not is_reading(data["name_kana"]):
        fault(place, "name_kana", "ひらがなだけではありません", "ひらがなで書いてください。")
    return AreaRow(
        code=code,
        level=level,
        parent=data["parent"],
        name_ja=data["name"],
        name_kana=data["name_kana"],
        name_en=data["name_en"],
        valid_from=_date(data, "valid_from", place, fault),
        valid_to=_date(data, "valid_to", place, fault),
        successors=tuple(filter(None, data["successor"].split(";"))),
    )


def _date(data: dict[str, str], field: str, place: str, fault: _NoteFault) -> date | None:
    if not data[field]:
        return None
    try:
        return date.fromisoformat(data[field])
    except ValueError:
        fault(place, field, f"「{data[field]}」は日付ではありません", "2024-01-01 の形にしてください。")
        return None


def _check_references(rows: list[tuple[str, AreaRow]], fault: _NoteFault) -> None:
    levels: dict[str, str] = {}
    for place, row in rows:
        if row.code in levels:
            fault(place, "code", "同じコードがもう1行あります", "1行にしてください。")
        levels[row.code] = row.level
    parents = {"prefecture": None, "municipality": "prefecture", "ward": "municipality"}
    for place, row in rows:
        if row.level in parents and (levels.get(row.parent) if row.parent else None) != parents[row.level]:
            fault(
                place,
                "parent",
                f"「{row.parent}」は上の地域になれません",
                "都道府県か、区なら市のコードにしてください。",
            )
        for successor in row.successors:
            if successor not in levels:
                fault(place, "successor", f"「{successor}」がありません", "ファイルにあるコードにしてください。")
