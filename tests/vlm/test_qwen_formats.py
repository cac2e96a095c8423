"""Whatever Qwen writes about a page, its words come out once, in order, with what was odd told by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vlm.qwen_formats import Element, PageText, in_reading_order, mark_running, parse_page


def div(text: str, box: str = "10 10 900 50", kind: str = "text") -> str:
    return f'<div class="{kind}" data-bbox="{box}">{text}</div>'


def texts(page: PageText) -> list[str]:
    return [element.text for element in page.elements]


def kinds(page: PageText) -> list[str]:
    return [element.kind for element in page.elements]


def names(page: PageText) -> list[str]:
    return [finding.name for finding in page.findings]


def box(element: Element) -> tuple[float, ...] | None:
    return None if element.box is None else tuple(round(v, 4) for v in (
        element.box.x0, element.box.y0, element.box.x1, element.box.y1))  # fmt: skip


HERE = Path(__file__).parent


def rows(name: str) -> list[Any]:
    """Each row: what was written, and what must come of it."""
    lines = [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]
    return [pytest.param(line, id=line["name"]) for line in lines]


@pytest.mark.parametrize("row", rows("written.jsonl"))
def test_words_and_findings(row: dict[str, Any]) -> None:
    page = parse_page(row["written"])
    assert texts(page) == row["said"]
    assert names(page) == row["odd"]
    assert not page.truncated


@pytest.mark.parametrize("row", rows("written_tables.jsonl"))
def test_tables(row: dict[str, Any]) -> None:
    for page in (parse_page(row["written"]), parse_page(f"# T\n\n{row['written']}\n\nAfter it.")):
        (element,) = (e for e in page.elements if e.kind == "table")
        assert element.table is not None
        assert [list(line) for line in element.table.grid] == row["grid"]
        assert element.table.header_rows == row["header"]
        assert not page.truncated
    assert texts(page)[0] == "T"
    assert texts(page)[-1] == "After it."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10 20 30 40", (0.01, 0.02, 0.03, 0.04)),
        ("10,20,30,40", (0.01, 0.02, 0.03, 0.04)),
        ("[10, 20, 30, 40]", (0.01, 0.02, 0.03, 0.04)),
        ("10.5 20 30 40", (0.0105, 0.02, 0.03, 0.04)),
        ("  10  20  30  40 ", (0.01, 0.02, 0.03, 0.04)),
        ("-5 0 30 1000", (0.0, 0.0, 0.03, 1.0)),
        ("30 40 10 20", (0.01, 0.02, 0.03, 0.04)),
        ("", None),
        ("10 20", None),
        ("1e9 1 2 3", None),
        ("9999999 1 2 3", None),
        ("nan nan nan nan", None),
        ("10 10 10 10", None),
        ("-500 10 20 30", None),
    ],
)
def test_boxes(written: str, expected: tuple[float, ...] | None) -> None:
    (element,) = parse_page(div("A", written)).elements
    assert element.text == "A"
    assert box(element) == expected


def test_a_page_that_counts_in_pixels() -> None:
    page = parse_page(div("A", "122 170 1094 340") + div("B", "122 848 608 1696"), sent=(1216, 1696))
    assert [box(e) for e in page.elements] == [(0.1003, 0.1002, 0.8997, 0.2005), (0.1003, 0.5, 0.5, 1.0)]
    assert names(page) == ["absolute_boxes"]


def test_pixels_of_a_size_not_told_are_not_used() -> None:
    page = parse_page(div("A", "122 170 1094 340"))
    assert [e.box for e in page.elements] == [None]
    assert names(page) == ["absolute_boxes", "bad_bbox"]


def test_one_slip_does_not_turn_a_page_into_pixels() -> None:
    good = "".join(div(f"line {n}", f"100 {n * 40} 900 {n * 40 + 30}") for n in range(20))
    page = parse_page(good + div("last", "100 960 1004 990"), sent=(1216, 1696))
    assert names(page) == []
    assert box(page.elements[0]) == (0.1, 0.0, 0.9, 0.03)
    assert box(page.elements[-1]) == (0.1, 0.96, 1.0, 0.99)


def test_a_polygon_gives_its_box() -> None:
    (element,) = parse_page('<div class="text" data-polygon="10 20 30 22 30 42 10 40">A</div>').elements
    assert box(element) == (0.01, 0.02, 0.03, 0.042)


def test_a_marker_s_box_goes_to_the_table_after_it() -> None:
    page = parse_page("<!-- Table (76, 311, 339, 406) -->\n\\begin{tabular}{c}a & b\\end{tabular}\nAfter.")
    table, after = page.elements
    assert box(table) == (0.076, 0.311, 0.339, 0.406)
    assert (after.text, after.box) == ("After.", None)


def test_a_marker_s_box_goes_to_an_html_table_too() -> None:
    page = parse_page("<!-- Table (76, 311, 339, 406) -->\n<table><tr><td>a</td></tr></table>")
    assert [box(e) for e in page.elements] == [(0.076, 0.311, 0.339, 0.406)]


def test_classes_become_kinds() -> None:
    page = parse_page(
        div("Figure 1: pump", kind="image caption")
        + div("E = mc^2", kind="formula.machine_printed")
        + div("", kind="image")
        + "<figure data-bbox='1 2 3 4'><img src='x'><figcaption>Fig</figcaption></figure>"
    )
    assert kinds(page) == ["caption", "formula", "image", "caption", "image"]


@pytest.mark.parametrize(
    ("ending", "last"),
    [
        ('<div class="text" data-bbox="1 2 3', "A"),
        ('<div class="text" data-bbox="1 200 30 240">Press the butt', "Press the butt"),
        ("<table><tr><td>E21</td><td>Drain pu", "E21 | Drain pu"),
        ("<!-- Image (1, 2", "A"),
        ("</di", "A"),
    ],
)
def test_an_answer_that_breaks_off(ending: str, last: str) -> None:
    page = parse_page(f"<html><body>{div('A')}{ending}")
    assert page.truncated
    assert names(page) == ["truncated"]
    assert page.elements[-1].text == last
    assert page.elements[-1].partial


def test_a_table_that_breaks_off() -> None:
    page = parse_page("# T\n\\begin{tabular}{cc}\na & b \\\\\nc & d")
    assert page.truncated
    assert page.elements[-1].table is not None
    assert page.elements[-1].table.grid == (("a", "b"), ("c", "d"))


def test_a_model_that_stopped_by_itself_forgot_a_tag() -> None:
    page = parse_page(f"<html><body>{div('A')}<p>B", finish="stop")
    assert not page.truncated
    assert names(page) == ["unclosed"]


def test_length_is_truncated_whatever_it_looks_like() -> None:
    assert parse_page(div("A"), finish="length").elements[-1].partial


def test_a_loop_is_cut_off_and_told() -> None:
    page = parse_page(div("A") + div("Check the belt.") + "<div>0 V</div>\n" * 60)
    assert page.has("loop")
    assert page.truncated
    assert texts(page)[:2] == ["A", "Check the belt."]
    assert len(page.elements) < 6


def test_a_form_with_empty_rows_is_no_loop_where_the_model_stopped() -> None:
    form = "| Date | Work | Name |\n|---|---|---|\n" + "|  |  |  |\n" * 30
    assert not parse_page(form, finish="stop").has("loop")
    assert parse_page(form, finish="length").has("loop")


@pytest.mark.parametrize(
    ("line", "kind"),
    [("— 85 —", "folio"), ("12", "folio"), ("Page 3 of 12", "folio"), ("第 7 页", "folio"), ("3-12", "folio"),
     ("25 N·m", "text"), ("E21", "text"), ("2017 年", "text")],
)  # fmt: skip
def test_page_numbers(line: str, kind: str) -> None:
    page = parse_page(f"# T\n\nSome words.\n\nMore words.\n\n{line}")
    assert page.elements[-1].kind == kind
    assert (line in page.text) == (kind == "text")


def test_a_number_at_the_top_may_be_a_chapter() -> None:
    assert kinds(parse_page("3\n\nMaintenance\n\nSome words.\n\nMore.")) == ["text"] * 4


def test_what_was_written_too_late_goes_back_to_its_place() -> None:
    body = "".join(div(f"line {n}", f"100 {100 + n * 40} 900 {130 + n * 40}") for n in range(8))
    page = parse_page(body + div("header", "100 20 900 60"))
    assert [e.out_of_order for e in page.elements] == [False] * 8 + [True]
    assert [e.text for e in in_reading_order(page)][:2] == ["header", "line 0"]


def test_a_second_column_is_in_order() -> None:
    left = "".join(div(f"l{n}", f"50 {n * 100} 450 {n * 100 + 80}") for n in range(9))
    right = "".join(div(f"r{n}", f"550 {n * 100} 950 {n * 100 + 80}") for n in range(9))
    page = parse_page(left + right)
    assert not any(e.out_of_order for e in page.elements)
    assert in_reading_order(page) == page.elements


def test_running_lines_need_three_pages() -> None:
    pages = [
        parse_page(f"# Manual {n}\n\nBody {'abc'[n]} of it.\n\nACME Corp. {n}\n\n{n + 1}") for n in range(3)
    ]
    for page in mark_running(pages):
        assert kinds(page) == ["running", "text", "running", "folio"]
        assert page.text.startswith("Body")
    assert mark_running(pages[:2]) == tuple(pages[:2])


def test_text_beyond_any_page_is_cut() -> None:
    page = parse_page("".join(f"line {n}\n" for n in range(60_000)))
    assert page.has("too_long")
    assert page.truncated


def test_an_engine_that_exclaims() -> None:
    page = parse_page("# A\n\nB" + "!" * 100)
    assert names(page) == ["exclamation_run", "truncated"]
    assert texts(page) == ["A", "B"]
