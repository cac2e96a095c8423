"""The collected cases of what Qwen really emitted: each id stands beside what is expected of us.

The texts lie beside the checkout and are not ours to copy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from ingest.agreement import values
from kb_sources.errors import (
    AnswerEmpty,
    ContentBlocked,
    ContextTooLong,
    EngineFault,
    ModelMisconfigured,
    PhotoRejected,
)
from vlm.caller import may_pass
from vlm.loops import exclaims, find_loop
from vlm.markers import MarkedAnswer, read_marked, series
from vlm.model import Completion, Deadline
from vlm.models.scripted import Scripted
from vlm.pixels import PixelBudget, fit_size
from vlm.qwen_formats import Element, PageText, in_reading_order, mark_running, parse_page
from vlm.qwen_json import date_in, read_json
from vlm.reading import LADDER, read_page
from vlm.replies import error_of, read_reply

OUTPUTS = Path(__file__).parents[2] / ".." / "shared" / "data" / "qwen-outputs"
Case = dict[str, Any]
Check = Callable[[Case], None]
CHECKS: dict[str, Check] = {}


@cache
def cases() -> dict[str, Case]:
    file = OUTPUTS / "cases" / "cases.jsonl"
    if not file.is_file():
        return {}
    return {case["id"]: case for case in map(json.loads, file.read_text("utf-8").splitlines())}


def text_of(case: Case) -> str:
    """A case's text, read from the file it names."""
    text: str = case["input"]
    if text.startswith("@file "):
        return (OUTPUTS / text.removeprefix("@file ")).read_text("utf-8")
    return text


def page_of(case: Case, **more: Any) -> PageText:
    context = case["context"]
    sent = (context["page_w"], context["page_h"]) if "page_w" in context else None
    return parse_page(text_of(case), sent=sent, **more)


def found(page: PageText) -> list[str]:
    return [finding.name for finding in page.findings]


def of_kind(page: PageText, kind: str) -> list[Element]:
    return [element for element in page.elements if element.kind == kind]


def thousandths(element: Element) -> tuple[int, ...] | None:
    box = element.box
    return None if box is None else tuple(round(v * 1000) for v in (box.x0, box.y0, box.x1, box.y1))


def pixels(element: Element, wide: int, high: int) -> tuple[int, ...]:
    box = element.box
    assert box is not None
    return round(box.x0 * wide), round(box.y0 * high), round(box.x1 * wide), round(box.y1 * high)


