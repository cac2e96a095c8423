"""Cells are laid out without overlap, whatever spans are claimed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vlm.qwen_tables import (
    Written,
    is_delimiter_row,
    is_pipe_row,
    lay_out,
    read_pipes,
    read_tabular,
    span_of,
    tidy_cells,
)

cells = st.builds(Written, st.sampled_from(["", "a", "b"]), st.integers(-2, 9), st.integers(-2, 9))


@given(st.lists(st.lists(cells, max_size=6), max_size=8), st.integers(0, 9), st.booleans())
def test_no_two_cells_cover_one_place(rows: list[list[Written]], header: int, latex: bool) -> None:
    table = lay_out(rows, header, covered_are_written=latex)
    if table is None:
        assert not any(rows)
        return
    places = [
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert len(places) == len(set(places))
    assert all(row < table.rows and column < table.columns for row, column in places)
    assert 0 <= table.header_rows <= table.rows
    if not latex:
        kept = sum(len(cell.text.replace(" ", "")) for cell in table.cells)
        assert kept == sum(len(cell.text) for row in rows for cell in row)


def test_spans_beyond_reason_are_bounded() -> None:
    assert span_of("100000000000000") == 1
    assert span_of("99999") == 64
    assert span_of(" 3 ") == 3
    assert [span_of(v) for v in (None, "", "-2", "x", "²")] == [1, 1, 1, 1, 1]
    table = lay_out([[Written("a", 64, 64)] * 5] * 200)
    assert table is not None
    assert table.columns <= 256


def test_words_beyond_the_last_column_are_kept() -> None:
    table = lay_out([[Written(str(n)) for n in range(400)]])
    assert table is not None
    assert table.columns == 256
    assert table.text.replace("|", "").split() == [str(n) for n in range(400)]


def test_a_table_says_each_cell_once() -> None:
    table = read_tabular("\\multicolumn{2}{c}{Torque} & N \\\\ M3 & M4 & 5")
    assert table is not None
    assert table.text == "Torque | N\nM3 | M4 | 5"
    assert table.grid == (("Torque", "Torque", "N"), ("M3", "M4", "5"))


def test_rows_of_pipes_are_recognised() -> None:
    assert is_pipe_row("| a | b |")
    assert is_pipe_row("  |  |  |")
    assert not is_pipe_row("a | b")
    assert not is_pipe_row("||")
    assert is_delimiter_row("|:--|--:|")
    assert is_delimiter_row("--- | ---")
    assert not is_delimiter_row("| a |")
    assert not is_delimiter_row("---")


def test_nothing_is_no_table() -> None:
    assert read_pipes([]) is None
    assert read_pipes(["|---|---|"]) is None
    assert read_tabular("") is None
    assert read_tabular("\\hline\n\\hline") is None


def test_gaps_in_cells_are_one() -> None:
    assert tidy_cells([[Written("  a \n  b\v c ", 0, 2)]]) == [[Written("a\nb\nc", 1, 2)]]
