"""Sample pages as a flawless model would write them: what is parsed back is what is printed."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kb_sources.manual import Box
from kb_sources.samples.gold_html import SHORT, manual, page_html, page_picture
from vlm.qwen_formats import parse_page

SCANS = [
    (file, page["page"])
    for file in ("qinglan-ql35-service-zh.pdf", "orlen-p310-service.pdf")
    for page in manual(file)["pages"]
    if page["medium"] != "digital"
]


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("file", "page"), SCANS)
def test_every_printed_line_is_in_it_at_its_place(file: str, page: int) -> None:
    found = parse_page(page_html(file, page), finish="stop")
    assert found.findings == ()
    said = bare("".join(e.text for e in found.elements))
    lines = next(p for p in manual(file)["pages"] if p["page"] == page)["lines"]
    for line in lines:
        if line["kind"] not in ("label", "table", "table-head"):
            assert bare(line["text"]) in said
            inside = [e for e in found.elements if bare(line["text"]) in bare(e.text) and e.box is not None]
            assert any(Box(*line["box"]).covered(e.box) > 0.9 for e in inside if e.box is not None)


@pytest.mark.parametrize(("file", "page"), SCANS)
def test_tables_have_the_cells_that_were_typeset(file: str, page: int) -> None:
    found = [e.table for e in parse_page(page_html(file, page), finish="stop").elements if e.table]
    wanted = [t for t in manual(file)["tables"] if any(r["page"] == page for r in t["rows"])]
    assert len(found) == len(wanted)
    for table, truth in zip(found, wanted, strict=True):
        rows = [tuple(r["cells"]) for r in truth["rows"] if r["page"] == page]
        assert table.header_rows == max(len(path) for path in truth["columns"])
        assert list(table.grid[table.header_rows :]) == rows


def test_the_short_ones_are_short_scans_of_both_languages_with_a_picture() -> None:
    assert set(SHORT) <= set(SCANS)
    assert {manual(file)["language"] for file, _ in SHORT} == {"zh", "en"}
    assert all(len(page_html(file, page)) < 3000 for file, page in SHORT)
    with Image.open(io.BytesIO(page_picture(*SHORT[0]))) as shown:
        assert shown.format == "PNG"
        assert min(shown.size) > 1000
