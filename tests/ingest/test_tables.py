from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Table, pieces_of
from ingest.page import Line, Ruling
from ingest.skew import Straight
from ingest.tables import Found, append, find_caption, find_ruled, read_table, repeats_header, same_columns
from kb_sources.manual import ReadBy
from tests.ingest.drawn import WIDTH, across, down, line, straight


def cells(texts: Sequence[Sequence[str]], xs: Sequence[float], y: float = 102, bold: int = 0) -> list[Line]:
    return [
        line(text, x + 4, y + 20 * r, bold=r < bold)
        for r, row in enumerate(texts)
        for x, text in zip(xs, row, strict=False)
        if text
    ]


def ruled(xs: Sequence[float], rows: int, skip: Sequence[Ruling] = ()) -> list[Ruling]:
    ys = [100 + 20 * r for r in range(rows + 1)]
    every = [across(y, a, b) for y in ys for a, b in itertools.pairwise(xs)]
    every += [down(x, a, b) for x in xs for a, b in itertools.pairwise(ys)]
    return [r for r in every if r not in skip]


def only(sheet: Straight) -> tuple[Found, Table]:
    (found,) = find_ruled(sheet, pieces_of(sheet))
    return found, read_table(found)


def texts(table: Table) -> list[list[str]]:
    return [[c.text for c in row] for row in table.rows]


XS = (60, 160, 260, 360)


def test_header_rows_and_values_with_their_units() -> None:
    body = [["Position", "Screw", "Torque (N·m)"], ["Cover", "M3", "0.6"], ["Motor", "M4", "1.2"]]
    _, table = only(straight(cells(body, XS, bold=1), ruled(XS, 3)))
    assert [[c.text for c in path] for path in table.header] == [["Position"], ["Screw"], ["Torque (N·m)"]]
    assert texts(table) == body[1:]


def test_a_header_of_two_rows_gives_each_column_its_path() -> None:
    body = [["Point", "Limits (V)", ""], ["", "min.", "max."], ["TP1", "3.4", "4.4"], ["TP2", "4.7", "5.2"]]
    gone = [across(120, 60, 160), down(260, 100, 120)]
    _, table = only(straight(cells(body, XS, bold=2), ruled(XS, 4, gone)))
    assert [[c.text for c in path] for path in table.header] == [
        ["Point"],
        ["Limits (V)", "min."],
        ["Limits (V)", "max."],
    ]


def test_a_merged_cell_stands_in_every_row_it_covers() -> None:
    body = [["Code", "Cause", "Remedy"], ["E1", "Plug loose", "Fit it"], ["", "Sensor", "Replace it"]]
    _, table = only(straight(cells(body, XS, bold=1), ruled(XS, 3, [across(140, 60, 160)])))
    assert texts(table) == [["E1", "Plug loose", "Fit it"], ["E1", "Sensor", "Replace it"]]
    assert table.rows[0][0] is table.rows[1][0]


def test_band_titles_go_above_their_rows() -> None:
    body = [["Item", "Part", "Qty"], ["ELECTRONICS", "", ""], ["Fan", "F1", "1"], ["Plug", "P2", "2"]]
    gone = [down(160, 120, 140), down(260, 120, 140)]
    _, table = only(straight(cells(body, XS, bold=1), ruled(XS, 4, gone)))
    assert [[c.text for c in band] for band in table.groups] == [["ELECTRONICS"], ["ELECTRONICS"]]


def test_a_box_of_one_cell_or_with_a_warning_is_no_table() -> None:
    assert not find_ruled(straight([line("words", 70, 102)], ruled((60, 360), 2)), [])
    sheet = straight(
        cells([["WARNING"], ["Hot", "surface"]], (60, 160)), ruled((60, 160, 260), 2, [down(160, 100, 120)])
    )
    assert not find_ruled(sheet, pieces_of(sheet))


def test_name_and_value_without_a_header() -> None:
    body = [["Voltage:", "24 V"], ["Mass:", "3 kg"], ["Colour:", "black"]]
    _, table = only(straight(cells(body, XS), ruled((60, 160, 260), 3)))
    assert not any(table.header) and texts(table) == body


def test_a_caption_right_above_is_the_table_s() -> None:
    sheet = straight(
        [line("Table 3-1 Torques", 60, 84), *cells([["a", "b"], ["c", "d"]], XS)], ruled((60, 160, 260), 2)
    )
    found, _ = only(sheet)
    assert [p.text for p in find_caption(found, pieces_of(sheet))] == ["Table 3-1 Torques"]


def test_a_continuation_drops_a_repeated_header_and_carries_the_band_on() -> None:
    first, head = only(
        straight(cells([["Code", "Fault"], ["E1", "fan"]], XS, bold=1), ruled((60, 160, 260), 2))
    )
    again, other = only(
        straight(cells([["Code", "Fault"], ["E2", "pump"]], XS, bold=1), ruled((60, 160, 260), 2))
    )
    bare, more = only(straight(cells([["E3", "door"], ["E4", "lamp"]], XS), ruled((60, 160, 260), 2)))
    assert repeats_header(head, other) and same_columns(first, again, {1: WIDTH})
    assert texts(append(append(head, again, other), bare, more)) == [
        ["E1", "fan"],
        ["E2", "pump"],
        ["E3", "door"],
        ["E4", "lamp"],
    ]


def read_in(texts_of: Sequence[Sequence[str]], read_by: ReadBy) -> list[list[str]]:
    lines = [replace(x, read_by=read_by) for x in cells(texts_of, XS, bold=1)]
    return texts(only(straight(lines, ruled(XS, len(texts_of))))[1])


def test_a_lone_stroke_that_ocr_read_among_numbers_is_a_dash() -> None:
    body = [["Code", "Fault", "Value (V)"], ["E0", "No pan", "一"], ["E3", "Hot", "1.8"], ["E4", "Low", "2"]]
    assert read_in(body, "rapidocr")[0] == ["E0", "No pan", "–"]
    assert read_in(body, "textlayer")[0] == ["E0", "No pan", "一"], "as the maker wrote it"
    counted = [["No.", "Part", "Rank"], ["1", "Fan", "一"], ["2", "Coil", "二"], ["3", "Plug", "三"]]
    assert read_in(counted, "rapidocr")[0] == ["1", "Fan", "一"]
