"""Lines of patterns: one spelling for what editors write, and a word for what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.phrase_lines import LONGEST, folded, groups, patterns, problems

#: What an editor's keyboard brings: words, both widths of the signs and of the space, and every end of a line.
TEXTS = st.lists(
    st.sampled_from(
        ["死にたい", "父", "母", "殴", "DV", "|", "\uff5c", "+", "\uff0b", " ", "\u3000", "\n", "\r\n", "…"]
    )
).map("".join)


@given(TEXTS)
def test_a_spelling_is_its_own_spelling_and_stands_once(text: str) -> None:
    spelt = patterns(text)
    assert patterns("\r\n".join(spelt)) == spelt
    assert len(set(spelt)) == len(spelt)
    assert not {"\uff0b", "\uff5c"} & set("".join(spelt))


@given(TEXTS)
def test_what_nothing_is_wrong_with_has_a_word_in_every_place(text: str) -> None:
    if not problems(text):
        for pattern in patterns(text):
            assert all(any(letter.isalnum() for letter in word) for words in groups(pattern) for word in words)
            assert not problems(pattern)


def test_full_width_signs_and_spaces_mean_the_same() -> None:
    assert patterns(" 父\uff5c 母\u3000\uff0b殴\uff5c蹴 \r\n\r\n死にたい\n死にたい") == ("父|母 + 殴|蹴", "死にたい")
    assert folded("ＤＶ") == folded("dv")


@pytest.mark.parametrize(
    "line", ["死にたい", "DV", "父|母|彼氏 + 殴|蹴|叩", "親 + 介護", "no one to talk to", "죽고 싶다", "あ" * LONGEST]
)
def test_how_people_speak_is_fine(line: str) -> None:
    assert problems(line) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("死", "1文字だけ"),
        ("死にたい|死", "「死」は1文字だけ"),
        ("父 +", "「+」や「|」の前か後ろに"),
        ("+", "「+」や「|」の前か後ろに"),
        ("父|| 母 + 殴", "「+」や「|」の前か後ろに"),
        ("父|母 + + 殴", "「+」や「|」の前か後ろに"),
        ("……", "文字がありません"),
        ("あ" * (LONGEST + 1), "長すぎます"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(line: str, told: str) -> None:
    (problem,) = problems(f"死にたい\n\n{line}")
    assert problem.startswith("3行目「")
    assert told in problem
