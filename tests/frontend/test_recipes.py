"""Every block of code in the pages for frontend teams runs, and prints what the page shows."""

from pathlib import Path

import pytest

from tests.frontend.conftest import npm
from tests.frontend.recipes import LANGUAGES, Recipe, recipes, run

PAGES = ("README.md", "recipes.md", "mock.md")
ALL = [recipe for page in PAGES for recipe in recipes(page)]


def name(recipe: Recipe) -> str:
    return f"{recipe.page}-{recipe.heading}-{recipe.language}".replace(" ", "_")


def test_every_recipe_is_told_in_every_language() -> None:
    by_heading: dict[str, set[str]] = {}
    for recipe in recipes("recipes.md"):
        by_heading.setdefault(recipe.heading, set()).add(recipe.language)
        assert recipe.printed, f"{recipe.heading} shows nothing"
    assert len(by_heading) >= 11
    assert {heading: told for heading, told in by_heading.items() if told != set(LANGUAGES)} == {}


@pytest.mark.parametrize("recipe", ALL, ids=name)
def test_a_recipe_prints_what_the_page_shows(recipe: Recipe, mock: str, typescript: Path, python: Path) -> None:
    """After a wanted change: `python -m tests.frontend.refresh`, and read the difference."""
    printed = run(recipe, mock, typescript if recipe.language == "ts" else python)
    assert printed.rstrip("\n") == (recipe.printed or "").rstrip("\n")


def test_the_typescript_recipes_compile_strictly(typescript: Path) -> None:
    written = []
    for number, recipe in enumerate(recipe for recipe in ALL if recipe.language == "ts"):
        path = typescript / f"recipe-{number}.ts"
        path.write_text(recipe.code, encoding="utf-8")
        written.append(path)
    try:
        done = npm("run", "check", folder=typescript)
    finally:
        for path in written:
            path.unlink()
    assert done.returncode == 0, done.stdout
