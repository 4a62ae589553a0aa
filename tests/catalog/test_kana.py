"""Readings sort as a Japanese index does, in every database."""

import pytest
from django.db import connection
from hypothesis import given, strategies

from catalog.kana import is_reading, sort_key
from catalog.models import Organization

KANA_SIGNS = [*map(chr, range(0x3041, 0x3097)), *map(chr, range(0x30A1, 0x30F7)), "ー"]
KANA = strategies.text(alphabet=KANA_SIGNS, max_size=12)

SHORT = ["あ", "アー", "ああ", "あい", "う", "ゔ", "か", "が", "かー", "かあ", "カア"]
LONG = [
    "カウンセリング",
    "がく",
    "きゃ",
    "きや",
    "でぃーぶい",
    "でいぶい",
    "は",
    "ば",
    "ぱ",
    "はは",
    "ばは",
    "はばあ",
    "ん",
]
IN_ORDER = [*SHORT, *LONG]


def to_hiragana(text: str) -> str:
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in text)


def test_words_stand_in_the_order_of_a_japanese_index() -> None:
    shuffled = [*IN_ORDER[1::2], *IN_ORDER[::2]]

    assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_half_width_and_full_width_sort_alike() -> None:
    assert sort_key("ｶｳﾝｾﾘﾝｸﾞ") == sort_key("カウンセリング")


@given(KANA)
def test_a_key_has_only_characters_that_every_collation_orders_alike(text: str) -> None:
    assert set(sort_key(text)) <= set("0123456789abcdef")


@given(KANA, KANA)
def test_a_word_stands_before_a_longer_one_that_begins_with_it(text: str, more: str) -> None:
    assert sort_key(text) <= sort_key(text + more)


@given(KANA)
def test_hiragana_stands_right_before_the_same_word_in_katakana(text: str) -> None:
    assert sort_key(to_hiragana(text)) <= sort_key(text)
    assert len(sort_key(to_hiragana(text))) == len(sort_key(text))


@given(strategies.text(max_size=20))
def test_every_text_has_a_key(text: str) -> None:
    assert sort_key(text) == sort_key(text)


@pytest.mark.django_db
def test_the_database_orders_keys_as_python_does() -> None:
    for text in reversed(IN_ORDER):
        Organization(name_ja=text, kana=sort_key(text)).save()

    stored = Organization.objects.order_by("kana", "pk").values_list("name_ja", flat=True)

    assert list(stored) == IN_ORDER, connection.vendor


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("でぃーぶい", True),
        ("ひゃくとおばん", True),
        ("まもろうよ こころ", True),
        ("カウンセリング", False),
        ("DV", False),
        ("相談", False),
        ("", False),
        ("ー", False),
    ],
)
def test_a_reading_is_hiragana_alone(text: str, right: bool) -> None:
    assert is_reading(text) is right
