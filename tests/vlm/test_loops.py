"""Loops are found, wherever they begin; tables, forms and rules that repeat by right are none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.loops import exclaims, find_loop

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
BEGINNING = "Remove the four screws of the rear cover, then lift it off.\n"


@given(st.text(alphabet="abc断电源 |\n12.", min_size=1, max_size=120), st.integers(4, 30))
def test_a_tail_that_repeats_is_found_where_it_begins(unit: str, times: int) -> None:
    if not any(c.isalnum() for c in unit) or len(unit.strip()) * times < 200:
        return
    text = BEGINNING + "#" + unit * times
    loop = find_loop(text)
    assert loop is not None
    assert loop.start >= len(BEGINNING) - len(unit)
    assert loop.start <= len(BEGINNING) + 1 + len(unit)
    assert len(unit) % loop.period == 0


@pytest.mark.parametrize("cut", [0, 1, 7, 19])
def test_a_loop_may_be_cut_within_a_turn(cut: int) -> None:
    text = BEGINNING + "Check the fuse. 检查保险丝。\n" * 12
    loop = find_loop(text[: len(text) - cut])
    assert loop is not None
    assert abs(loop.start - len(BEGINNING)) <= 1


def test_the_shortest_period_is_told() -> None:
    loop = find_loop("The value is 3" + "\\textmu" * 100)
    assert loop is not None
    assert (loop.start, loop.period) == (14, 7)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_three_turns_are_no_loop(turns: int) -> None:
    assert (
        find_loop(BEGINNING + "Tighten the screw crosswise to the torque given in the table below. " * turns)
        is None
    )


def test_lines_that_come_back_in_no_fixed_order() -> None:
    lines = [f"| E{n % 7:02} | Drain pump blocked, clean the filter | {n % 3} |" for n in range(300)]
    shuffled = [lines[(n * n * 31) % 300] for n in range(300)]
    text = BEGINNING + "\n".join(shuffled)
    loop = find_loop(text)
    assert loop is not None
    assert find_loop("\n".join(shuffled[:100])) is None


def test_a_long_table_of_alike_rows_is_none() -> None:
    rows = "\n".join(f"| M{n} x {n * 2} | {n * 0.7:.1f} N·m | steel |" for n in range(3, 400))
    assert find_loop(rows) is None


@pytest.mark.parametrize("tail", ["_" * 300, "." * 400, "-" * 200, "|  |  |\n" * 40, "□ " * 120])
def test_what_says_nothing_is_a_form_where_the_model_stopped(tail: str) -> None:
    assert find_loop(BEGINNING + tail, ended=True) is None
    assert find_loop(BEGINNING + tail) is not None
    assert find_loop(BEGINNING + tail * 20, ended=True) is not None


def test_exclamation_marks() -> None:
    assert exclaims("!" * 40)
    assert exclaims("Lift the cover" + "!" * 40 + "\n")
    assert not exclaims("警告！！！DANGER!!!")
    assert not exclaims("!" * 40 + " Lift the cover.")


def real_texts() -> Iterator[str]:
    for file in sorted((DATA / "ohr-bench-manual").rglob("*.json")):
        waiting = [json.loads(file.read_text("utf-8"))]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                yield each
            elif isinstance(each, dict):
                waiting += each.values()
            elif isinstance(each, list):
                waiting += each


def test_no_false_alarm_on_the_pages_of_real_manuals() -> None:
    if not (DATA / "ohr-bench-manual").is_dir():
        pytest.skip("the pages of OHR-Bench are not beside the checkout (../shared/data/ohr-bench-manual)")
    texts = [text for text in real_texts() if len(text) >= 160]
    assert len(texts) > 1000
    assert [text[-80:] for text in texts if find_loop(text) or exclaims(text)] == []
