"""The report counts what there is and puts the worst page first."""

from dataclasses import replace

from ingest.page import Consulted, FigureSeen, Line, PageRead, Word
from ingest.report import report
from kb_sources.manual import Box, Passage

BOX = Box(0, 0, 1, 0.1)
LINE = Line((Word("x", BOX),), BOX, "rapidocr", "x")


def test_failed_pages_come_before_suspicious_and_faint_ones() -> None:
    good = PageRead(1, "", 595, 842, "textlayer", "sound", (LINE,))
    faint = replace(good, number=2, route="ocr", lines=(replace(LINE, confidence=0.5, unsure=True),))
    hiding = replace(good, number=3, suspicious=("white text",))
    failed = replace(good, number=4, route="failed", reason="took 60 s", lines=())
    step = Passage("p", "e", "r", "step", (), 0, "Do.", (), "textlayer", part_of="a")
    told = report([good, faint, hiding, failed], [step, replace(step, kind="warning", part_of="")])
    assert [x["page"] for x in told["look_first"]] == [4, 3, 2]
    assert told["routes"] == {"textlayer": 2, "ocr": 1, "failed": 1}
    assert (told["steps"], told["procedures"], told["warnings"], told["unsure"]) == (1, 1, 1, 1)


def test_what_a_model_did_is_told_and_a_page_it_failed_on_is_worth_a_look() -> None:
    plain = PageRead(1, "", 595, 842, "textlayer", "sound", (LINE,))
    assert "model" not in report([plain], [])
    lines = (replace(LINE, read_by="qwen3vl", other="y", unsure=True), replace(LINE, drawn=True, unsure=True))
    read = Consulted("read", "a scan", "fine", 0.9)
    figure = FigureSeen(BOX, "a pump")
    pages = [
        replace(plain, number=2, route="ocr", lines=lines, consulted=read, figures=(figure,)),
        replace(plain, number=3, route="ocr", lines=lines * 3, consulted=replace(read, agreement=0.5)),
        replace(plain, number=4, route="ocr", consulted=Consulted("fell_back", "a scan", "it is away")),
    ]
    told = report([plain, *pages], [])
    assert told["model"] == {
        "asked": 3, "read": 2, "fell_back": 1, "agreement": 0.6, "disagreements": 4, "alone": 4, "figures": 1,
    }  # fmt: skip
    assert told["look_first"][0] == {"page": 4, "why": "it is away"}


def test_hints_are_no_figures() -> None:
    figure = Passage("p", "e", "r", "figure", (), 0, "Figure 1", (), "textlayer")
    assert report([], [figure, replace(figure, hint=True)])["figures"] == 1
