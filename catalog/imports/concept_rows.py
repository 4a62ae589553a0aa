"""Reading the folder concepts/ and search_words.json: how people say it, and by which words else things are found."""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from catalog import phrase_lines
from catalog.concept import Concept
from catalog.imports.fault import Fault, Fields
from catalog.imports.rows import ConceptRow
from catalog.languages import languages
from catalog.publishable import SLUG

SEARCH_WORDS = "search_words.json"


def concept_row(fields: Fields, *, key: str, topics: Collection[str], services: Collection[str]) -> ConceptRow:
    """One concept; `topics` and `services` are the values that exist."""
    if key and not SLUG.fullmatch(key):
        fields.fault(
            "slug", f"「{key}」は使えません", "半角の小文字・数字・ハイフンで3文字から60文字までにしてください。"
        )
    row = ConceptRow(
        slug=key,
        place=f"{fields.file} {fields.place}",
        name_ja=fields.text("name_ja", required=True),
        name_en=fields.text("name_en"),
        crisis=fields.choice("crisis", Concept.Crisis.values) if fields.value("crisis") is not None else "",
        topics=fields.choices("topics", topics),
        services=fields.choices("services", services),
        terms=_lines(fields, "terms", fields.value("terms")),
        phrases=_by_language(fields, "phrases", fields.value("phrases")),
        unless=_lines(fields, "unless", fields.value("unless")),
    )
    for name, text in {"unless": row.unless, **{f"phrases {key}": text for key, text in row.phrases.items()}}.items():
        for problem in phrase_lines.problems(text):
            fields.fault(name, problem, "行を直してください。")
    if not any(row.phrases.values()):
        fields.fault("phrases", "空です", "いいまわしを1つ以上入れてください。")
    fields.nothing_else()
    return row


def once(rows: Iterable[ConceptRow], faults: list[Fault]) -> tuple[ConceptRow, ...]:
    """All rows of all files; a slug that two files have is a fault."""
    found: dict[str, ConceptRow] = {}
    for row in rows:
        if row.slug in found:
            faults.append(
                Fault(
                    file="concepts",
                    place=row.place,
                    field="slug",
                    wrong=f"「{row.slug}」は {found[row.slug].place} にもあります",
                    mend="ほかと重ならない値にしてください。",
                )
            )
        found[row.slug] = row
    return tuple(found.values())


def read_search_words(folder: Path, faults: list[Fault]) -> dict[str, dict[str, str]]:
    """By key of a service, or ``faq:…``, ``article:…`` and ``kids:…``, the search words in each language.

    There need not be such a file. Whoever knows the keys checks them with `check_keys`.
    """
    path = folder / SEARCH_WORDS
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        faults.append(
            Fault(
                file=SEARCH_WORDS, place="", field="", wrong=f"JSONとして読めません({error})", mend="直してください。"
            )
        )
        return {}
    fields = Fields(data, file=SEARCH_WORDS, place="", faults=faults)
    return {key: _by_language(fields, key, fields.value(key)) for key in (data if isinstance(data, dict) else ())}


def check_keys(words: Mapping[str, Any], known: Collection[str], faults: list[Fault]) -> None:
    """Every key must name something that the folder has."""
    for key in sorted(words.keys() - set(known)):
        faults.append(
            Fault(
                file=SEARCH_WORDS,
                place="",
                field=key,
                wrong="これにあたるものがありません",
                mend="名前を確かめてください。",
            )
        )


def _by_language(fields: Fields, name: str, value: Any) -> dict[str, str]:
    """{language: [line, …]} as one text for each public language, "" where there is none."""
    part = Fields(value or {}, file=fields.file, place=f"{fields.place} {name}".strip(), faults=fields.faults)
    texts = {language: _lines(part, language, part.value(language)) for language in languages()}
    part.nothing_else()
    return texts


def _lines(fields: Fields, name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        fields.fault(name, "文字のならび([…])ではありません", '["…", "…"] の形にしてください。')
        return ""
    lines = [line.strip() for line in value]
    for line in lines:
        if "\n" in line:
            fields.fault(name, f"「{line}」の中で行が変わっています", "1つずつ分けてください。")
    return "\n".join(dict.fromkeys(filter(None, lines)))
