"""The review queue is derived: doubtful lines are in it, settled ones leave it."""

from dataclasses import replace

import pytest

from ingest.page import Consulted, Line, PageRead, Word
from ingest.review import parse_item, review_items
from ingest.sheets import Fix
from kb_sources.errors import NotFound
from kb_sources.manual import Box

EDITION = "e" * 64


def line(y: float, **changes: object) -> Line:
    box = Box(0.1, y, 0.9, y + 0.02)
    return replace(Line((Word("0.12", box),), box, "rapidocr", "0.12"), **changes)  # type: ignore[arg-type]


PAGE = PageRead(
    3,
    "",
    595,
    842,
    "ocr",
    "scan",
    (line(0.1), line(0.2, confidence=0.6), line(0.3, unsure=True), line(0.4, confidence=0.5)),
)


def test_disagreements_first_then_the_faintest() -> None:
    failed = PageRead(9, "", 595, 842, "failed", "took too long", ())
    items = review_items(EDITION, [PAGE, failed], [])
    assert [i.id for i in items] == [f"{'e' * 12}:{n}" for n in ("3:3", "9:0", "3:4", "3:2")]
    assert parse_item(items[0].id) == ("e" * 12, 3, 3)


def test_a_disagreement_tells_both_readings_and_goes_before_what_only_a_model_has() -> None:
    alone = line(0.1, unsure=True, drawn=True, confidence=0.0)
    differing = line(0.2, unsure=True, other="0.72", read_by="qwen3vl")
    items = review_items(EDITION, [replace(PAGE, lines=(alone, differing))], [])
    assert [i.why for i in items] == [
        "two readings disagree; the other has '0.72'",
        "only the model has it",
    ]


def test_a_page_the_model_did_not_read_can_be_read_again() -> None:
    note = Consulted("fell_back", "read by OCR", "the model did not read it: away")
    (item,) = review_items(EDITION, [replace(PAGE, lines=(), consulted=note)], [])
    assert item.id == f"{'e' * 12}:3:0"
    assert item.why == "the model did not read it: away; `kb-ingest add --again`"


def test_what_an_editor_settled_leaves_the_queue() -> None:
    fix = Fix("f", EDITION, 3, PAGE.lines[2].box, "0.12", "0.12", "mei")
    assert f"{'e' * 12}:3:3" not in [i.id for i in review_items(EDITION, [PAGE], [fix])]


@pytest.mark.parametrize("bad", ["", "abc", "e:1", "e:x:1", "e:1:-2"])
def test_what_is_no_item_is_told(bad: str) -> None:
    with pytest.raises(NotFound):
        parse_item(bad)
