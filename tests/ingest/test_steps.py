from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, Piece
from ingest.steps import number_procedures, opens_item, read_marker
from kb_sources.manual import Box


@pytest.mark.parametrize(
    ("text", "style", "label", "rank"),
    [
        ("1. Remove the cover", "number", "1", 1),
        ("12、拧下螺钉", "number", "12", 12),
        ("2) Pull", "paren", "2", 2),
        ("（3）装上风扇", "bracket", "3", 3),
        ("③ 通电", "circle", "③", 3),
        ("b. Lift", "letter", "b", 2),
        ("Step 4: Fit", "step", "4", 4),
        ("第十二步：检查", "step", "十二", 12),
        ("步骤 2 检查", "step", "2", 2),
        ("3.2 Fit the belt", "dotted", "3.2", 2),
        ("• nut", "bullet", "", None),
    ],
)
def test_markers_of_both_languages(text: str, style: str, label: str, rank: int | None) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.style, marker.label, marker.rank) == (style, label, rank)


@pytest.mark.parametrize("text", ["3.5 mm", "V.1.0", "220 V", "2026-01-05", "e.g. this", "拧紧螺钉", "-5 °C"])
def test_values_are_no_markers(text: str) -> None:
    assert read_marker(text) is None


def test_a_number_alone_waits_for_its_words() -> None:
    assert [opens_item(t) for t in ("1.", "1", "1. Pull", "Pull")] == ["alone", "alone", "item", ""]


@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    marker = read_marker(text)
    assert marker is None or 0 < marker.end <= len(text)


def steps(*texts: str) -> list[Block]:
    blocks = []
    for i, text in enumerate(texts):
        marker = read_marker(text)
        piece = Piece(1, i, text, Box(0, 0, 1, 1), 0, 0, 9, 9, 10, False, 0, "textlayer")
        kind = "step" if marker else "heading" if text.startswith("#") else "text"
        blocks.append(Block(kind, (piece,), label=marker.label if marker else ""))
    return number_procedures(blocks)


def test_a_heading_or_a_new_count_starts_a_new_procedure() -> None:
    numbers = [b.part_of for b in steps("1. a", "2. b", "words", "3. c", "1. d", "# head", "2. e")]
    assert numbers == [0, 0, -1, 0, 1, -1, 2]


def test_sub_steps_stay_in_their_procedure() -> None:
    assert [b.part_of for b in steps("1. a", "a) x", "b) y", "2. b", "a) z", "b) v", "3. c")] == [0] * 7
