from __future__ import annotations

from collections.abc import Sequence

from ingest.aligned import find_aligned
from ingest.blocks import pieces_of
from ingest.page import Line, Route, Ruling
from tests.ingest.drawn import across, line, straight


def find(
    lines: Sequence[Line], rulings: Sequence[Ruling] = (), route: Route = "textlayer"
) -> list[list[list[str]]]:
    sheet = straight(lines, rulings, route=route)
    return [[[c.text for c in row] for row in t.cells] for t in find_aligned(sheet, pieces_of(sheet))]


def rows(
    texts: Sequence[Sequence[str]], y: float, pitch: float, xs: Sequence[float] = (60, 200, 340)
) -> list[Line]:
    return [
        line(t, x, y + pitch * r) for r, row in enumerate(texts) for x, t in zip(xs, row, strict=True) if t
    ]


CODES = [["Code", "Cause", "Remedy"], ["E1", "Plug loose", "Fit it"], ["E2", "Sensor open", "Replace it"]]


def test_a_caption_is_a_reason_to_look_for_columns() -> None:
    assert find([line("Table 2 Codes", 60, 80), *rows(CODES, 100, 18)]) == [CODES]
    assert find([line("表 2 代码", 60, 80), *rows(CODES, 100, 18)]) == [CODES]


def test_a_table_ends_where_text_stands_across_its_columns() -> None:
    text = line("Some running text that goes right across the columns of the table above it", 60, 156)
    assert find([line("Table 2 Codes", 60, 80), *rows(CODES, 100, 18), text]) == [CODES]


def test_lines_of_one_cell_stay_together() -> None:
    lines = [line("Table 2 Codes", 60, 80), *rows(CODES, 100, 26), line("with a new one", 340, 164)]
    assert find(lines)[0][-1] == ["E2", "Sensor open", "Replace it with a new one"]


def test_a_cell_in_the_middle_of_two_rows_spans_them() -> None:
    lines = [line("Table 2 Codes", 60, 80), *rows([CODES[0]], 100, 18)]
    lines += [line("E1", 60, 127), line("Plug loose", 200, 118), line("Fit it", 340, 118)]
    lines += [
        line("Sensor open", 200, 136),
        line("Replace it", 340, 136),
        *rows([["E2", "Fan", "Clean"]], 154, 18),
    ]
    assert find(lines)[0][1:] == [
        ["E1", "Plug loose", "Fit it"],
        ["E1", "Sensor open", "Replace it"],
        ["E2", "Fan", "Clean"],
    ]


def test_rules_alone_make_a_table_too() -> None:
    rules = [across(y, 58, 440) for y in (96, 114, 170)]
    assert find(rows(CODES, 100, 18), rules) == [CODES]
    parted = [across(y, 58, 440) for y in (96, 115, 133, 151)]
    assert find(rows(CODES, 100, 18), parted) == [CODES]


def test_prose_in_columns_and_lists_are_no_tables() -> None:
    left = [line("words that go on in the first of two columns", 60, 100 + 14 * i) for i in range(6)]
    right = [line("words that go on in the second column here", 320, 100 + 14 * i) for i in range(6)]
    assert find([*left, *right]) == []
    assert find([line(f"{i}. Remove the screw", 60, 100 + 18 * i) for i in range(6)]) == []
    assert find(rows([["Voltage", "24 V", ""], ["Mass", "3 kg", ""]], 100, 18)) == []


def test_four_strict_rows_of_three_parts_need_no_other_reason() -> None:
    grid = [["M3", "0.6", "4"], ["M4", "1.2", "8"], ["M5", "2.4", "2"], ["M6", "5.5", "1"]]
    assert find(rows(grid, 100, 18)) == [grid]
