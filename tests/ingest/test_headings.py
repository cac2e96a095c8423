from __future__ import annotations

import pytest

from ingest.blocks import Piece, Row, make_row
from ingest.headings import Body, Outline, read_heading
from kb_sources.manual import Box, ReadBy

BODY = Body(10.0, False)


def row(text: str, size: float = 10.0, bold: bool = False, read_by: ReadBy = "textlayer") -> Row:
    return make_row([Piece(1, 0, text, Box(0.1, 0.1, 0.5, 0.2), 60, 80, 300, 92, size, bold, 0, read_by)])


@pytest.mark.parametrize(
    ("text", "size", "bold", "number", "depth"),
    [
        ("3.2 Battery", 10, False, "3.2", 2),
        ("2-1 Drain pump", 10, True, "2-1", 2),
        ("第三章 更换风扇", 10, False, "三", 1),
        ("一、主板简介", 12, False, "一", 1),
        ("Chapter 3 Engine", 14, True, "Chapter 3", 1),
        ("4 Diagnosis", 16, True, "4", 0),
        ("Troubleshooting", 14, False, "", 0),
        ("Removing the cover", 10, True, "", 0),
    ],
)
def test_headings_by_number_size_and_weight(
    text: str, size: float, bold: bool, number: str, depth: int
) -> None:
    heading = read_heading(row(text, size, bold), BODY)
    assert heading is not None
    assert (heading.number, heading.depth) == (number, depth)


@pytest.mark.parametrize(
    ("text", "size", "bold"),
    [
        ("3.5 mm hex key", 10, False),
        ("1. Remove the cover.", 10, False),
        ("1. Remove the cover", 10, False),
        ("Tighten the bolts to 5.5 N·m.", 10, True),
        ("110.00 mm", 16, False),
        ("https://example.org/manual", 14, True),
        ("the case may be", 14, False),
        ("Plain words", 10, False),
    ],
)
def test_values_sentences_and_steps_are_no_headings(text: str, size: float, bold: bool) -> None:
    assert read_heading(row(text, size, bold), BODY) is None


def test_ocr_needs_a_clearly_larger_size_but_trusts_numbers() -> None:
    assert read_heading(row("Fuser unit", 12.0, read_by="rapidocr"), BODY) is None
    assert read_heading(row("Fuser unit", 14.0, read_by="rapidocr"), BODY) is not None
    assert read_heading(row("10.1 Fuser unit", 10.5, read_by="rapidocr"), BODY) is not None


@pytest.mark.parametrize(
    "text", ["Q: Why does it not drain", "故障现象：无法开机", "Problem 3: No picture", "问：为什么不通电？"]
)
def test_questions_and_symptoms_are_headings_worth_quoting(text: str) -> None:
    heading = read_heading(row(text), BODY)
    assert heading is not None and heading.asked


def test_the_outline_follows_numbers_and_sizes() -> None:
    outline = Outline()
    paths = []
    for text, size in (
        ("5 Battery", 16),
        ("5.1 Removal", 13),
        ("5.1.1 Tools", 11),
        ("5.2 Fitting", 13),
        ("6 Display", 16),
    ):
        heading = read_heading(row(text, size, True), BODY)
        assert heading is not None
        paths.append(outline.enter(heading, text, size, True, False))
    assert paths == [
        ("5 Battery",),
        ("5 Battery", "5.1 Removal"),
        ("5 Battery", "5.1 Removal", "5.1.1 Tools"),
        ("5 Battery", "5.2 Fitting"),
        ("6 Display",),
    ]
