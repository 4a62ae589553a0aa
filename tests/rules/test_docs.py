"""What the documents say is there: variables, commands, paths, links, pictures, examples, records and refusals."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PAGES = sorted([README, *(page for page in (ROOT / "docs").rglob("*.md") if "node_modules" not in page.parts)])
EDITORS = ROOT / "docs" / "editors" / "README.md"
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PRODUCT = ("cms", "catalog", "pages", "api")


def page_name(page: Path) -> str:
    return str(page.relative_to(ROOT))


# --- Environment ---


def read_variables(source: str) -> set[str]:
    """The names that are looked up in `environ`: by a get, or by a reader that is handed it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            reader = node.func
            asks = isinstance(reader, ast.Attribute) and ast.unparse(reader) == "environ.get"
            names = (
                node.args[:1] if asks else node.args[1:2] if ast.unparse(node.args[:1] or reader) == "environ" else []
            )
            found |= {name.value for name in names if isinstance(name, ast.Constant)}
    return found


def test_every_environment_variable_is_in_the_readme_and_no_other() -> None:
    read = read_variables((ROOT / "cms" / "settings" / "env.py").read_text())
    table = README.read_text().partition("## Environment variables")[2]
    assert len(read) > 12
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.M)) == read


def test_a_variable_is_found_however_it_is_read() -> None:
    source = 'a = environ.get("ONE") or ""\nb = _flag(environ, "TWO", default="0")\nc = {"THREE": len("FOUR")}'
    assert read_variables(source) == {"ONE", "TWO"}


# --- What pages name ---


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            broken.append(link)
    assert broken == []


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_files_that_are_named_are_there(page: Path) -> None:
    named = re.findall(r"`((?:api|catalog|cms|docs|pages|tests)/[\w./-]+)`", page.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_commands_that_are_named_are_there(page: Path) -> None:
    text = page.read_text()
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - get_commands().keys() == set()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", text, re.M)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_addresses_that_are_named_lead_to_a_view(page: Path) -> None:
    for address in re.findall(r"(/api/v1/[\w/{}-]+)", page.read_text()):
        filled = address.replace("{channel}", "website")
        if filled != "/api/v1/":
            resolve(filled.rstrip("/"))


def test_pictures_are_small_and_shown() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    shown = "".join(page.read_text() for page in PAGES)
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < 200_000, picture.name
        assert f"pictures/{picture.name}" in shown


# --- Examples ---


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_json_examples_can_be_read_and_use_the_contracts_fields() -> None:
    contract = json.loads((ROOT / "tests" / "contract" / "openapi.json").read_text())
    fields = {name for shape in contract["components"]["schemas"].values() for name in shape.get("properties", {})}
    fields |= {"items", "next", "total", "ja", "en"}
    examples = re.findall(r"^```json\n(.*?)^```", README.read_text(), re.M | re.S)
    assert len(examples) >= 5
    for example in examples:
        used = {key for key in keys(json.loads(example)) if not key.startswith("contacts.")}
        assert used <= fields


# --- Decision records ---


def test_records_are_numbered_without_a_gap() -> None:
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=page_name)
def test_a_record_says_its_number_its_status_its_reason_and_its_decision(record: Path) -> None:
    text = record.read_text()
    assert text.startswith(f"# {record.name[:4]}: ")
    assert re.search(r"^Status: (accepted|superseded by \d{4})", text, re.M)
    for heading in ("Context|Why", "Decision|Rule", "Consequences|What it does not do"):
        assert re.search(rf"^## ({heading})$", text, re.M), heading


# --- Refusals ---


def explained() -> list[str]:
    """The messages that the editors' guide explains, as pieces of what is shown."""
    table = EDITORS.read_text().partition("## 画面にこう出たら")[2]
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", table, re.M)
    return [row.strip() for row in rows if row.strip() not in {"知らせ", "---"}]


def product() -> list[ast.Module]:
    listed = subprocess.run(
        ["git", "ls-files", *(f"{package}/*.py" for package in PRODUCT)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ast.parse((ROOT / path).read_text()) for path in listed.stdout.split() if (ROOT / path).exists()]


def literal(node: ast.AST) -> list[str]:
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def refusals(trees: list[ast.Module]) -> list[str]:
    """What the code says when it refuses; reasons that come from elsewhere (`problems()`) speak for themselves."""
    found = []
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {
                "PublicationRefused",
                "Overtaken",
            }:
                found += ["\0".join(literal(reason)) for reason in node.args if literal(reason)]
    return found


def test_every_refusal_is_explained_to_editors() -> None:
    told = explained()
    found = refusals(product())
    assert len(found) > 20
    assert [text for text in found if not any(piece in text for piece in told)] == []


def test_every_message_that_is_explained_can_appear() -> None:
    shown = "\n".join("\0".join(literal(tree)) for tree in product())
    assert [piece for piece in explained() if piece not in shown] == []
