"""Printed words find their cells: by what they say, and equal ones by where they stand."""

from __future__ import annotations

import math

import pytest

from ingest.gridding import Part, parts_of, seat
from ingest.page import Line
from tests.ingest.drawn import line
from vlm.qwen_tables import Table, Written, lay_out

ROWS = (("Code", "Part", "Qty"), ("E21", "Pump", "1"), ("E22", "Valve", "1"), ("E23", "Belt", "2"))
LEFT = (60.0, 200.0, 400.0)


def table(rows: tuple[tuple[str, ...], ...] = ROWS) -> Table:
    found = lay_out([[Written(text) for text in row] for row in rows], 1)
    assert found is not None
    return found


def printed(skew: float = 0.0) -> list[Line]:
    slope = math.tan(math.radians(skew))
    return [
        line(text, x, 100 + 20 * r + slope * x)
        for r, row in enumerate(ROWS)
        for x, text in zip(LEFT, row, strict=True)
    ]


def parts(lines: list[Line]) -> list[Part]:
    return [part for key, one in enumerate(lines) for part in parts_of(key, one)]


def seated(found: dict[int, list[Part]], own: Table) -> dict[tuple[int, int], list[int]]:
    return {(own.cells[c].row, own.cells[c].column): [p.key for p in some] for c, some in found.items()}


@pytest.mark.parametrize("skew", [0.0, 2.0, -2.0])
def test_each_word_sits_in_its_cell_equal_ones_too(skew: float) -> None:
    own = table()
    found = seated(seat(own, parts(printed(skew))), own)
    assert found == {(r, c): [3 * r + c] for r in range(4) for c in range(3)}


def test_a_line_over_several_cells_is_parted() -> None:
    lines = [line("Drain pump 90-1234-A", 60, 100), line("Inlet valve 90-1236-B", 60, 120)]
    own = table((("Drain pump", "90-1234-A"), ("Inlet valve", "90-1236-B")))
    found = seat(own, parts(lines))
    words = {(own.cells[c].row, own.cells[c].column): some[0].line.text for c, some in found.items()}
    assert words == {(0, 0): "Drain pump", (0, 1): "90-1234-A", (1, 0): "Inlet valve", (1, 1): "90-1236-B"}


def test_a_cell_of_two_lines_holds_both() -> None:
    lines = [line("E21", 60, 100), line("Clean the drain filter,", 200, 100), line("then restart", 200, 112)]
    own = table((("E21", "Clean the drain filter, then restart"), ("E22", "Call service")))
    assert seated(seat(own, parts(lines)), own) == {(0, 0): [0], (0, 1): [1, 2]}


def test_what_fits_no_cell_is_left_out() -> None:
    own = table()
    found = seat(own, parts([line("See section 4.2 for the rest", 60, 400)]))
    assert found == {}


def test_wide_gaps_part_a_line() -> None:
    one = line("Mass 189 g", 60, 100)
    far = line("IP68", 400, 100)
    whole = Line((*one.words, *far.words), one.box, "textlayer", "Mass 189 g IP68")
    assert [p.line.text for p in parts_of(0, whole)] == ["Mass 189 g", "IP68"]
