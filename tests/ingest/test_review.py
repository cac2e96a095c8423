"""The review queue is derived: doubtful lines are in it, settled ones leave it."""

from dataclasses import replace

import pytest

from ingest.page import Line, PageRead, Word
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


def test_what_an_editor_settled_leaves_the_queue() -> None:
    fix = Fix("f", EDITION, 3, PAGE.lines[2].box, "0.12", "0.12", "mei")
    assert f"{'e' * 12}:3:3" not in [i.id for i in review_items(EDITION, [PAGE], [fix])]


@pytest.mark.parametrize("bad", ["", "abc", "e:1", "e:x:1", "e:1:-2"])
def test_what_is_no_item_is_told(bad: str) -> None:
    with pytest.raises(NotFound):
        parse_item(bad)
