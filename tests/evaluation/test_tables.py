"""A CSV read strictly: no row is merged with the next without a word."""

import pytest

from evaluation.tables import Row, read_table
from kb_sources.errors import InputRejected


def test_rows_carry_the_line_they_begin_on_and_short_ones_are_filled() -> None:
    header, rows = read_table('a, b\n\n1,"x\ny"\n2\n', "t.csv")
    assert header == ["a", "b"]
    assert list(rows) == [Row(3, {"a": "1", "b": "x\ny"}), Row(5, {"a": "2", "b": ""})]


def test_a_quote_that_is_not_closed_is_named_by_the_line_that_opens_it() -> None:
    with pytest.raises(InputRejected, match=r"t\.csv, line 3: a quote is opened and never closed"):
        list(read_table('a,b\n1,x\n2,"y\n3,z\n', "t.csv")[1])
    rows = list(read_table('a,b\n2,"y\n3,"z"\n4,w\n', "t.csv")[1])
    assert [(row.line, bool(row.wrong)) for row in rows] == [(2, True), (4, False)]
    assert "it goes on to line 3" in rows[0].wrong


def test_a_row_with_more_cells_than_columns_is_wrong() -> None:
    (row,) = read_table("a;b\n1;2;3\n", "t.csv", ";")[1]
    assert row.wrong.startswith("more cells than columns")


def test_an_empty_file_has_no_columns() -> None:
    header, rows = read_table("", "t.csv")
    assert (header, list(rows)) == ([], [])
