"""Hours in Japanese words: what is told is read back as the same, and what cannot be read is said so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.opening_hours import HoursInvalid, normalise
from cms.verification.hours_words import heard, told

WEEK = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
clock = st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30, 45])).map(lambda hm: f"{hm[0]:02}:{hm[1]:02}")
span = st.tuples(clock, clock).filter(lambda ends: ends[0] < ends[1]).map("-".join)
spans = st.lists(span, min_size=1, max_size=2, unique=True).map(",".join)
days = st.sets(st.sampled_from(WEEK), min_size=1).map(lambda some: ",".join(sorted(some, key=WEEK.index)))
closed = st.sampled_from(["", "; PH off", "; Dec 29-Jan 03 off", "; PH off; Dec 29-Jan 03 off"])
week = st.tuples(days, spans, closed).map(lambda parts: f"{parts[0]} {parts[1]}{parts[2]}")


@given(week)
def test_what_is_told_is_read_back_as_the_same(expression: str) -> None:
    expression = normalise(expression) or ""
    words = told(expression)
    assert words is not None
    assert not any(letter.isascii() and letter.isalpha() for letter in words)
    assert heard(words) == expression


@given(st.text(alphabet="月火水木金土日祝平毎年末始休み時分半午前後翌0123456789:〜~、,/ とから年あAM-;\n", max_size=40))
def test_any_text_is_hours_that_can_be_stored_or_is_refused(text: str) -> None:
    try:
        stored = heard(text)
    except HoursInvalid:
        return
    assert stored == (normalise(stored) or "")


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("平日9時〜17時", "Mo-Fr 09:00-17:00; PH off"),
        ("月曜日から金曜日 午前9時から午後5時半まで、土日祝は休み", "Mo-Fr 09:00-17:30; Sa,Su,PH off"),
        ("土日祝休み、月〜金 9:00〜17:00", "Mo-Fr 09:00-17:00; Sa,Su,PH off"),
        ("水 10:00〜12:00、13:00〜16:00(年末年始は休み)", "We 10:00-12:00,13:00-16:00; Dec 29-Jan 03 off"),
        ("毎日 24時間", "24/7"),
        ("土日 24時間", "Sa,Su 00:00-24:00"),
        ("金 22:00〜翌5:00", "Fr 22:00-05:00"),
        ("月～金　９：００～１７：００", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00; PH off"),
        ("12/29〜1/3 休み、毎日 9:00〜12:00", "Mo-Su 09:00-12:00; Dec 29-Jan 03 off"),
        ("", ""),
    ],
)
def test_what_desks_write(words: str, stored: str) -> None:
    assert heard(words) == stored


@pytest.mark.parametrize(
    "words", ["水 夜", "月〜金", "9時", "休日は休み", "月 25:00〜26:00", "13月1日 休み", "月〜", "から"]
)
def test_what_cannot_be_read_is_refused(words: str) -> None:
    with pytest.raises(HoursInvalid):
        heard(words)
