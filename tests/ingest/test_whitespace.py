from __future__ import annotations

from ingest.blocks import Piece
from ingest.grids import Slot
from ingest.whitespace import Part, bare_grid, find_columns, grow, ruled_grid
from kb_sources.manual import Box


def part(x0: float, y0: float, x1: float) -> Part:
    piece = Piece(1, 0, "words", Box(0, 0, 1, 1), x0, y0, x1, y0 + 12, 10, False, 0, "textlayer")
    return Part(piece, x0, y0, x1, y0 + 12)


ROWS = [[part(60, y, 100), part(200, y, 260)] for y in (100, 120, 140)]


def test_columns_grow_with_their_rows_and_refuse_what_runs_across() -> None:
    assert find_columns(ROWS) == [(60, 100), (200, 260)]
    assert grow([(60, 100), (200, 260)], [part(62, 0, 150)]) == [(60, 150), (200, 260)]
    assert grow([(60, 100), (200, 260)], [part(62, 0, 240)]) is None


def test_every_line_is_a_row_where_rows_are_loose() -> None:
    grid = bare_grid([p for row in ROWS for p in row], [150], (58, 99, 262, 153))
    assert grid is not None and (grid.rows, grid.columns) == (3, 2)


def test_a_cell_between_two_rows_spans_them() -> None:
    right = [part(200, y, 260) for y in (100, 120)]
    grid = bare_grid([*right, part(60, 110, 100)], [150], (58, 99, 262, 133))
    assert grid is not None and set(grid.slots) == {Slot(0, 0, 2, 1), Slot(0, 1, 1, 2), Slot(1, 1, 2, 2)}


def test_rules_make_rows_and_white_makes_columns_but_not_through_words() -> None:
    wide = [part(60, 100, 260)]
    rules = [(115.0, 58.0, 262.0), (135.0, 58.0, 262.0)]
    grid = ruled_grid([*wide, *ROWS[1], *ROWS[2]], rules, [150], (58, 99, 262, 155))
    assert grid is not None
    assert set(grid.slots) == {Slot(0, 0, 1, 2), *(Slot(r, c, r + 1, c + 1) for r in (1, 2) for c in (0, 1))}
