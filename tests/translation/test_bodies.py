"""Blocks of a translation find their Japanese again, and none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from cms.translation.bodies import PIECES, Block, align, frame_of, text_of, with_text

WORDS = st.text("あいう", min_size=1, max_size=2)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(lambda text: {"type": "heading", "value": text}, WORDS),
    st.builds(lambda text: {"type": "text", "value": f"<p>{text}</p>"}, WORDS),
    st.builds(lambda text: {"type": "quote", "value": {"text": text, "source": ""}}, WORDS),
)
BODIES = st.lists(BLOCKS, max_size=6)


def translated(blocks: list[Block]) -> list[Block]:
    """The same blocks with other words, each with its own number, so that none looks like another."""
    return [with_text(block, PIECES[block["type"]][0], f"translation {number}") for number, block in enumerate(blocks)]


@given(BODIES, BODIES)
def test_every_translated_block_is_beside_a_block_of_its_type_or_left_over(
    before: list[Block], now: list[Block]
) -> None:
    target = translated(before)

    aligned = align(now, before, target)

    assert aligned is not None
    found = [block for block in aligned.beside if block is not None]
    assert sorted(map(repr, [*found, *aligned.left_over])) == sorted(map(repr, target))
    assert len(aligned.beside) == len(now)
    assert all(
        block is None or block["type"] == japanese["type"] for block, japanese in zip(aligned.beside, now, strict=True)
    )


@given(BODIES, st.integers(0, 6), BLOCKS)
def test_a_block_that_comes_in_between_moves_no_translation(before: list[Block], place: int, new: Block) -> None:
    place = min(place, len(before))
    now = [*before[:place], new, *before[place:]]
    target = translated(before)

    aligned = align(now, before, target)

    assert aligned is not None
    # Which of two equal blocks is the new one, nobody can tell: then a translation may be told of as left over.
    if new not in before:
        assert [block for block in aligned.beside if block is not None] == target
        assert aligned.left_over == ()


def test_another_order_is_nobodys_guess() -> None:
    heading, quote = {"type": "heading", "value": "あ"}, {"type": "quote", "value": {"text": "い", "source": ""}}

    assert align([heading, quote], None, [quote, heading]) is None
    assert align([heading, quote], None, []) == ((None, None), ())


@given(BLOCKS)
def test_a_frame_has_no_words(block: Block) -> None:
    assert not any(text_of(frame_of(block), piece) for piece in PIECES[block["type"]])
