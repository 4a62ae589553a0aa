"""The words of the editors' screens: none is missing, none is spoilt, and what is compiled is what is written."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext, override

from cms.japanese.labels import FORMS
from tests.words import catalogue
from tests.words.copies import COPIES

DOMAINS = ("django", "djangojs")


def test_no_word_of_an_installed_app_is_left_in_english() -> None:
    assert {domain: catalogue.in_english(domain) for domain in DOMAINS} == {domain: [] for domain in DOMAINS}


def test_a_word_without_japanese_would_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "LOCALE_PATHS", [str(tmp_path)])
    assert len(catalogue.in_english("django")) > 500
    assert "Collapse all" in catalogue.in_english("djangojs")


@pytest.mark.parametrize("path", catalogue.PATHS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        assert catalogue.held(file) == catalogue.compiled(path)


@pytest.mark.parametrize("path", catalogue.PATHS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_every_word_is_translated_and_keeps_what_programs_read(path: Path) -> None:
    assert [message.id for message in catalogue.entries(path) if not _kept(message)] == []


def _kept(message: Message) -> bool:
    """Whether all placeholders and tags of the last form (the plural one) stand in the Japanese, and no others do."""
    asked, said = catalogue.texts(message)
    wanted = catalogue.placeholders(asked[-1])
    kept = all(text.strip() and catalogue.placeholders(text) == wanted for text in said)
    return kept and len(said) in (1, len(asked))


def test_no_word_stands_twice() -> None:
    for path in catalogue.PATHS:
        lines = [line for line in path.read_text().splitlines() if line.startswith("msgid ")]
        assert sorted(lines) == sorted(set(lines))


def test_our_words_win_over_those_of_wagtail() -> None:
    """Wagtail itself says 「非公開に設定」, and of a page that was moved that it was removed."""
    with override("ja"):
        assert gettext("Unpublish") == "取り下げ"
        assert gettext("Page '%(page_title)s' moved.") == "ページ「%(page_title)s」を移動しました。"
    with override("en"):
        assert gettext("Unpublish") == "Unpublish"


@pytest.mark.parametrize("name", COPIES)
def test_a_copied_template_differs_from_wagtails_in_the_named_words_alone(name: str) -> None:
    """So that a newer Wagtail is noticed: its template has to be copied anew."""
    theirs = (Path(apps.get_app_config(name.partition("/")[0]).path) / "templates" / name).read_text()
    for bare, said in COPIES[name]:
        assert bare in theirs
        theirs = theirs.replace(bare, said)
    assert (Path(apps.get_app_config("japanese").path) / "templates" / name).read_text() == theirs


def test_a_template_of_ours_that_stands_for_wagtails_is_a_known_copy() -> None:
    own = Path(apps.get_app_config("japanese").path) / "templates"
    extended = {"wagtailadmin/pages/listing/_page_title_column_header.html"}
    assert {str(path.relative_to(own)) for path in own.rglob("*.html")} == {*COPIES, *extended}


def test_forms_without_labels_have_ours() -> None:
    with override("ja"):
        said = [str(field.label) for form in FORMS for field in form().fields.values() if field.label]
    assert "リンクの文字" in said
    assert {label for label in said if label.isascii()} == {"URL", "#"}
