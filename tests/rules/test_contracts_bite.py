"""Each wall between packages is broken on purpose in a copy: a contract that nothing can break is decoration."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["cms", "pages", "catalog", "api", "tests"]
EDITING = ["cms", "pages", "catalog", "wagtail", "modelcluster", "treebeard", "taggit", "modeltranslation", "axes"]

# contract, planted files, and what the complaint must say
BREAKS = [
    ("Editing looks down only", {"catalog/planted.py": ["pages"]}, ["catalog.planted -> pages"]),
    ("Editing looks down only", {"pages/planted.py": ["cms"]}, ["pages.planted -> cms"]),
    (
        "The readers' side knows no editing",
        {"api/delivery/planted.py": EDITING},
        [f"api.delivery.planted -> {module}" for module in EDITING],
    ),
    (
        "What editors write knows no readers",
        {
            "catalog/planted.py": ["api.documents", "rest_framework"],
            "pages/planted.py": ["api.documents", "rest_framework"],
        },
        [
            "catalog.planted -> api",
            "catalog.planted -> rest_framework",
            "pages.planted -> api",
            "pages.planted -> rest_framework",
        ],
    ),
    (
        "A request falls through api in one direction",
        {
            "api/documents/planted.py": ["api.channels"],
            "api/channels/planted.py": ["api.delivery"],
            "api/delivery/planted.py": ["api.urls"],
        },
        [
            "api.documents.planted -> api.channels",
            "api.channels.planted -> api.delivery",
            "api.delivery.planted -> api.urls",
        ],
    ),
    ("A request falls through api in one direction", {"api/newcomer.py": []}, ["newcomer"]),
    (
        "Only the publication step writes documents",
        {"cms/admin/planted.py": ["api.delivery.store"], "api/delivery/planted.py": ["api.delivery.store"]},
        ["cms.admin.planted", "api.delivery.planted"],
    ),
    (
        "The contract of documents is free of any framework",
        {"api/documents/planted.py": ["django.db", "rest_framework"]},
        ["api.documents.planted -> django", "api.documents.planted -> rest_framework"],
    ),
    (
        "The product knows no tests",
        {"cms/planted.py": ["tests", "pytest"]},
        ["cms.planted -> tests", "cms.planted -> pytest"],
    ),
    (
        "Siblings form no circle",
        {"catalog/planted_here.py": ["catalog.planted_there"], "catalog/planted_there.py": ["catalog.planted_here"]},
        ["planted_here", "planted_there"],
    ),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The product as it stands, in a place where it may be broken. Of the tests, only that there are any."""
    for package in PACKAGES[:-1]:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "starter", "static")
        )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("lint-imports", path=f"{ROOT / '.venv' / 'bin'}") or shutil.which("lint-imports")
    assert program, "import-linter is not installed"
    return subprocess.run([program, "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True, check=False)


def test_the_product_as_it_stands_keeps_every_contract(copy: Path) -> None:
    run = lint(copy)
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"Contracts: {len(contracts())} kept, 0 broken." in run.stdout


@pytest.mark.parametrize(("contract", "planted", "complaints"), BREAKS)
def test_a_planted_break_is_named(
    copy: Path, contract: str, planted: dict[str, list[str]], complaints: list[str]
) -> None:
    for path, imported in planted.items():
        (copy / path).write_text("".join(f"import {module}\n" for module in imported))
    run = lint(copy)
    assert run.returncode != 0
    said = " ".join(run.stdout.split())
    assert f"{contract} BROKEN" in said, run.stdout + run.stderr
    for complaint in complaints:
        assert complaint in said, run.stdout


def test_every_contract_has_a_planted_break() -> None:
    assert {contract for contract, _, _ in BREAKS} == contracts()


def test_no_contract_has_an_exemption() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


def contracts() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}
