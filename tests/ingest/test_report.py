"""The report counts what there is and puts the worst page first."""

from dataclasses import replace

from ingest.page import Line, PageRead, Word
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
