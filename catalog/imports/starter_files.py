"""Reading a starter folder: everything is checked, across files too, before anything is imported."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from catalog.emergency import MOST_MEMBERS
from catalog.imports.area_rows import read_areas
from catalog.imports.concept_rows import check_keys, concept_row, once, read_search_words
from catalog.imports.fault import Fault, Fields, FilesInvalid
from catalog.imports.rows import AudienceRow, ConceptRow, OrganizationRow, ServiceRow, Starter, TopicRow
from catalog.imports.service_rows import service_row
from catalog.publishable import CHANNELS, SLUG

FOLDER = Path(__file__).resolve().parents[1] / "starter"


def read_starter(folder: Path = FOLDER) -> Starter:
    """Every row of the folder. Raises FilesInvalid with every fault of every file."""
    faults: list[Fault] = []
    areas = read_areas(folder / "areas.csv", faults)
    topics = tuple(_topic(fields, key, number) for fields, key, number in items(folder, "topics.json", "slug", faults))
    audiences = tuple(
        _audience(fields, key, number) for fields, key, number in items(folder, "audiences.json", "slug", faults)
    )
    known = {
        "topics": {row.slug for row in topics},
        "audiences": {row.slug for row in audiences},
        "areas": {row.code for row in areas},
    }
    services = tuple(
        service_row(fields, key=key, **known) for fields, key, _number in items(folder, "services.json", "id", faults)
    )
    keys = {row.key for row in services}
    emergency = _emergency(folder, keys, faults)
    concepts = once(_concepts(folder, topics=known["topics"], services=keys, faults=faults), faults)
    search_words = read_search_words(folder, faults)
    check_keys({key: words for key, words in search_words.items() if ":" not in key}, keys, faults)
    if faults:
        raise FilesInvalid(faults)
    return Starter(
        organizations=tuple(_organizations(services)),
        topics=topics,
        audiences=audiences,
        services=services,
        emergency=emergency,
        concepts=concepts,
        search_words=search_words,
    )


def items(folder: Path, name: str, key_field: str, faults: list[Fault]) -> Iterator[tuple[Fields, str, int]]:
    """The objects of a file that holds a list, each with its key (which no other has) and its number from 1."""
    data = _json(folder / name, faults)
    if data is None:
        return
    if not isinstance(data, list):
        faults.append(
            Fault(file=name, place="", field="", wrong="ならび([…])ではありません", mend="[{…}, {…}] の形にします。")
        )
        return
    seen: dict[str, int] = {}
    for number, item in enumerate(data, start=1):
        key = item.get(key_field) if isinstance(item, dict) else None
        fields = Fields(item, file=name, place=f"{number}件目({key_field}: {key})", faults=faults)
        key = fields.text(key_field, required=True)
        if key in seen:
            fields.fault(key_field, f"{seen[key]}件目と同じです", "ほかと重ならない値にしてください。")
        seen.setdefault(key, number)
        yield fields, key, number


def _concepts(
    folder: Path, *, topics: Collection[str], services: Collection[str], faults: list[Fault]
) -> Iterator[ConceptRow]:
    """The rows of every file in the folder of concepts, file by file in the order of their names."""
    for path in sorted((folder / "concepts").glob("*.json")):
        for fields, key, _number in items(folder, f"concepts/{path.name}", "slug", faults):
            yield concept_row(fields, key=key, topics=topics, services=services)


def _json(path: Path, faults: list[Fault]) -> Any:
    def fault(wrong: str, mend: str) -> None:
        faults.append(Fault(file=path.name, place="", field="", wrong=wrong, mend=mend))

    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        fault("ファイルがありません", f"{path.parent} に置いてください。")
    except UnicodeDecodeError:
        fault("文字コードがUTF-8ではありません", "UTF-8で保存してください。")
    except json.JSONDecodeError as error:
        fault(
            f"JSONとして読めません({error.lineno}行目 {error.colno}文字目)",
            "その前後のカンマ・引用符・かっこを確かめてください。",
        )
    return None


def _topic(fields: Fields, slug: str, number: int) -> TopicRow:
    _check_slug(fields, slug)
    row = TopicRow(
        slug=slug,
        name_ja=fields.text("name_ja", required=True),
        name_en=fields.text("name_en"),
        name_kids=fields.text("name_kids"),
        description_ja=fields.text("description_ja"),
        position=number,
    )
    fields.nothing_else()
    return row


def _audience(fields: Fields, slug: str, number: int) -> AudienceRow:
    _check_slug(fields, slug)
    row = AudienceRow(
        slug=slug,
        name_ja=fields.text("name_ja", required=True),
        name_easy_ja=fields.text("name_easy_ja"),
        name_en=fields.text("name_en"),
        position=number,
    )
    fields.nothing_else()
    return row


def _check_slug(fields: Fields, slug: str) -> None:
    if slug and not SLUG.fullmatch(slug):
        fields.fault(
            "slug", f"「{slug}」は使えません", "半角の小文字・数字・ハイフンで3文字から60文字までにしてください。"
        )


def _emergency(folder: Path, services: Collection[str], faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    data = _json(folder / "emergency.json", faults)
    if data is None:
        return {}
    fields = Fields(data, file="emergency.json", place="", faults=faults)
    sets = {channel: fields.choices(channel, services) for channel, _label in CHANNELS}
    for channel, members in sets.items():
        if not 1 <= len(members) <= MOST_MEMBERS:
            fields.fault(channel, f"{len(members)}件あります", f"1件から{MOST_MEMBERS}件までにしてください。")
    fields.nothing_else()
    return sets


def _organizations(services: tuple[ServiceRow, ...]) -> Iterator[OrganizationRow]:
    """One organization for each provider's Japanese name; slugs from the English one, numbered where they meet."""
    seen: set[str] = set()
    taken: dict[str, int] = {}
    for service in services:
        if service.provider_ja in seen:
            continue
        seen.add(service.provider_ja)
        stem = slugify(service.provider_en)[:56].strip("-") or "organization"
        taken[stem] = taken.get(stem, 0) + 1
        yield OrganizationRow(
            name_ja=service.provider_ja,
            name_en=service.provider_en,
            provider_type=service.provider_type,
            slug=stem if taken[stem] == 1 else f"{stem}-{taken[stem]}",
        )
