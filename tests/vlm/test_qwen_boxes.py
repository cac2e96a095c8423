"""Boxes become fractions of the page or are refused; order and regularity are judged from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.manual import Box
from vlm.qwen_boxes import is_grid, overtaken, place_boxes, read_corners

corner = st.floats(-2000, 5000, allow_nan=False)


@given(st.lists(st.none() | st.text(max_size=30) | st.tuples(corner, corner, corner, corner), max_size=12),
       st.none() | st.tuples(st.integers(1, 4000), st.integers(1, 4000)))  # fmt: skip
def test_every_box_is_on_the_page_or_none(
    written: list[tuple[float, float, float, float] | str | None], sent: tuple[int, int] | None
) -> None:
    placed, _ = place_boxes(written, sent)
    assert len(placed) == len(written)
    for one, original in zip(placed, written, strict=True):
        if one.box is not None:
            assert one.box.area > 0
            assert one.wrong in ("", "swapped_bbox")
        else:
            assert bool(one.wrong) == (original is not None)


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000))
def test_relative_boxes_are_thousandths(x0: int, y0: int, x1: int, y1: int) -> None:
    (one,), absolute = place_boxes([f"{x0} {y0} {x1} {y1}"], (600, 400))
    assert not absolute
    if x0 == x1 or y0 == y1:
        assert one.wrong == "empty_bbox"
    else:
        assert one.box == Box(*(v / 1000 for v in (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))


@pytest.mark.parametrize(
    "written", ["1 2 3", "1 2 3 4 5", "a b c d", "", "1e5 2 3 4", "٣ 1 2 3", "1 2 3 " + "4" * 500]
)
def test_what_is_no_box(written: str) -> None:
    assert read_corners(written) is None


def test_six_or_more_numbers_are_a_polygon() -> None:
    assert read_corners("10 20 30 22 30 42 10 40") == (10, 20, 30, 42)


def test_a_grid_is_of_one_size_and_one_step() -> None:
    row = [Box(0.1 + 0.1 * n, 0.2, 0.19 + 0.1 * n, 0.4) for n in range(5)]
    assert is_grid(row)
    assert not is_grid(row[:3])
    assert not is_grid([*row[:4], Box(0.5, 0.2, 0.6, 0.4)])
    lines = [Box(0.1, 0.1 + 0.03 * n, 0.5 + 0.037 * (n * n % 11), 0.12 + 0.03 * n) for n in range(12)]
    assert not is_grid(lines)


def test_a_line_written_after_what_stands_below_it_is_overtaken() -> None:
    lines = [Box(0.1, 0.1 * n, 0.9, 0.1 * n + 0.05) for n in (2, 3, 4, 1, 5)]
    assert overtaken(lines) == (False, False, False, True, False)
    assert overtaken([None, lines[0], None]) == (False, False, False)


def test_columns_do_not_overtake_each_other() -> None:
    left = [Box(0.05, 0.1 * n, 0.45, 0.1 * n + 0.08) for n in range(9)]
    right = [Box(0.55, 0.1 * n, 0.95, 0.1 * n + 0.08) for n in range(9)]
    assert not any(overtaken([*left, *right]))
