"""A model's words are laid onto printed lines: each where it stands, nothing joined that is not alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.agreement import folded
from ingest.alignment import Home, assign, comparable, lay, reconcile
from ingest.page import Line
from kb_sources.manual import Box
from tests.ingest.drawn import line


def keyed(*lines: Line) -> list[tuple[int, Line]]:
    return list(enumerate(lines))


def test_a_paragraph_is_cut_where_its_lines_end() -> None:
    printed = keyed(line("Unplug the washing machlne and", 60, 100), line("wait 5 rninutes. Then", 60, 115))
    laid = lay("Unplug the washing machine and wait 5 minutes. Then", printed)
    assert [text for _, text, _ in laid.covered] == ["Unplug the washing machine and", "wait 5 minutes. Then"]
    assert laid.unseen == ()


def test_chinese_is_cut_between_characters() -> None:
    printed = keyed(line("先拔下电源插头，再", 60, 100), line("等侍5分钟", 60, 115))
    laid = lay("先拔下电源插头，再等待 5 分钟", printed)
    assert [text for _, text, _ in laid.covered] == ["先拔下电源插头，再", "等待 5 分钟"]


def test_words_get_the_boxes_of_the_print_they_stand_on() -> None:
    (own,) = printed = keyed(line("Torque 2.5N·m at M4", 60, 100))
    ((_, _, words),) = lay("Torque 2.5 N·m at M4", printed).covered
    assert [w.text for w in words] == ["Torque", "2.5", "N·m", "at", "M4"]
    first, value, unit, *_ = words
    assert first.box.x1 < value.box.x0 < value.box.x1 <= unit.box.x0 < unit.box.x1
    assert all(w.box.covered(own[1].box) > 0.99 for w in words)


def test_words_that_no_line_holds_stand_for_themselves() -> None:
    printed = keyed(line("Check the belt.", 60, 100), line("Close the door.", 60, 130))
    laid = lay("Check the belt. Replace the drum bearing 90-1234-A. Close the door.", printed)
    assert [text for _, text, _ in laid.covered] == ["Check the belt.", "Close the door."]
    assert laid.unseen == ((0, "Replace the drum bearing 90-1234-A."),)


def test_a_dropped_sign_goes_with_its_line() -> None:
    laid = lay("R = 10 kΩ", keyed(line("R 10 kΩ", 60, 100)))
    assert [text for _, text, _ in laid.covered] == ["R = 10 kΩ"]


@given(st.text(max_size=120), st.lists(st.text("abc12 .电池", min_size=1, max_size=20), max_size=4))
def test_no_word_of_the_model_is_lost_or_doubled(text: str, texts: list[str]) -> None:
    lines = keyed(*(line(t, 60, 100 + 20 * i) for i, t in enumerate(texts) if t.strip()))
    laid = lay(text, lines)
    shown = "".join(t for _, t, _ in laid.covered) + "".join(t for _, t in laid.unseen)
    assert sorted("".join(shown.split())) == sorted("".join(text.split()))
    for _, covered, words in laid.covered:
        assert folded("".join(w.text for w in words)) == folded(covered)


@given(st.text(max_size=60))
def test_each_comparable_character_knows_where_it_stems_from(text: str) -> None:
    found = comparable(text)
    assert len(found.chars) == len(found.origins)
    assert list(found.origins) == sorted(found.origins)
    assert all(0 <= o < len(text) for o in found.origins)


def read(
    printed: str, written: str, *, keep_text: bool = False, confidence: float = 1.0
) -> tuple[Line, bool]:
    own = line(printed, 60, 100, read_by="rapidocr")
    own = Line(
        own.words, own.box, own.read_by, own.text, own.size, confidence=confidence, unsure=confidence < 1
    )
    covered = lay(written, [(0, own)]).covered
    text, words = (covered[0][1], covered[0][2]) if covered else ("", ())
    claimed = reconcile(own, text, words, keep_text=keep_text)
    return claimed.line, claimed.supported


def test_agreeing_values_settle_a_doubt_and_the_models_words_are_taken() -> None:
    found, supported = read("Tighten tbe screw to 2.5N·m", "Tighten the screw to 2.5 N·m", confidence=0.7)
    assert supported
    assert (found.text, found.unsure, found.read_by) == ("Tighten the screw to 2.5 N·m", False, "qwen3vl")
    assert found.confidence > 0.9
    assert found.box == line("Tighten tbe screw to 2.5N·m", 60, 100).box


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("Part 275.176-707700 included", "Part 275.176-707709 included"),
        ("扭矩 0.8 N·m", "扭矩 8 N·m"),
        ("Fault code E21", "Fault code E27"),
        ("Do not touch the fuser roller", "Do touch the fuser roller"),
        ("顺时针拧紧螺钉", "逆时针拧紧螺钉"),
        ("通电时不得触摸面板", "通电时得触摸面板"),
    ],
)
def test_other_values_make_the_line_unsure_and_both_readings_are_told(printed: str, written: str) -> None:
    found, supported = read(printed, written)
    assert supported
    assert (found.text, found.unsure, found.other) == (written, True, printed)


def test_a_text_layer_keeps_its_words() -> None:
    found, _ = read("Torque 2.5 N·m", "Torque 2.5 Nm", keep_text=True)
    assert found.text == "Torque 2.5 N·m"
    found, _ = read("Torque 2.5 N·m", "Torque 25 N·m", keep_text=True)
    assert (found.text, found.unsure, found.other) == ("Torque 2.5 N·m", True, "Torque 25 N·m")


def test_what_is_not_alike_is_no_second_reading() -> None:
    found, supported = read("Fuse F1 20 A", "Gehen Sie zur Tür")
    assert not supported
    assert (found.text, found.unsure, found.read_by) == ("Fuse F1 20 A", True, "rapidocr")


def box(top: float, bottom: float) -> Box:
    return Box(0.05, top, 0.95, bottom)


def test_equal_lines_go_to_the_text_whose_box_they_stand_in() -> None:
    upper, lower = line("Check the fuse.", 60, 100), line("Check the fuse.", 60, 400)
    homes = [Home("Check the fuse.", box(0.45, 0.5)), Home("Check the fuse.", box(0.1, 0.14))]
    assert assign(keyed(upper, lower), homes) == {0: 1, 1: 0}


def test_without_boxes_what_it_says_tells() -> None:
    lines = keyed(line("Replace the pump E21", 60, 300), line("Unplug the unit first", 60, 100))
    assert assign(lines, [Home("Unplug the unit first.", None), Home("Replace the pump (E21).", None)]) == {
        0: 1,
        1: 0,
    }


def test_what_fits_nowhere_is_left_out() -> None:
    assert assign(keyed(line("NV-7021-B", 60, 100), line("1", 60, 600)), [Home("清洁滤网", None)]) == {}
