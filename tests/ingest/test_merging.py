"""One page out of two readings: printed boxes, the model's words and tables, doubt where they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.merging import drawn_lines, merge
from ingest.page import Area, Line, PageRead
from kb_sources.manual import Box
from tests.ingest.drawn import HEIGHT, WIDTH, line, page
from vlm.qwen_formats import parse_page


def div(kind: str, x: float, y: float, x1: float, y1: float, inner: str) -> str:
    corners = (x / WIDTH, y / HEIGHT, x1 / WIDTH, y1 / HEIGHT)
    return f'<div class="{kind}" data-bbox="{" ".join(str(round(1000 * c)) for c in corners)}">{inner}</div>'


def html(*parts: str) -> str:
    return "<html><body>" + "\n".join(parts) + "</body></html>"


def ocr(text: str, x: float, y: float) -> Line:
    return line(text, x, y, read_by="rapidocr")


def merged(own: PageRead, written: str, *, keep_text: bool = False) -> PageRead:
    return merge(own, parse_page(written, finish="stop"), keep_text=keep_text).page


SCAN = page(
    [
        ocr("3.2 Drain purnp", 60, 80),
        ocr("Fault code E21: tighten to 2.5N·m", 60, 110),
        ocr("Page 7", 280, 800),
    ],
    route="ocr",
)
SEEN = html(
    div("text", 60, 80, 200, 95, "3.2 Drain pump"),
    div("text", 60, 108, 400, 124, "Fault code E21: tighten to 2.5 N·m"),
)


def test_words_are_the_models_and_boxes_the_print() -> None:
    found = merged(SCAN, SEEN)
    assert [n.text for n in found.lines] == ["3.2 Drain pump", "Fault code E21: tighten to 2.5 N·m", "Page 7"]
    assert [n.box for n in found.lines] == [n.box for n in SCAN.lines]
    assert [n.read_by for n in found.lines] == ["qwen3vl", "qwen3vl", "rapidocr"]
    assert not any(n.unsure for n in found.lines)


def test_agreement_is_told_by_length() -> None:
    assert merge(SCAN, parse_page(SEEN, finish="stop"), keep_text=False).agreement == pytest.approx(
        0.88, abs=0.05
    )


def test_what_only_the_model_has_is_unsure_and_its_place_is_the_page() -> None:
    found = merged(
        SCAN, SEEN.replace("</body>", div("text", 60, 300, 400, 320, "Fuse 90-9999-X") + "</body>")
    )
    (extra,) = [n for n in found.lines if n.drawn]
    assert (extra.text, extra.unsure, extra.read_by) == ("Fuse 90-9999-X", True, "qwen3vl")


def test_a_value_the_model_leaves_out_where_it_read_is_unsure() -> None:
    seen = html(div("text", 60, 80, 400, 124, "3.2 Drain pump"))
    found = merged(SCAN, seen)
    assert [n.unsure for n in found.lines] == [False, True, False]


TABLE = (
    "<table><tr><th>Code</th><th>Part</th></tr>"
    "<tr><td>E21</td><td>Pump</td></tr><tr><td>E22</td><td>Valve</td></tr></table>"
)
CELLS = [
    ocr(text, x, 100 + 20 * r)
    for r, row in enumerate((("Code", "Part"), ("E21", "Purnp"), ("E22", "Valve")))
    for x, text in zip((60, 300), row, strict=True)
]


def cells(found: PageRead) -> list[tuple[int, int, list[str]]]:
    (told,) = found.tables
    return [(c.row, c.column, [found.lines[i].text for i in c.lines]) for c in told.cells]


def test_a_tables_cells_are_lines_of_the_page() -> None:
    found = merged(page(CELLS, route="ocr"), html(div("table", 60, 100, 400, 160, TABLE)))
    words = ("Code", "Part", "E21", "Pump", "E22", "Valve")
    assert cells(found) == [(i // 2, i % 2, [word]) for i, word in enumerate(words)]
    assert found.tables[0].header_rows == 1
    assert [n.box for n in found.lines] == [n.box for n in CELLS]


def test_a_misread_cell_is_unsure_and_its_neighbours_are_not() -> None:
    found = merged(
        page(CELLS, route="ocr"), html(div("table", 60, 100, 400, 160, TABLE.replace("E22", "E28")))
    )
    assert [n.text for n in found.lines if n.unsure] == ["E28"]
    assert [n.other for n in found.lines if n.unsure] == ["E22"]


def test_a_table_without_boxes_is_found_by_its_words() -> None:
    markdown = "| Code | Part |\n|---|---|\n| E21 | Pump |\n| E22 | Valve |"
    assert cells(merged(page(CELLS, route="ocr"), markdown))[3] == (1, 1, ["Pump"])


def test_an_invented_table_is_no_table_of_the_page() -> None:
    invented = TABLE.replace("Pump", "Motor 220 V").replace("Valve", "Filter 12 A").replace("E2", "F9")
    found = merged(page(CELLS, route="ocr"), html(div("table", 60, 100, 400, 160, invented)))
    assert found.tables == ()
    assert all(n.unsure for n in found.lines if n.drawn)


def test_a_text_layer_keeps_its_words_and_gets_the_cells() -> None:
    whole = [line("Code Part", 60, 100), line("E21 Pump", 60, 120), line("E22 Valve", 60, 140)]
    found = merged(page(whole), html(div("table", 60, 100, 400, 160, TABLE)), keep_text=True)
    assert cells(found)[2:4] == [(1, 0, ["E21"]), (1, 1, ["Pump"])]
    assert {n.read_by for n in found.lines} == {"textlayer"}
    assert not any(n.unsure or n.drawn for n in found.lines)


def test_pictures_only_the_model_tells_of_become_areas_and_known_ones_do_not() -> None:
    seen = html(div("image", 60, 200, 400, 500, ""), div("image", 60, 550, 400, 750, ""))
    known = Area(Box(0.1, 0.24, 0.66, 0.58), "picture")
    found = merged(replace(SCAN, areas=(known,)), seen)
    assert len(found.areas) == 2
    assert found.areas[1].box.y0 == pytest.approx(550 / HEIGHT, abs=0.001)


def test_labels_in_a_picture_need_no_second_reading() -> None:
    own = page([ocr("CN20", 100, 250), *SCAN.lines], route="ocr")
    found = merged(own, SEEN.replace("</body>", div("image", 60, 200, 400, 500, "") + "</body>"))
    assert not any(n.unsure for n in found.lines)


def test_a_page_nothing_else_read_is_all_unsure() -> None:
    lines = drawn_lines(parse_page(SEEN, finish="stop"))
    assert [n.text for n in lines] == ["3.2 Drain pump", "Fault code E21: tighten to 2.5 N·m"]
    assert all(n.unsure and n.drawn for n in lines)
    assert lines[0].box.y0 < lines[1].box.y0
