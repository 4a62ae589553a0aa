"""Our own Japanese: all of it is marked for translation, and all that is marked has an English."""

import re
from fnmatch import fnmatch

import pytest

from tests.words import by_design, catalogue, english, marked


def test_no_japanese_of_a_screen_is_unmarked() -> None:
    assert by_design.bare() == {}


def test_what_stays_japanese_is_still_there() -> None:
    """A pattern that fits nothing any more would one day hide something new."""
    assert [one for one in by_design.STAYS if not any(fnmatch(path, one) for path in marked.bare())] == []


def test_the_english_catalogue_holds_every_marked_word_and_no_other() -> None:
    held = {message.id for message in catalogue.entries(english.PATH)}
    assert {word if isinstance(word, str) else word[0] for word in marked.words()} == {
        word if isinstance(word, str) else word[0] for word in held
    }


def test_what_japanese_an_english_sentence_has_stands_in_the_japanese_one() -> None:
    """An example, or a word that is spoken of; all else is English."""
    said = {catalogue.texts(message)[0][0]: catalogue.texts(message)[1] for message in catalogue.entries(english.PATH)}
    left = {word: texts for word, texts in said.items() if not all(_quoted(text, word) for text in texts)}
    assert left == {}


def _quoted(text: str, word: str) -> bool:
    return all(run in word for run in re.findall(f"{marked.JAPANESE.pattern}+", text))


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ('x = "あ"', ["あ"]),
        ('x = _("あ")', []),
        ('x = gettext("あ" "い")', []),
        ('x = f"あ{y}"', ["あ"]),
        ('x = _("あ") + "い"', ["い"]),
        ('x = "あ"  # stays Japanese: stored', []),
        ('# stays Japanese: stored\nx = "あ"\ny = "い"', ["い"]),
        ('# stays Japanese: letters\ndef f():\n    """う"""\n    return "あ"\n\n\ny = "い"', ["い"]),
        ('def f():\n    """あ"""\n    if x:\n        return "い"', ["い"]),
    ],
)
def test_what_a_module_leaves_unmarked_is_seen(source: str, left: list[str]) -> None:
    assert [text for _, text in marked.bare_in_module(source)] == left


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("<p>あ</p>", 1),
        ('<p title="あ">x</p>', 1),
        ('{% translate "あ" %}{{ x|default:_("い") }}{# う #}', 0),
        ("{% blocktranslate trimmed %}\nあ\n{% endblocktranslate %}\nい", 1),
        ("{# stays Japanese: a page for readers #}\n<p>あ</p>", 0),
    ],
)
def test_what_a_template_leaves_unmarked_is_seen(source: str, left: int) -> None:
    assert len(marked.bare_in_template(source)) == left


def test_marked_words_are_found_as_django_finds_them() -> None:
    told = "{% blocktranslate trimmed with a=b %}\n {{ a }}件\n ある{% endblocktranslate %}"
    counted = "{% blocktranslate count n=b %}{{ n }}一{% plural %}{{ n }}多{% endblocktranslate %}"
    assert list(marked.of_template('{% load i18n %}{% translate "あ" %}' + told)) == ["あ", "%(a)s件 ある"]
    assert list(marked.of_template("{% load i18n %}" + counted)) == [("%(n)s一", "%(n)s多")]