def check(case_id: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        CHECKS[case_id] = function
        return function

    return register


# qwenvl html


@check("H01")
def whole_official_html_page(case: Case) -> None:
    page = page_of(case)
    assert len(page.elements) == 41
    assert [len(of_kind(page, kind)) for kind in ("text", "table", "image")] == [34, 2, 5]
    first, second = (element.table for element in of_kind(page, "table"))
    assert first is not None
    assert second is not None
    assert (first.rows, first.columns, first.header_rows) == (10, 2, 0)
    assert (second.rows, second.columns, second.header_rows) == (11, 6, 1)
    assert second.grid[0][:2] == ("", "2015A")
    assert all(not image.text and image.box for image in of_kind(page, "image"))
    assert pixels(of_kind(page, "text")[0], 1376, 1920) == (125, 194, 476, 244)
    assert found(page) == []
    assert [n for n, element in enumerate(page.elements) if element.out_of_order] == [40]
    ordered = in_reading_order(page)
    assert ordered[ordered.index(page.elements[40]) + 1].text.startswith("公司公布7月份产销数据")
    assert page.dialect == "html"
    assert not page.truncated


@check("H02")
def fence_and_paragraph_never_closed(case: Case) -> None:
    page = page_of(case)
    assert [(e.kind, e.text, e.partial) for e in page.elements] == [
        ("title", "Safety", False),
        ("text", "Unplug the unit before", True),
    ]
    assert page.truncated


@check("H04")
def boxes_of_wrong_length(case: Case) -> None:
    page = page_of(case)
    assert [e.text for e in page.elements] == ["a", "b", "c", "d"]
    assert [thousandths(e) for e in page.elements] == [None, None, (10, 20, 30, 40), None]
    assert found(page) == ["bad_bbox"] * 3


@check("H05")
def inverted_and_flat_boxes(case: Case) -> None:
    page = page_of(case)
    assert [thousandths(e) for e in page.elements] == [(100, 200, 500, 400), None]
    assert found(page) == ["swapped_bbox", "empty_bbox"]


@check("H07")
def picture_within_its_block(case: Case) -> None:
    page = page_of(case)
    assert [(e.kind, thousandths(e)) for e in page.elements] == [("image", (262, 195, 708, 272))]


@check("H08")
def invented_addresses(case: Case) -> None:
    page = page_of(case)
    assert [(e.kind, e.text) for e in page.elements] == [("text", "See and x")]
    assert found(page) == ["invented_src"]


@check("H10")
def bare_less_than(case: Case) -> None:
    assert [e.text for e in page_of(case).elements] == ["P < 5 & Q", "U < 230 V"]


@check("H11")
def no_tag_at_all(case: Case) -> None:
    page = page_of(case)
    assert page.text == text_of(case)
    assert 1 <= len(page.elements) <= 2
    assert found(page) == ["format_fallback"]
    assert not page.truncated


# qwenvl markdown


@check("M01")
def whole_official_markdown_page(case: Case) -> None:
    page = page_of(case)
    tables = of_kind(page, "table")
    sizes = [(e.table.rows, e.table.columns) for e in tables if e.table]
    assert sizes == [(5, 5), (5, 4), (5, 3), (5, 3), (3, 2)]
    assert len(of_kind(page, "image")) == 5
    assert pixels(tables[0], 2560, 1763) == (195, 548, 868, 716)
    assert [e.text for e in of_kind(page, "folio")] == ["— 85 —"]
    assert page.text.endswith("要__________。")
    assert "```" not in "".join(e.text for e in page.elements)
    assert found(page) == []


@check("M04")
def fence_without_end(case: Case) -> None:
    page = page_of(case)
    assert [(e.kind, e.text) for e in page.elements] == [
        ("title", "A"),
        ("text", "Text without closing fence"),
    ]
    assert not page.truncated
    assert page_of(case, finish="length").truncated


@check("M05")
def markers_written_otherwise(case: Case) -> None:
    page = page_of(case)
    assert [e.kind for e in page.elements] == ["image"] * 3
    assert [thousandths(e) for e in page.elements] == [(63, 87, 360, 300), (1, 2, 3, 4), (1, 2, 30, 40)]
    assert [(f.name, f.detail) for f in page.findings] == [("unknown_marker", "Figure (1, 2, 30, 40)")]


@check("M07")
def marker_without_table(case: Case) -> None:
    page = page_of(case)
    assert page.text == "No table here."
    assert found(page) == ["marker_without_table"]


@check("M08")
def latex_table(case: Case) -> None:
    (element,) = page_of(case).elements
    assert element.table is not None
    assert element.table.grid == (("Part", "Qty"), ("R&D 50%", "R&D 50%"), ("A", "1"), ("A", "2"))
    assert "\\" not in element.text


@check("M10")
def picture_in_a_cell(case: Case) -> None:
    page = page_of(case)
    (element,) = page.elements
    assert element.table is not None
    assert element.table.grid == (("5", "Making Recipe", "ok"),)
    assert found(page) == ["invented_src"]


@check("M11")
def picture_instead_of_text(case: Case) -> None:
    page = page_of(case)
    assert page.elements == ()
    assert page.has("lazy_ocr")
    model = Scripted([text_of(case), "The belt tension is 25 N."])
    seen = read_page(model, printed_page(), "page 1", Deadline.after(5))
    assert [attempt.spoilt_by for attempt in seen.attempts] == ["lazy_ocr", ""]
    assert seen.page.text == "The belt tension is 25 N."


@check("M13")
def running_header(case: Case) -> None:
    pages = [
        parse_page(text_of(case).replace("59", str(59 + n)).replace("Check the belt", f"Part {'ABC'[n]}"))
        for n in range(case["context"]["pages"])
    ]
    for page in mark_running(pages):
        running = [e.text for e in of_kind(page, "running")]
        assert running[0] == "Global Manual"
        assert re.fullmatch(r"Revision No : 0 Page: \d+ / 79", running[1])
        assert "Part" in page.text
        assert "Global" not in page.text
        assert "Revision" not in page.text
    assert not any(of_kind(page, "running") for page in mark_running(pages[:2]))


# loops


@check("L01")
def rows_for_ever(case: Case) -> None:
    page = page_of(case)
    assert found(page)[0] == "loop"
    assert page.truncated
    assert page.elements[0].text == "NLP"
    model = Scripted([text_of(case)])
    seen = read_page(model, printed_page(), "page 1", Deadline.after(5))
    assert seen.outcome == "given_up"
    assert len({(a.prompt_version, a.size) for a in seen.attempts}) == len(LADDER)


@check("L03")
def command_for_ever(case: Case) -> None:
    loop = find_loop(text_of(case))
    assert loop is not None
    assert loop.period == 7
    page = page_of(case)
    assert page.has("loop")
    assert page.text == "The value is 3"


@check("L04")
def exclamation_marks(case: Case) -> None:
    assert exclaims(text_of(case))
    assert page_of(case).has("exclamation_run")
    body = json.dumps({"choices": [{"message": {"content": text_of(case)}, "finish_reason": "stop"}]})
    with pytest.raises(EngineFault):
        list(read_reply(iter([body.encode()]), {}, "m"))


@check("L06")
def boxes_drawn_by_rule(case: Case) -> None:
    page = page_of(case)
    assert found(page) == ["grid_boxes"]
    assert [(e.text, e.box) for e in page.elements] == [("watch", None)] * 4


# JSON


@check("J01")
def fenced_list(case: Case) -> None:
    read = read_json(text_of(case))
    assert isinstance(read.value, list)
    assert len(read.value) == 1
    assert read.findings == ()


@check("J03")
def closed_too_early(case: Case) -> None:
    read = read_json(text_of(case), required=("a", "visual", "uncertainty"))
    assert isinstance(read.value, dict)
    assert set(read.value) == {"a", "l", "s"}
    assert read.findings == ("json_tail", "missing:visual", "missing:uncertainty")


@check("J04")
def brace_missing(case: Case) -> None:
    read = read_json(text_of(case), case["context"]["finish_reason"])
    assert read.value == {"text": "E-17"}
    assert read.findings == ("repaired",)
    assert read_json(text_of(case), "length").value is None


@check("J06")
def quote_missing_and_cut(case: Case) -> None:
    read = read_json(text_of(case))
    assert read.value == [{"x1": 12, "y1": 890, "x2": 300, "y2": 950, "label": "text"}]


@check("J07")
def schema_repeated(case: Case) -> None:
    assert read_json(text_of(case)).value is None
    assert read_json(text_of(case)).findings == ("schema_echo",)


@check("J09")
def value_that_says_more(case: Case) -> None:
    read = read_json(text_of(case))
    assert isinstance(read.value, dict)
    assert date_in(str(read.value["date"])) == date(2018, 6, 1)
    assert read.value["total"] == "RM8.75"


# citations


def marked(case: Case, **more: Any) -> MarkedAnswer:
    context = case["context"]
    known = series(context.get("n_passages", 0), context.get("n_images", 0), **more)
    return read_marked(text_of(case), known)


def cited(answer: MarkedAnswer) -> list[tuple[str, ...]]:
    return [sentence.labels for sentence in answer.sentences]


@check("C01")
def markers_before_the_stop(case: Case) -> None:
    assert cited(marked(case)) == [("S5",), ("S5", "S2")]
    assert [s.text for s in marked(case).sentences] == ["Turn the dial to 4.", "Use setting B."]


@check("C03")
def markers_at_line_starts(case: Case) -> None:
    assert [(s.text, s.labels) for s in marked(case).sentences] == [
        ("The error 88 means boiler over-temperature.", ("S3",)),
        ("The error 188 means heater error.", ("S5",)),
    ]


@check("C04")
def marker_after_the_stop(case: Case) -> None:
    first, second = marked(case).sentences
    assert (first.text, first.labels, first.cites) == ("The pump runs.", ("S2",), True)
    assert (second.text, second.unknown, second.cites) == ("The belt is worn.", ("7",), False)


@check("C06")
def pictures_and_echoes(case: Case) -> None:
    answer = marked(case)
    text = " ".join(s.text for s in answer.sentences)
    assert text == "The panel is shown."
    labels = {label for s in answer.sentences for label in s.labels}
    assert "S5" in labels
    assert {u for s in answer.sentences for u in s.unknown} == {"", "image18"}
    assert "template_echo" in answer.findings


@check("C07")
def picture_in_prose(case: Case) -> None:
    (sentence,) = marked(case).sentences
    assert sentence.labels == ("S5",)
    assert sentence.unknown == ("image3",)
    (sentence,) = read_marked(text_of(case), series(5, 4)).sentences
    assert sentence.labels == ("S8", "S5")


@check("C10")
def abstention_with_a_dummy(case: Case) -> None:
    answer = marked(case)
    assert answer.abstained
    assert [s.text for s in answer.sentences] == ["The provided passages do not state the number of cameras."]
    zero = read_marked(text_of(case).replace("NaN", "0.0"), series(5))
    assert zero.abstained
    assert "dummy_answer" in zero.findings


@check("C12")
def pictures_counted_from_nought(case: Case) -> None:
    (sentence,) = marked(case, first_picture=0).sentences
    assert sentence.labels == ("S25",)
    assert "page 9" in sentence.text


@check("C13")
def chinese_markers(case: Case) -> None:
    answer = marked(case)
    assert [s.text for s in answer.sentences] == ["根据手册，请先断开电源。", "然后按住复位键5秒。"]
    assert cited(answer) == [("S1",), ("S2",)]


# serving


def reply(text: str, headers: dict[str, str] | None = None) -> Completion:
    *_, last = read_reply(iter([text.encode()]), headers or {}, "m")
    assert isinstance(last, Completion)
    return last


@check("S01")
def thoughts_before_the_answer(case: Case) -> None:
    said = reply(text_of(case))
    assert said.text == "Unplug it [1]."
    assert said.reasoning == "Okay, the user asks ..."


@check("S02")
def answer_where_thoughts_belong(case: Case) -> None:
    with pytest.raises(ModelMisconfigured):
        reply(text_of(case))


@check("S04")
def empty_answer_is_no_blank_page(case: Case) -> None:
    with pytest.raises(AnswerEmpty) as told:
        reply(text_of(case))
    model = Scripted([told.value])
    assert read_page(model, printed_page(), "page 1", Deadline.after(5)).outcome == "given_up"


def refused(case: Case) -> Exception:
    status, body = text_of(case).split(" ", 1)
    return error_of(int(status), body.encode(), {}, "m")


@check("S05")
def context_too_long(case: Case) -> None:
    error = refused(case)
    assert isinstance(error, ContextTooLong)
    assert (error.limit, error.needed) == (32768, 794483)
    assert "counted as text" in error.hint
    assert not may_pass(error)


@check("S07")
def content_blocked(case: Case) -> None:
    error = refused(case)
    assert isinstance(error, ContentBlocked)
    assert not may_pass(error)
    assert "inappropriate" not in error.message


@check("S08")
def growing_text(case: Case) -> None:
    said = reply(text_of(case))
    assert (said.text, said.finish) == ("Hello!", "stop")


@check("S10")
def partial_response(case: Case) -> None:
    header = re.search(r"(x-dashscope-\w+): (\w+)", text_of(case))
    assert header is not None
    body = '{"choices": [{"message": {"content": "Half an"}, "finish_reason": null}]}'
    assert reply(body, {header[1]: header[2]}).finish == "length"
    assert parse_page("Half an", finish="length").truncated


@check("S11")
def strip(case: Case) -> None:
    size = re.search(r"(\d+)x(\d+)", text_of(case))
    assert size is not None
    with pytest.raises(PhotoRejected, match=r"photo 1 measures 4000x18"):
        fit_size(int(size[1]), int(size[2]), PixelBudget(), "photo 1")


# second looks


@check("O01")
def readings_that_disagree(case: Case) -> None:
    row = text_of(case).split(";")[0]
    assert "3×36" in row
    assert values(row) != values(row.replace("3×36", "3×38"))


@check("O02")
def text_without_ink(case: Case) -> None:
    page = Image.new("L", (1000, 1400), "white")
    ImageDraw.Draw(page).rectangle((300, 700, 369, 739), fill="black")  # 0.2 % of the page
    fluent = " ".join(f"Pump {n} shall be mounted {n * 7} cm above floor {n % 5}." for n in range(40))[:900]
    seen = read_page(Scripted([fluent]), page, "page 1", Deadline.after(5))
    assert seen.outcome == "blank"
    assert seen.page.elements == ()
    assert {attempt.spoilt_by for attempt in seen.attempts} == {"invented_text"}


@check("O04")
def sideways_small_print(case: Case) -> None:
    picture = printed_page()
    html = (
        '<html><body><div class="text" data-bbox="50 50 950 950">Main text</div>\n'
        '<div class="text" data-bbox="960 300 975 800">200-300 WELLINGTON ST. LONDON</div></body></html>'
    )
    seen = read_page(Scripted([html]), picture, "page 1", Deadline.after(5))
    assert [(f.name, f.element) for f in seen.page.findings] == [("sideways_text", 1)]


def printed_page() -> Image.Image:
    """A page with a few lines' worth of ink."""
    page = Image.new("L", (800, 1000), "white")
    draw = ImageDraw.Draw(page)
    for top in range(100, 900, 40):
        draw.rectangle((100, top, 650, top + 12), fill="black")
    return page


@pytest.mark.parametrize("case_id", sorted(CHECKS))
def test_case(case_id: str) -> None:
    if not cases():
        pytest.skip("the collected outputs of Qwen are not beside the checkout (../shared/data/qwen-outputs)")
    CHECKS[case_id](cases()[case_id])


def test_every_case_has_its_check() -> None:
    if not cases():
        pytest.skip("the collected outputs of Qwen are not beside the checkout (../shared/data/qwen-outputs)")
    assert set(CHECKS) == set(cases())
