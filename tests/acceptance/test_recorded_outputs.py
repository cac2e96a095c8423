"""What Qwen3-VL really wrote (235B and 32B, recorded by others) through the whole ingest to a cited passage.

Where the page picture was kept, both readings are real and the model's known misreads must come out as doubt.
Where it was not, a stand-in page is drawn from the recorded words: there OCR agrees because it must, and what
is proved is the way from the recorded form to cells, boxes, search and citation, nothing about eyesight.
The files lie beside the checkout and are not ours to copy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.wiring import Service, build
from ingest.desk import Described
from ingest.page import PageRead
from ingest.wiring import can_ocr
from kb_sources.settings import Settings
from retrieval.query import Hit, Query
from vlm.answer import Asked, Claim, Draft, Reference, Shown
from vlm.checking import GateSettings, build_gate
from vlm.qwen_formats import Element, parse_page

OUTPUTS = Path(__file__).parents[2] / ".." / "shared" / "data" / "qwen-outputs"
pytestmark = [
    pytest.mark.skipif(not OUTPUTS.is_dir(), reason="the recorded outputs are not beside this checkout"),
    pytest.mark.skipif(not can_ocr(), reason="boxes come from OCR: the extra `ocr` is needed"),
]


@contextmanager
def read(pages: Path, data: Path, *said: str) -> Iterator[Service]:
    """The service over some pages, read by OCR and by a model that says what was recorded of each in turn."""
    script = data / "script.json"
    script.write_text(json.dumps(said), "utf-8")
    chosen = {"vlm_model": "scripted", "vlm_url": str(script), "vlm_in_flight": 1}
    service = build(Settings.model_validate({"data": data, **chosen}))
    try:
        service.desk.add(pages, pages.name, Described(title="Recorded"))
        service.workshop.worker.work_off()
        assert service.desk.jobs()[0].state == "done"
        yield service
    finally:
        service.stop()


def find(service: Service, question: str, words: str) -> Hit:
    """The first hit that says these words."""
    hits = service.workshop.retrieval.search.find(Query("default", question, limit=20)).hits
    return next(h for h in hits if words in h.passage.text and not h.passage.hint)


def may_be_cited(hit: Hit, text: str, quote: str) -> bool:
    """Whether a claim with that quote leaves the gate, with a place on the page."""
    shown = Shown("S1", hit.passage, hit.manual, hit.edition)
    claim = Claim("c1", "value", text, (Reference("S1", quote),))
    checked = build_gate(GateSettings()).check(Draft((claim,), "generated"), (shown,), Asked("?", "en"))
    return bool(checked.claims) and bool(checked.claims[0].located[0].places[0].boxes)


def page_of(service: Service) -> PageRead:
    (edition,) = service.catalogue.editions("default")
    return service.desk.page(edition.id, 1)


def printed(cell: int) -> str:
    """What cell `cell` of the 32B's notebook printed."""
    book = (OUTPUTS / "ocr" / "OCR_qwen3vl32b.txt").read_text("utf-8")
    own = book.split(f"##### CELL {cell} code\n")[1].split("\n##### CELL")[0]
    return own.split("----- OUTPUT stream stdout\n")[1].split("\n----- OUTPUT")[0].split("\nImage size")[0]


def stands(cell: int, pattern: str) -> str:
    """The first words of that form in what a cell printed."""
    found = re.search(pattern, printed(cell))
    assert found
    return found.group()


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A tilted photo of a receipt, 30 lines spotted by the 32B: prices are missing, two values misread."""
    with read(
        OUTPUTS / "ocr" / "receipt_traderjoes.jpg", tmp_path_factory.mktemp("r"), printed(12)
    ) as service:
        yield service


def test_a_column_that_the_model_left_out_stands_as_ocr_read_it(receipt: Service) -> None:
    page = page_of(receipt)
    assert page.consulted is not None and page.consulted.state == "read"
    assert all(attempt.endswith(": left_out") for attempt in page.consulted.attempts), "it was noticed"
    assert {"2.99", "1.99", "0.99", "0.39"} <= {n.text for n in page.lines if not n.unsure}
    item = stands(12, r"PIZZA [A-Z ]+")
    hit = find(receipt, item.lower(), item.split()[-1])
    assert may_be_cited(hit, item, item)


@pytest.mark.parametrize("misread", ["13:46:20", "02A595"])
def test_its_misreads_come_out_as_doubt(receipt: Service, misread: str) -> None:
    found = page_of(receipt).lines
    (line,) = [n for n in found if misread in n.text]
    assert line.unsure
    assert line.other
    assert not any(n.unsure for n in found if n.text in ("$30.48", "694146", "02/03/2016"))


@pytest.fixture(scope="module")
def sweets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A pack shot, plain text of the 32B without boxes; its rotated small print is invented."""
    with read(OUTPUTS / "ocr" / "protein-candy.webp", tmp_path_factory.mktemp("s"), printed(10)) as service:
        yield service


