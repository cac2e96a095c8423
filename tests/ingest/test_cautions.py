from __future__ import annotations

from ingest.blocks import Block, BlockKind, Piece
from ingest.cautions import bind
from kb_sources.manual import Box


def line(text: str, x: float) -> Piece:
    return Piece(1, 0, text, Box(0, 0, 1, 1), x, 0, 300, 9, 10, False, 0, "textlayer")


def block(
    kind: BlockKind, text: str, section: tuple[str, ...] = ("A",), part: int = -1, x: float = 60
) -> Block:
    return Block(kind, (line(text, x), line("more of it", x + 20)), section, part_of=part, left=x)


def bound(*blocks: Block) -> list[tuple[int, ...]]:
    return [b.warned_by for b in bind(blocks) if b.kind not in ("heading", "warning")]


HEAD = block("heading", "A")
WARNING = block("warning", "WARNING: hot")


def step(part: int = 0, section: tuple[str, ...] = ("A",)) -> Block:
    return block("step", "1. Pull", section, part)


def test_before_the_first_step_it_is_for_all_below_the_heading() -> None:
    below = ("A", "A1")
    inner, other = block("heading", "A1", below), block("heading", "B", ("B",))
    blocks = [HEAD, WARNING, step(), step(), inner, step(1, below), other, step(2, ("B",))]
    assert bound(*blocks) == [(1,), (1,), (1,), ()]


def test_between_steps_it_is_for_the_next() -> None:
    assert bound(HEAD, step(), WARNING, step(), step()) == [(), (2,), ()]


def test_indented_like_a_step_s_text_it_is_for_that_step() -> None:
    inside = block("warning", "CAUTION: sharp", x=80)
    assert bound(HEAD, step(), inside, step()) == [(2,), ()]


def test_after_the_last_step_it_is_for_the_whole_procedure() -> None:
    assert bound(HEAD, step(), step(), WARNING) == [(3,), (3,)]


def test_among_a_step_s_further_paragraphs_it_is_for_that_step() -> None:
    text = block("text", "Further words")
    assert bound(HEAD, step(), text, WARNING, text, step()) == [(3,), (), (), ()]
    assert bound(HEAD, step(), text, WARNING, step()) == [(3,), (), (3,)]


def test_without_steps_it_goes_with_the_text_after_it_else_before() -> None:
    text = block("text", "Some words")
    assert bound(HEAD, text, WARNING, text) == [(), (2,)]
    assert bound(HEAD, text, WARNING) == [(2,)]


def test_items_of_a_list_of_cautions_bind_nothing() -> None:
    section = ("Safety precautions",)
    item = block("warning", "1. Never open the cover", section)
    assert bound(block("heading", "Safety precautions", section), item, block("text", "words", section)) == [
        ()
    ]


def test_equal_cautions_keep_their_places() -> None:
    assert bound(HEAD, step(), WARNING, step(), WARNING, step()) == [(), (2,), (4,)]
