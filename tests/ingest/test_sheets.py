"""Stored pages come back as they were; fixes find their line in any later reading."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.page import Line, PageRead, Word
from ingest.sheets import Fix, Sheets, apply_fixes
from kb_sources.database import connect
from kb_sources.errors import NotFound
from kb_sources.manual import Box


def line(text: str, y: float, **changes: object) -> Line:
    box = Box(0.1, y, 0.6, y + 0.02)
    return replace(Line((Word(text, box),), box, "rapidocr", text, confidence=0.7), **changes)  # type: ignore[arg-type]


def page(number: int = 1, *lines: Line) -> PageRead:
    return PageRead(number, "i", 595.0, 842.0, "ocr", "no text layer", lines, picture="k" * 64)


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    return Sheets(connect(f"sqlite:///{tmp_path}/sheets.db"))


def test_a_page_comes_back_as_it_was_stored(sheets: Sheets) -> None:
    first = page(1, line("拧紧至 0.12 N·m", 0.1, unsure=True))
    sheets.store("r", page(1))
    sheets.store("r", first)
    sheets.store("r", page(2))
    assert sheets.page("r", 1) == first
    assert [p.number for p in sheets.pages("r")] == [1, 2]
    assert sheets.label("r", 1) == "i"
    assert sheets.pictures("r") == {1: "k" * 64, 2: "k" * 64}
    with pytest.raises(NotFound):
        sheets.page("r", 3)


def test_copying_adds_only_what_is_missing(sheets: Sheets) -> None:
    sheets.store("old", page(1, line("old", 0.1)))
    sheets.store("old", page(2))
    sheets.store("new", page(1, line("new", 0.1)))
    sheets.copy("old", "new")
    assert sheets.page("new", 1).lines[0].text == "new"
    assert sheets.numbers("new") == {1, 2}
    assert sheets.forget(["old"]) == set(), "the new reading shows the same picture"
    assert sheets.numbers("old") == frozenset()
    assert sheets.forget(["new"]) == {"k" * 64}


def test_crops_go_with_the_last_reading_that_has_them(sheets: Sheets) -> None:
    for reading, picture in (("a", "one"), ("a", "one"), ("a", "two"), ("b", "two")):
        sheets.note_crop(reading, picture)
    assert sheets.forget(["a"]) == {"one"}
    assert sheets.forget(["b", "a"]) == {"two"}
    assert sheets.forget(["b"]) == set()


def test_fixes_belong_to_the_edition_not_to_a_reading(sheets: Sheets) -> None:
    wrong = line("0.72 N·m", 0.1)
    sheets.add_fix("t", "e", 1, wrong.box, wrong.text, "0.12 N·m", "mei")
    moved = replace(wrong, box=Box(0.1, 0.102, 0.61, 0.122))
    fixed = apply_fixes(page(1, moved, line("other", 0.5)), sheets.fixes("t", "e"))
    assert [x.text for x in fixed.lines] == ["0.12 N·m", "other"]
    assert (fixed.lines[0].read_by, fixed.lines[0].unsure) == ("editor", False)
    assert sheets.fixes("other", "e") == []
    sheets.forget_fixes("t", "e")
    assert sheets.fixes("t", "e") == []


def test_a_confirmed_line_is_sure_and_keeps_its_reader() -> None:
    doubtful = line("E21", 0.1, unsure=True)
    fix = Fix("f", "e", 1, doubtful.box, "E21", "E21", "mei")
    (kept,) = apply_fixes(page(1, doubtful), [fix]).lines
    assert (kept.unsure, kept.confidence, kept.read_by) == (False, 1.0, "rapidocr")


@given(st.floats(0, 0.97), st.integers(1, 3))
def test_a_fix_changes_no_other_line(y: float, number: int) -> None:
    lines = (line("a", 0.1), line("b", 0.2), line("c", 0.3))
    fix = Fix("f", "e", number, Box(0.1, y, 0.6, y + 0.02), "?", "fixed", "mei")
    after = apply_fixes(page(1, *lines), [fix]).lines
    changed = [old for old, new in zip(lines, after, strict=True) if old != new]
    assert len(changed) <= 1
    assert all(old.box.iou(fix.box) >= 0.5 and number == 1 for old in changed)
