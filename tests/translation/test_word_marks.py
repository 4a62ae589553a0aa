"""Marked words: exact, and only what changed."""

from hypothesis import given
from hypothesis import strategies as st

from cms.word_marks import LONG, marked

TEXTS = st.text("県の相談室です。電話 Chat無料\n<b>", max_size=60)


@given(TEXTS, TEXTS)
def test_nothing_is_lost_and_nothing_invented(before: str, after: str) -> None:
    pieces = marked(before, after)

    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "gone") == after
    assert all(text for _kind, text in pieces)


def test_only_what_changed_is_marked() -> None:
    assert marked("県の相談室です。", "県の総合相談室です。") == [
        ("same", "県の"),
        ("new", "総合"),
        ("same", "相談室です。"),
    ]
    assert marked("Open on Monday", "Open on Friday") == [("same", "Open on "), ("gone", "Monday"), ("new", "Friday")]


def test_the_same_text_has_no_marks() -> None:
    assert marked("電話", "電話") == [("same", "電話")]
    assert marked("", "") == []


def test_a_long_text_is_compared_by_sentences() -> None:
    sentence = "電話で相談できます。"
    before = sentence * (LONG // len(sentence) + 1)

    assert marked(before, before + "無料です。") == [("same", before), ("new", "無料です。")]
