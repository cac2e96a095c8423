"""A model is asked about pages that are hard to read, and about figures; on sound text pages it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.hardness import figures_on, task_for, why_hard
from ingest.page import Area, PageRead, Route
from kb_sources.manual import Box
from tests.ingest.drawn import across, grid, line, page

PROSE = [line("Hold the power button for fifteen seconds.", 60, 100 + 14 * i) for i in range(6)]
ROWS = (("Code", "Part", "Qty"), ("E21", "Pump", "1"), ("E22", "Valve", "1"), ("E23", "Belt", "2"))
OPEN_TABLE = [
    line(text, x, 100 + 20 * r)
    for r, row in enumerate(ROWS)
    for x, text in zip((60, 200, 400), row, strict=True)
]


def test_sound_text_is_not_hard() -> None:
    assert why_hard(page(PROSE)) == ""
    assert task_for(page(PROSE), "hard") is None


@pytest.mark.parametrize("route", ["ocr", "failed"])
def test_what_was_not_read_from_a_layer_is_hard_and_the_reason_says_why(route: Route) -> None:
    own = replace(page(PROSE, route=route), reason="pictures cover 100% of the page")
    assert "pictures cover 100%" in why_hard(own)


def test_doubt_makes_a_page_hard() -> None:
    doubtful = [replace(PROSE[0], unsure=True), replace(PROSE[1], confidence=0.6), *PROSE[2:4]]
    assert why_hard(page(doubtful, route="mixed")) == "2 of 4 lines are doubtful"
    assert why_hard(page([*doubtful, *PROSE * 3], route="mixed")) == ""


def test_a_table_without_rulings_is_hard_and_a_ruled_one_is_not() -> None:
    rules = [across(y, 55, 450) for y in (95, 117, 180)]
    assert why_hard(page(OPEN_TABLE, rulings=rules)) == "1 table without rulings"
    ruled = grid((55, 190, 390, 450), (97, 117, 137, 157, 177))
    assert why_hard(page(OPEN_TABLE, rulings=ruled)) == ""


def test_figures_are_asked_about_on_any_page_large_ones_first() -> None:
    small, large = Area(Box(0.1, 0.3, 0.4, 0.5), "picture"), Area(Box(0.1, 0.6, 0.9, 0.9), "picture")
    icon = Area(Box(0.8, 0.1, 0.85, 0.13), "picture")
    own = page(PROSE, areas=[small, large, icon])
    assert [p.box for p in figures_on(own)] == [large.box, small.box]
    task = task_for(own, "hard")
    assert task is not None
    assert (task.reading, task.why) == ("", "2 figures")


def test_all_means_every_page_with_print_and_never_none() -> None:
    own = page(PROSE)
    task = task_for(own, "all")
    assert task is not None
    assert task.why == "all pages are to be read"
    scan: PageRead = replace(own, route="ocr", reason="a scan")
    assert task_for(scan, "never") is None
    assert task_for(replace(own, route="blank", lines=()), "all") is None
