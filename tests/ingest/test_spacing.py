from __future__ import annotations

from ingest.blocks import Piece, Row, make_row
from ingest.spacing import measure_spacing, same_gap
from kb_sources.manual import Box, ReadBy


def row(text: str, y: float, size: float = 10.0, column: int = 1, read_by: ReadBy = "textlayer") -> Row:
    box = Box(0.1, 0.1, 0.5, 0.2)
    return make_row(
        [Piece(1, 0, text, box, 60, y, 60 + 5 * len(text), y + 12, size, False, 0, read_by)], column
    )


def test_the_pitch_of_paragraphs_is_not_that_of_single_line_items() -> None:
    prose = [row("words " * 12, 100 + 14 * i) for i in range(4)]
    items = [row("item", 300 + 20 * i, column=2) for i in range(9)]
    spacing = measure_spacing([*prose, *items])
    assert (spacing.of(prose[0]), spacing.of(items[0])) == (
        14.0,
        20.0,
    )  # 20 is 1.4 times 14: set apart on purpose


def test_a_list_a_little_looser_than_the_text_keeps_the_text_s_pitch() -> None:
    prose = [row("words " * 12, 100 + 14 * i) for i in range(4)]
    items = [row("item", 300 + 18 * i, column=2) for i in range(9)]
    assert measure_spacing([*prose, *items]).of(items[0]) == 14.0


def test_long_even_runs_are_prose_whatever_their_size() -> None:
    large = [row("many words in a large type face here", 100 + 30 * i, 16) for i in range(4)]
    title = row("A title", 20, 16, 2)
    spacing = measure_spacing([title, *large])
    assert all(id(r) in spacing.prose for r in large) and id(title) not in spacing.prose


def test_ocr_is_given_more_room() -> None:
    assert same_gap(row("a", 1, read_by="rapidocr")) > same_gap(row("a", 1))
