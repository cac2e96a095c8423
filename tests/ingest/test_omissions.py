"""A column or a part of a page that a model left out is noticed; stray words of a good reading are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.omissions import left_out
from ingest.page import Line
from kb_sources.manual import Box
from tests.ingest.drawn import line
from vlm.qwen_formats import PageText, parse_page

ROWS = (
    ("Cheddar cheese, sharp", "2.99"),
    ("Wholemeal bread", "1.99"),
    ("Pizza with spinach", "4.49"),
    ("Orange juice, fresh", "3.79"),
    ("Dark chocolate", "0.99"),
    ("Sales tax", "12.99"),
)
LINES = tuple(
    piece
    for n, (item, price) in enumerate(ROWS)
    for piece in (line(item, 60, 100 + 20 * n), line(price, 480, 100 + 20 * n))
)


def read(*rows: tuple[str, ...]) -> PageText:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return parse_page(f'<div class="table" data-bbox="90 100 900 300"><table>{cells}</table></div>')


def test_a_flawless_reading_leaves_nothing_out() -> None:
    assert left_out(LINES, read(*ROWS)) == []


def test_a_narrow_column_is_noticed_though_some_of_it_stands_in_other_words() -> None:
    seen = read(*((item,) for item, _ in ROWS), ("Total 22.99, tax 10.99",))
    assert left_out(LINES, seen) == [price for _, price in ROWS]  # 2.99 is not in 22.99


def test_the_column_on_the_left_is_noticed_as_well() -> None:
    assert set(left_out(LINES, read(*((price,) for _, price in ROWS)))) >= {item for item, _ in ROWS}


def test_half_a_page_is_noticed() -> None:
    assert left_out(LINES, read(*ROWS[:3])) == [text for row in ROWS[3:] for text in row]


def test_a_few_words_that_one_of_the_two_misread_are_not() -> None:
    misread = (*ROWS[:2], ("Piza wlth spinach", "4.19"), ROWS[3], ("Dark chocolate", "O.99"), ROWS[5])
    assert left_out(LINES, read(*misread)) == []


def unlegible(each: Line) -> Line:
    return replace(each, confidence=0.5)


@pytest.mark.parametrize("change", [unlegible, lambda n: replace(n, in_picture=True)])
def test_what_was_hardly_read_or_stands_in_a_picture_is_no_witness(change: object) -> None:
    assert callable(change)
    lines = [change(n) if n.text[0].isdigit() else n for n in LINES]
    assert left_out(lines, read(*((item,) for item, _ in ROWS))) == []


def test_words_in_a_drawing_need_not_be_written() -> None:
    drawing = Box(0.75, 0.1, 0.9, 0.3)
    corners = " ".join(str(round(1000 * v)) for v in (drawing.x0, drawing.y0, drawing.x1, drawing.y1))
    picture = parse_page(f'<div class="image" data-bbox="{corners}"></div>').elements
    seen = read(*((item,) for item, _ in ROWS))
    assert left_out(LINES, replace(seen, elements=(*seen.elements, *picture))) == []


def test_nothing_to_compare() -> None:
    assert left_out((), read(*ROWS)) == []
    assert left_out(LINES[:2], parse_page("")) == [LINES[0].text, LINES[1].text]
