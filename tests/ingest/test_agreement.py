"""Two readings of one place: spaces and look-alike signs do not count, values do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.agreement import differ, folded, mark_unsure, overall, similarity, values, words_at
from ingest.lines import make_line
from ingest.page import Line, Word
from kb_sources.manual import Box, ReadBy


def line(text: str, top: float = 0.1, read_by: ReadBy = "rapidocr", shift: float = 0.0) -> Line:
    words = [
        Word(word, Box(0.1 + shift + i * 0.1, top, 0.19 + shift + i * 0.1, top + 0.02))
        for i, word in enumerate(text.split())
    ]
    return make_line(words, read_by)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Torque 2.5 N·m", "Torque 2.5N·m"),
        ("电压 3.7 V 至 4.2 V", "电压3.7V至4.2V"),
        ("25 ℃", "25°C"),
        ("５０％", "50%"),
        ("10 – 20 mm", "10-20mm"),
        ("Torque 2.5 Nm now", "Torqve 2.5 Nm now"),
        ("1. Remove 3 screws. Then wait", "1.Remove 3 screws.Then wait"),
    ],
)
def test_the_same_values_in_other_clothes(one: str, other: str) -> None:
    assert values(one) == values(other) != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.7 V", "37 V"),
        ("5 mm", "5 cm"),
        ("90-1234-A", "90-1234-4"),
        ("E21", "E2l"),
        ("10 kΩ", "10 Ω"),
        ("10 MPa", "10 mPa"),
        ("12 V 3 A", "12 V"),
        ("TH0", "TH1"),
        ("MP1584EN", "MP1584EH"),
        ("SM-P310-2", "SF-P310-2"),
        ("-5 °C", "5 °C"),
    ],
)
def test_other_values_differ(one: str, other: str) -> None:
    assert values(one) != values(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Do not open the cover", "Donot open the cover"), ("Turn the screw left", "Turn tbe screw left")],
)
def test_slips_that_change_no_sense_are_no_difference(one: str, other: str) -> None:
    assert not differ(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do not open the cover", "Do now open the cover"),
        ("Turn the screw left", "Turn the screw right"),
        ("不得通电", "可以通电"),
        ("Torque 2.5 N·m", "Torque 25 N·m"),
    ],
)
def test_what_turns_the_sense_is_a_difference(one: str, other: str) -> None:
    assert differ(one, other)


def test_only_the_line_whose_value_differs_is_unsure() -> None:
    ours = [line("Tighten to 2.5 N·m"), line("Clean the filter", 0.2), line("Fault E21", 0.3)]
    theirs = [line("Tighten to 25 N·m"), line("Clean tbe fllter", 0.2), line("Fault E21", 0.3)]
    assert [n.unsure for n in mark_unsure(ours, theirs)] == [True, False, False]


def test_a_value_the_other_reading_lacks_is_unsure() -> None:
    assert mark_unsure([line("Fault E21")], [])[0].unsure


def test_words_are_looked_for_at_the_place_only() -> None:
    others = [line("right place"), line("wrong place", 0.5)]
    assert words_at(line("some text"), others) == "right place"
    assert overall([line("right place")], others) == 1.0
    assert overall([], others) == 0.0


@given(st.text(max_size=40))
def test_folding_is_stable_and_a_reading_agrees_with_itself(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert similarity(text, text) == 1.0


@given(st.text("0123456789.,-/°%ΩVmkAE 电压至", max_size=30))
def test_spaces_do_not_change_values(text: str) -> None:
    assert values(text) == values(" ".join(text))
