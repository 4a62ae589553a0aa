"""Which column of a file is which of ours: proposed by its headings, remembered for the next file with these."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.utils.translation import gettext

from cms.spreadsheets.columns import PARTS, Place, by_key, columns, part_columns, service_columns
from cms.spreadsheets.compare import Filled
from cms.spreadsheets.models import Import, KnownHeaders
from cms.spreadsheets.municipal import HEADINGS, MEANINGS, Said, as_ours
from cms.spreadsheets.text import plain

_NUMBERED = re.compile(rf"({'|'.join(PARTS.values())})([1-9][0-9]?)_(.+)")
#: Groups that are offered to a file which numbers none.
_OFFERED = {"contact": 2, "source": 1}
_KEY = re.compile(rf"({'|'.join(PARTS)})([1-9][0-9]?)\.(.+)")


@dataclass(frozen=True, kw_only=True)
class Option:
    """What a column can be mapped to, as editors choose it."""

    key: str
    label: str


def propose(headers: Sequence[str]) -> dict[str, str]:
    """By position of a heading, as text, the key that it means; headings that mean nothing to us are left out.

    A file in which a heading stands twice gives the second one nothing.
    """
    found: dict[str, str] = {}
    for position, heading in enumerate(headers):
        key = _meaning(heading)
        if key and key not in found.values():
            found[str(position)] = key
    return found


def remembered(headers: Sequence[str]) -> KnownHeaders | None:
    """What was chosen last time for exactly these headings."""
    return KnownHeaders.objects.filter(digest=_digest(headers)).first()


def remember(job: Import) -> None:
    """For the next file with these headings."""
    KnownHeaders.objects.update_or_create(
        digest=_digest(job.headers), defaults={"mapping": job.mapping, "clears": job.clears, "person": job.person}
    )


def problems(headers: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """In plain Japanese, what is wrong with a mapping; empty if nothing is."""
    unknown = [headers[int(position)] for position, key in mapping.items() if not _is_known(key)]
    twice = [label(key) for key, count in Counter(mapping.values()).items() if count > 1]
    found = [
        gettext("「%(heading)s」に選んだ項目がありません。選びなおしてください。") % {"heading": heading}
        for heading in unknown
    ]
    found += [
        gettext("「%(name)s」に2つの列が選ばれています。どちらか1つにしてください。") % {"name": name} for name in twice
    ]
    if not {"content_id", "public_slug", "name_ja"} & set(mapping.values()):
        found.append(
            gettext("「公開ID」「公開URLの名前」「名称」のどれかの列が要ります。どの項目の行かが分かりません。")
        )
    return found


def options(headers: Sequence[str]) -> list[tuple[str, list[Option]]]:
    """All that a column can be, in groups. As many contacts are offered as the file names, and two."""
    groups = [(gettext("支援・相談窓口"), [Option(key=one.key, label=one.header) for one in service_columns()])]
    groups.append(
        (gettext("自治体のデータ"), [Option(key=key, label=gettext(words)) for key, words in MEANINGS.items()])
    )
    named = [found for heading in headers if (found := _NUMBERED.fullmatch(plain(heading)))]
    for part, name in PARTS.items():
        most = max([_OFFERED[part], *(int(found[2]) for found in named if found[1] == name)])
        for number in range(1, most + 1):
            places = [Place(column=one, number=number) for one in part_columns(part)]
            groups.append((f"{name}{number}", [Option(key=one.key, label=one.header) for one in places]))
    return groups


def label(key: str) -> str:
    """A key as editors see it."""
    place = place_of(key)
    return place.header if place else gettext(MEANINGS.get(key, key))


def place_of(key: str) -> Place | None:
    """The column of ours that a key names."""
    if numbered := _KEY.fullmatch(key):
        column = by_key().get(f"{numbered[1]}.{numbered[3]}")
        return Place(column=column, number=int(numbered[2])) if column else None
    column = by_key().get(key)
    return Place(column=column) if column and not column.part else None


def cells_of(job: Import, cells: Sequence[str]) -> tuple[list[Filled], list[str]]:
    """The mapped cells of a row, and notes for the editor."""
    found: list[Filled] = []
    theirs: dict[str, Said] = {}
    for position, key in job.mapping.items():
        index = int(position)
        text = cells[index] if index < len(cells) else ""
        if key in MEANINGS:
            theirs[key] = Said(heading=job.headers[index], text=text)
        elif (place := place_of(key)) is not None:
            found.append(Filled(place=place, heading=job.headers[index], text=text))
    ours, notes = as_ours(theirs)
    return [*found, *ours], notes


def _is_known(key: str) -> bool:
    return key in MEANINGS or place_of(key) is not None


def _digest(headers: Sequence[str]) -> str:
    return sha256("\x1f".join(_spelt(heading) for heading in headers).encode()).hexdigest()


@cache
def _own() -> dict[tuple[str, str], str]:
    return {(one.part, _spelt(one.header)): one.field for one in columns()}


@cache
def _others() -> dict[str, str]:
    return {_spelt(heading): key for heading, key in HEADINGS.items()}


def _meaning(heading: str) -> str | None:
    spelt = plain(heading)
    if numbered := _NUMBERED.fullmatch(spelt):
        part = next(part for part, name in PARTS.items() if name == numbered[1])
        field = _own().get((part, _spelt(numbered[3])))
        return f"{part}{numbered[2]}.{field}" if field else None
    return _own().get(("", _spelt(heading))) or _others().get(_spelt(heading))


def _spelt(heading: str) -> str:
    """Widths, spaces and brackets of any kind are no difference."""
    return plain(heading).replace(" ", "").lower()
