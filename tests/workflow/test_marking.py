"""Marked words: whatever goes and comes, what is left is exactly the text that will be, and nothing breaks the page."""

import re

import pytest
from bs4 import BeautifulSoup
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from cms.admin.marking import SHORT, Shown, shown
from cms.word_marks import words

words("あ")  # loads the dictionary, which no example should have to wait for

LINES = st.text("さびしい人の電話相談、夜も。 a<b>&\"'0123", min_size=1, max_size=60)
TEXTS = st.lists(LINES, min_size=1, max_size=6).map("\n".join)
INLINE = st.sampled_from(["{}", "<strong>{}</strong>", "<em>{}</em>のあと", "まえの<strong><em>{}</em></strong>"])
BLOCKS = st.sampled_from(
    ["<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li><li>二つ目</li></ul>", "<blockquote><p>{}</p></blockquote>"]
)
WORDS = st.text("さびしい人の電話相談、夜も。", min_size=1, max_size=20)
HTML = st.lists(
    st.builds(lambda block, inline, word: block.format(inline.format(word)), BLOCKS, INLINE, WORDS),
    min_size=1,
    max_size=5,
)
RICH = HTML.map("".join).map(SafeString)


def left(html: str, without: str) -> str:
    """The words that stay when one kind of mark is taken away, less what only explains."""
    page = BeautifulSoup(html, "html.parser")
    for found in page.select(f"{without}, .w-sr-only, summary, .house-block-kind"):
        found.decompose()
    return re.sub(r"\s|\(文は同じで、太字などが変わります\)|空白や改行だけが変わります。", "", page.text)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def html_of(told: Shown, side: str) -> str:
    return str(told.together if told.together is not None else getattr(told, side))


@given(TEXTS, TEXTS)
def test_without_what_goes_it_is_the_new_text_and_without_what_comes_the_old_one(before: str, after: str) -> None:
    told = shown("本文", before, after)
    assert left(html_of(told, "after"), "del") == bare(after)
    assert left(html_of(told, "before"), "ins") == bare(before)


@given(RICH, RICH)
def test_the_same_of_rich_text_whose_tags_stay_whole(before: SafeString, after: SafeString) -> None:
    told = shown("本文", before, after)
    together = str(told.together)
    assert left(together, "del") == bare(BeautifulSoup(after, "html.parser").text)
    assert left(together, "ins") == bare(BeautifulSoup(before, "html.parser").text)
    open_ones: list[str] = []
    for closes, tag in re.findall(r"<(/?)(\w+)[^>]*>", together):
        if not closes:
            open_ones.append(tag)
        else:
            assert open_ones.pop() == tag
    assert open_ones == []


@given(TEXTS, TEXTS)
def test_nothing_that_was_typed_becomes_a_tag(before: str, after: str) -> None:
    told = shown("本文", before, after)
    tags = {
        tag.name for side in ("before", "after") for tag in BeautifulSoup(html_of(told, side), "html.parser").find_all()
    }
    assert tags <= {"div", "span", "ins", "del", "details", "summary", "strong"}


@given(TEXTS, TEXTS)
def test_a_difference_is_never_silent(before: str, after: str) -> None:
    told = shown("本文", before, after)
    if told.together is not None and before != after:
        assert any(sign in told.together for sign in ("<ins>", "<del>", "だけが変わります"))


def test_a_short_value_stands_beside_the_other_with_its_part_in_bold() -> None:
    told = shown("番号", "0120-279-338", "0120-279-339")
    assert (told.before, told.after) == ("0120-279-<strong>338</strong>", "0120-279-<strong>339</strong>")


def test_what_changed_in_a_long_text_is_marked_by_words_and_what_stays_is_folded() -> None:
    stays = "この窓口は、だれでも、いつでも、名前を言わずに利用できます。" * 10
    before = SafeString(f"<p>{stays}</p><p>{stays}まず電話してください。</p>")
    after = SafeString(f"<p>{stays}</p><p>{stays}まず相談してください。</p>")
    told = str(shown("本文", before, after).together)
    assert "<del>電話</del>" in told
    assert "<ins>相談</ins>" in told
    assert told.count("<details") == 2  # the first paragraph, and the middle of the second one's beginning
    assert "変わらない部分(1段落・" in told
    assert '<span class="w-sr-only">削除:</span><del>' in told
    assert '<span class="w-sr-only">追加:</span><ins>' in told


def test_other_type_is_said_where_the_words_are_the_same() -> None:
    told = str(
        shown(
            "本文", SafeString("<p>夜も電話できます。</p>"), SafeString("<p><strong>夜も</strong>電話できます。</p>")
        ).together
    )
    assert "<strong>" in told
    assert "太字などが変わります" in told


@pytest.mark.parametrize(("before", "after"), [(None, "い" * (SHORT + 1)), ("あ\nい", None)])
def test_what_was_not_or_will_not_be_is_one_whole(before: str | None, after: str | None) -> None:
    told = shown("概要", before, after)
    assert told.together is None
    assert (told.before is None) == (before is None)
    assert (told.after is None) == (after is None)
