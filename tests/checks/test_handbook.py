"""The editors' page of the checks says what the rules are, and the lists begin with what they need."""

from collections import Counter
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from cms.checks import handbook
from cms.checks.models import WordRule
from cms.checks.rule import Known, Word
from cms.checks.rules import RULES
from cms.checks.rules.words import stands_in
from cms.checks.starter_words import starter_words

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_made_from_the_rules() -> None:
    assert (ROOT / handbook.PAGE).read_text() == handbook.page(), "run: manage.py checks_page"
    assert all(f"(`{rule.name}`)" in handbook.page() for rule in RULES)


def test_the_lists_begin_long_and_say_why_and_what_instead() -> None:
    words = starter_words()
    counted = Counter(word["kind"] for word in words)
    assert counted["difficult"] >= 120
    assert counted["hurtful"] >= 40
    assert len({(word["kind"], word["word"]) for word in words}) == len(words)
    for word in words:
        assert word["instead"], word
        assert word["kind"] == "difficult" or word["reason"].endswith("。"), word
        assert not word["blocks"] or word["kind"] == "hurtful", word
        assert len(word["word"]) > 1, word


def test_no_list_objects_to_its_own_advice() -> None:
    words = [
        Word(word["kind"], word["word"], word["reason"], word["instead"], unless=tuple(word["unless"].splitlines()))
        for word in starter_words()
        if word["kind"] == "hurtful"
    ]
    for word in words:
        assert [other.word for other in words if stands_in(other, word.instead)] == [], word
    assert Known(words=tuple(words)).words


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("自殺に成功した人の話です。", {"自殺に成功"}),
        ("つらいときは、甘えてもいいのです。", set()),
        ("それは甘えではありません。", set()),
        ("それは甘えです。", {"甘え"}),
        ("頑張れないときは休みましょう。", set()),
        ("レズビアンの方の相談も受けます。", set()),
        ("普通の人でも悩みます。", {"普通の人"}),
        ("死ぬほどつらいときは、話してください。", set()),
    ],
)
def test_the_hurtful_words_know_where_they_do_not_count(text: str, kinds: set[str]) -> None:
    found = {
        word["word"]
        for word in starter_words()
        if word["kind"] == "hurtful"
        and stands_in(Word("hurtful", word["word"], "", "", unless=tuple(word["unless"].splitlines())), text)
    }
    assert found == kinds


@pytest.mark.django_db
def test_the_database_would_refuse_what_the_form_refuses() -> None:
    for wrong in ({"word": ""}, {"kind": "other"}, {"kind": "difficult", "blocks": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WordRule.objects.create(**{"kind": "hurtful", "word": "ことば", **wrong})
    WordRule.objects.create(kind="hurtful", word="おなじことば")
    with pytest.raises(IntegrityError), transaction.atomic():
        WordRule.objects.create(kind="hurtful", word="おなじことば")
