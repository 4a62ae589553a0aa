"""The words of the editors' screens: none is missing, none is spoilt, and what is compiled is what is written."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.utils.translation import gettext, override

from tests.words import catalogue

DOMAINS = ("django", "djangojs")


def test_no_word_of_an_installed_app_is_left_in_english() -> None:
    assert {domain: catalogue.in_english(domain) for domain in DOMAINS} == {domain: [] for domain in DOMAINS}


def test_a_word_without_japanese_would_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "LOCALE_PATHS", [str(tmp_path)])
    assert len(catalogue.in_english("django")) > 500
    assert "Collapse all" in catalogue.in_english("djangojs")


@pytest.mark.parametrize("path", catalogue.PATHS, ids=lambda path: path.stem)
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        assert catalogue.held(file) == catalogue.compiled(path)


@pytest.mark.parametrize("path", catalogue.PATHS, ids=lambda path: path.stem)
def test_every_word_is_translated_and_keeps_what_programs_read(path: Path) -> None:
    assert [message.id for message in catalogue.entries(path) if not _kept(message)] == []


def _kept(message: Message) -> bool:
    """Whether all placeholders and tags of the last form (the plural one) stand in the Japanese, and no others do."""
    asked, said = catalogue.texts(message)
    wanted = catalogue.placeholders(asked[-1])
    return len(said) == 1 and bool(said[0].strip()) and catalogue.placeholders(said[0]) == wanted


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
