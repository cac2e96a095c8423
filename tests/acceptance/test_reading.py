"""Scanned sample pages through the whole ingest with a scripted model that writes what is printed: what is
proved is everything but the model's eyesight."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.ask import AskRequest
from api.wiring import Service, build
from ingest.desk import Described
from ingest.wiring import can_ocr
from kb_sources.manual import Passage
from kb_sources.samples.gold_html import FOLDER, page_html
from kb_sources.settings import Settings

SCAN = "qinglan-ql35-service-zh.pdf"
PAGES = (7, 8)  # fault codes and resistances in tables without rulings, no figures


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not can_ocr():
        pytest.skip("boxes come from OCR: the extra `ocr` is needed")
    import pymupdf

    path = tmp_path_factory.mktemp("scan") / "ql35.pdf"
    whole = pymupdf.open(FOLDER / SCAN)
    whole.select([page - 1 for page in PAGES])
    whole.save(path)
    return path


def script(folder: Path, *answers: str) -> dict[str, str]:
    path = folder / "script.json"
    path.write_text(json.dumps(answers), "utf-8")
    return {"vlm_model": "scripted", "vlm_url": str(path)}


@contextmanager
def read(manual: Path, data: Path, settings: dict[str, str]) -> Iterator[Service]:
    """The service over a manual that was read with a model asked about one page at a time."""
    service = build(Settings.model_validate({"data": data, "vlm_in_flight": 1, **settings}))
    try:
        described = Described(title="QL-35 维修手册", maker="清岚", products=("QL-35",), language="zh")
        service.desk.add(manual, "ql35.pdf", described)
        service.workshop.worker.work_off()
        yield service
    finally:
        service.stop()


def rows(service: Service) -> list[Passage]:
    (reading,) = service.catalogue.live("default")
    return [p for p in service.catalogue.passages_of(reading) if p.kind == "row"]


@pytest.fixture(scope="module")
def service(scan: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("read")
    pages = [page_html(SCAN, page) for page in PAGES]
    wrong = pages[1].replace("更换 C5，0.33 µF", "更换 C5，0.83 µF")  # one misread value
    with read(scan, data, script(data, pages[0], wrong)) as built:
        yield built


def test_rows_have_the_tables_headers_and_printed_boxes(service: Service) -> None:
    found = {p.text: p for p in rows(service)}
    row = next(p for text, p in found.items() if "RT2 阻值漂移" in text)
    assert row.text == "故障现象: 风扇不停转 | 原因: RT2 阻值漂移 | 措施: 更换 RT2"
    start = row.text.index("RT2 阻值漂移")
    (place,) = row.places_of(start, start + 8)
    (box,) = place.boxes
    assert place.page == 2
    assert box.width < 0.2  # the cell's own, not the table's nor the page's
    assert not row.unsure
    assert row.read_by == "qwen3vl"


def test_an_answer_cites_the_models_words_at_the_print(service: Service) -> None:
    reply = service.ask(AskRequest("QL-35 的风扇不停转怎么办？", product="QL-35"))
    assert reply.action == "answer"
    (citation, *_) = reply.citations
    assert citation.read_by == "qwen3vl"
    assert "RT2" in citation.quote
    assert citation.places[0].page == 2


def test_the_report_tells_what_the_model_did(service: Service) -> None:
    (status,) = service.desk.status()
    report = status.editions[0].report
    assert report is not None
    assert report["model"]["read"] == 2
    assert report["model"]["agreement"] > 0.99
    assert report["model"]["disagreements"] == 1
    page = service.desk.page(status.editions[0].edition.id, 1)
    assert page.consulted is not None
    assert page.consulted.why.startswith("read by OCR")


def test_the_same_file_again_is_nothing_to_do(service: Service, scan: Path) -> None:
    assert service.desk.add(scan, "ql35.pdf", Described()).noop


def test_a_misread_value_is_not_answered_with_and_awaits_review(service: Service) -> None:
    reply = service.ask(AskRequest("谐振电容 C5 容量下降，换多大的？", product="QL-35"))
    assert "0.83" not in reply.text
    first = service.desk.review_list()[0]
    assert "0.83" in first.text
    assert "0.33" in first.why


def test_a_model_that_is_down_costs_nothing_but_its_reading(tmp_path: Path) -> None:
    down = {"vlm_model": "openai_http", "vlm_name": "qwen3-vl", "vlm_url": "http://127.0.0.1:9/v1"}
    with read(digital(tmp_path), tmp_path / "data", {**down, "vlm_reads": "all"}) as service:
        assert service.desk.jobs()[0].state == "done"
        (status,) = service.desk.status()
        report = status.editions[0].report
        assert report is not None
        assert report["passages"] > 0
        assert report["model"]["fell_back"] == 1
        (item,) = service.desk.review_list()
        assert "--again" in item.why


def digital(folder: Path) -> Path:
    import pymupdf

    document = pymupdf.open()
    document.new_page().insert_text((72, 80), "1. Tighten the screws to 0.8 N·m.", fontsize=11)
    document.save(folder / "digital.pdf")
    return folder / "digital.pdf"
