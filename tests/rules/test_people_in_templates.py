"""A screen calls people as they are called: a template shows no account's name, which may be a staff number."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

TEMPLATES = sorted(path for path in Path("cms").rglob("templates/**/*.html"))
#: A text already, see cms/history.
TEXTS = {("cms/history/templates/editors/history/history.html", "row.person")}


def _fields() -> set[str]:
    """What the house calls its relations to people."""
    return {
        field.name
        for model in apps.get_models()
        if model.__module__.startswith(("cms.", "catalog.", "pages."))
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is get_user_model()
    }


def shown(text: str) -> list[str]:
    """People who are shown, or handed to a sentence, without the filter that says what they are called."""
    names = "|".join(sorted(_fields()))
    found = re.compile(rf"(?:\{{\{{\s*|\bwith\s[^%]*?=|\s\w+=)((?:\w+\.)+(?:{names}))(?=\s|\}}\}}|%\}})")
    return found.findall(text)


def test_no_template_shows_an_accounts_name() -> None:
    told = [(str(path), one) for path in TEMPLATES for one in shown(path.read_text())]
    assert set(told) - TEXTS == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ job.person }}", ["job.person"]),
        ("{% blocktranslate trimmed with a=job.undone_by at=job.at %}", ["job.undone_by"]),
        ("{{ job.person|person_name }}", []),
        ("{% if job.person == user %}{{ job.person_id }}", []),
    ],
)
def test_what_counts_as_shown(text: str, found: list[str]) -> None:
    assert shown(text) == found
