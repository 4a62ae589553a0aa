"""The glossary's words are the words of the code: nothing is missing from it, and nothing in it is gone."""

import re
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name

from django.apps import apps

from api.channels import CHANNELS
from api.channels.channel import SEGMENTS
from api.delivery.models import Change
from api.documents.record import REASONS
from catalog.publishable import Entry
from cms.publication import models as publication
from cms.publication.sources import REFERENCE_MODELS, SOURCE_MODELS
from cms.workflow.models import Approval

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
VALUE = re.compile(r"(type|channel|op|reason|step) `([a-z_]+)`")


@dataclass(frozen=True)
class Word:
    """One heading of the glossary."""

    english: str
    japanese: str
    meaning: str
    names: tuple[str, ...]
    values: frozenset[tuple[str, str]]


def words(text: str) -> list[Word]:
    found = []
    for section in text.split("\n## ")[1:]:
        heading, *lines = section.splitlines()
        english, _, japanese = heading.partition(" — ")
        code = " ".join(line for line in lines if line.startswith("- In code:"))
        data = " ".join(line for line in lines if line.startswith("- In data:"))
        meaning = " ".join(line for line in lines if line and not line.startswith("- In "))
        names = tuple(re.findall(r"`([\w.]+)`", code))
        found.append(Word(english, japanese, meaning, names, frozenset(VALUE.findall(data))))
    return found


def in_code() -> set[tuple[str, str]]:
    """Every closed list of the domain, as (list, value)."""
    editors_reasons = {str(reason) for reason, _ in publication.REASONS}
    assert editors_reasons <= set(REASONS)
    return {
        *(("type", name) for name in {*SOURCE_MODELS, *SEGMENTS}),
        *(("channel", key) for key in CHANNELS),
        *(("op", op) for op in Change.Op.values),
        *(("reason", reason) for reason in REASONS),
        *(("step", str(step)) for step, _ in Approval._meta.get_field("step").choices or ()),
    }


def entry_models() -> list[type[Entry]]:
    return [model for model in apps.get_models() if issubclass(model, Entry)]


WORDS = words(GLOSSARY.read_text())


def test_every_heading_has_both_words_a_meaning_and_a_name_in_code() -> None:
    assert len(WORDS) > 40
    assert [
        word.english for word in WORDS if not (word.english and word.japanese and len(word.meaning) > 20 and word.names)
    ] == []
    assert len({word.english for word in WORDS}) == len(WORDS)


def test_every_name_in_code_is_there() -> None:
    for word in WORDS:
        for name in word.names:
            resolve_name(name)


def test_every_closed_list_of_the_code_is_explained_and_nothing_else() -> None:
    assert set().union(*(word.values for word in WORDS)) == in_code()


def test_every_model_that_editors_publish_is_explained_under_the_word_they_see() -> None:
    models = [*entry_models(), *REFERENCE_MODELS, publication.Withdrawal]
    assert len(entry_models()) >= 6
    for model in models:
        name = f"{model._meta.app_label}.models.{model.__name__}"
        explained = [word for word in WORDS if any(found.endswith(name) for found in word.names)]
        assert [word.japanese for word in explained] == [model._meta.verbose_name], name


def test_a_value_or_a_name_that_is_missing_would_be_found() -> None:
    (word,) = words(
        "# Glossary\n\n## guide — 案内\nA question.\n- In code: `pages.guide.Guide`\n- In data: type `guide`\n"
    )
    assert word.names == ("pages.guide.Guide",)
    assert word.values == {("type", "guide")}
    assert not word.values <= in_code()