def test_words_of_the_real_model_are_found_and_cited_at_the_print(sweets: Service) -> None:
    line = stands(10, r"Potassium \d+ mg")
    hit = find(sweets, "potassium", line)
    assert hit.passage.read_by == "qwen3vl"
    assert may_be_cited(hit, line, line)
    start = hit.passage.text.index("Potassium")
    (box,) = hit.passage.places_of(start, start + 15)[0].boxes
    assert box.height < 0.03  # the printed line's


@pytest.mark.parametrize("pattern", [r"\d{3}-\d{3}", r"[A-Z]\d[A-Z] \d[A-Z]\d"])  # door and postcode
def test_an_address_the_real_model_invented_is_no_value(sweets: Service, pattern: str) -> None:
    invented = stands(10, pattern)
    assert all(n.unsure for n in page_of(sweets).lines if invented in n.text)
    (reading,) = sweets.catalogue.live("default")
    (manual, edition) = sweets.catalogue.live("default")[reading]
    for passage in sweets.catalogue.passages_of(reading):
        if invented in passage.text:
            hit = Hit(passage, manual, edition, 1.0, ())
            assert not may_be_cited(hit, f"It is {invented}.", passage.text)
    assert any(invented in item.text for item in sweets.desk.review_list())


def stand_in(folder: Path, *said: str) -> Path:
    """Scanned pages that print the recorded words at the recorded boxes, or below each other without."""
    import pymupdf

    document: Any = pymupdf.open()
    scan: Any = pymupdf.open()
    for each in said:
        page = document.new_page(width=595, height=842)
        y = 20.0
        for element in parse_page(each, finish="stop").elements:
            if element.kind == "image" or not element.text:
                continue
            rect = pymupdf.Rect(40, y, 560, y + 12 * _rows(element))
            if element.box is not None:
                box = element.box
                rect = pymupdf.Rect(box.x0 * 595, box.y0 * 842, box.x1 * 595, box.y1 * 842)
            css = "* {font-size: 9px} td, th {border: none; padding: 1px}"
            page.insert_htmlbox(rect, _html(element), css=css)
            y = rect.y1 + 2
        picture = page.get_pixmap(dpi=150).tobytes("png")
        scan.new_page(width=595, height=842).insert_image((0, 0, 595, 842), stream=picture)
    scan.save(folder / "stand-in.pdf")
    return folder / "stand-in.pdf"


def _rows(element: Element) -> int:
    return element.table.rows if element.table else 1 + len(element.text) // 55 + element.text.count("\n")


def _html(element: Element) -> str:
    if element.table is None:
        return element.text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in element.table.grid)
    return f"<table width='100%'>{rows}</table>"


@pytest.fixture(scope="module")
def stood_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The 235B's `qwenvl html` of a report, and the first quarter of its `qwenvl markdown` of an exam."""
    report = (OUTPUTS / "docparse" / "cookbook_qwen3vl235b_yutong.html").read_text("utf-8")
    report = re.sub(r'<div class="image"[^>]*></div>', "", report)  # the pictures were not kept
    exam = (OUTPUTS / "docparse" / "cookbook_qwen3vl235b_exam.md.txt").read_text("utf-8")
    exam = exam[: exam.index("\n3. ")] + "\n```"
    folder = tmp_path_factory.mktemp("y")
    with read(stand_in(folder, report, exam), folder, report, exam) as service:
        yield service


def test_a_recorded_html_table_becomes_rows_with_cells_at_the_print(stood_in: Service) -> None:
    hit = find(stood_in, "每股净资产", "6.28")
    assert hit.passage.kind == "row"
    assert "每股净资产(元)" in hit.passage.text
    start = hit.passage.text.index("6.28")
    (box,) = hit.passage.places_of(start, start + 4)[0].boxes
    assert box.width < 0.2
    assert may_be_cited(hit, hit.passage.text, hit.passage.text)


def test_recorded_prose_is_found_and_cited(stood_in: Service) -> None:
    hit = find(stood_in, "7月份 销售客车 产销数据", "5038")
    assert may_be_cited(hit, "7月份销售客车5038辆。", "7月份销售客车5038辆")


def test_a_recorded_latex_table_becomes_rows(stood_in: Service) -> None:
    hit = find(stood_in, "纯碱 化学式 用途", "纯碱")
    assert hit.passage.text.startswith("选项: D | 俗称: 纯碱 | 化学式: Na")
    assert may_be_cited(hit, "纯碱用于玻璃、洗涤剂的生产。", "用于玻璃、洗涤剂的生产")
