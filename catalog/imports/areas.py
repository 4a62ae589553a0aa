"""Areas into the database in bulk; nothing is ever deleted, since codes are never reused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from catalog.area import Area
from catalog.imports.area_rows import AreaRow
from catalog.imports.identity import starter_id

_BATCH = 500  # SQLite limits the parameters of one statement
_FACTS = ("level", "parent_id", "name_ja", "name_kana", "name_en", "valid_from", "valid_to")
_LEVELS = ("prefecture", "municipality", "ward")


@dataclass(frozen=True, kw_only=True)
class AreasLoaded:
    """Which areas are new or different (by content_id), and which codes the file no longer has."""

    created: tuple[UUID, ...]
    changed: tuple[UUID, ...]
    unchanged: int
    not_in_file: tuple[str, ...]


@transaction.atomic
def load_areas(rows: Sequence[AreaRow]) -> AreasLoaded:
    """Make the areas say what the rows say. No signal is sent: whoever publishes areas takes the ids from here."""
    created: list[UUID] = []
    changed: list[UUID] = []
    by_code = {area.code: area for area in Area.objects.all()}
    not_in_file = tuple(sorted(by_code.keys() - {row.code for row in rows}))
    for level in _LEVELS:  # parents first
        new, different = [], []
        for row in (row for row in rows if row.level == level):
            facts = _facts(row, by_code)
            area = by_code.get(row.code)
            if area is None:
                new.append(Area(content_id=starter_id("area", row.code), code=row.code, **facts))
            elif any(getattr(area, name) != value for name, value in facts.items()):
                for name, value in facts.items():
                    setattr(area, name, value)
                different.append(area)
        by_code.update({area.code: area for area in Area.objects.bulk_create(new, batch_size=_BATCH)})
        Area.objects.bulk_update(different, _FACTS, batch_size=_BATCH)
        created += [area.content_id for area in new]
        changed += [area.content_id for area in different]
    moved = _write_successors(rows, by_code)
    changed += [content_id for content_id in moved if content_id not in {*created, *changed}]
    return AreasLoaded(
        created=tuple(created),
        changed=tuple(changed),
        unchanged=len(rows) - len(created) - len(changed),
        not_in_file=not_in_file,
    )


def _facts(row: AreaRow, by_code: dict[str, Area]) -> dict[str, Any]:
    return {
        "level": row.level,
        "parent_id": by_code[row.parent].pk if row.parent else None,
        "name_ja": row.name_ja,
        "name_kana": row.name_kana,
        "name_en": row.name_en,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _write_successors(rows: Sequence[AreaRow], by_code: dict[str, Area]) -> list[UUID]:
    links = Area.successors.through.objects
    here = set(links.values_list("from_area_id", "to_area_id"))
    wanted = {(by_code[row.code].pk, by_code[code].pk) for row in rows for code in row.successors}
    known = {by_code[row.code].pk for row in rows}
    gone = {pair for pair in here - wanted if pair[0] in known}
    for before, after in gone:
        links.filter(from_area_id=before, to_area_id=after).delete()
    links.bulk_create([Area.successors.through(from_area_id=a, to_area_id=b) for a, b in sorted(wanted - here)])
    moved = {before for before, _after in (wanted - here) | gone}
    return [area.content_id for area in by_code.values() if area.pk in moved]
