"""Which rows are a code's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb_sources.manual import Edition, Manual, Passage, PassageKind
from vlm.answer import Asked, Shown
from vlm.fault_codes import beside_code, holding, in_range, looked_up, named_codes, rows_of, titled

MANUAL = Manual("m", "t", "Washer manual", "Acme", ("W-1",), "en")


def shown(
    name: str,
    text: str,
    order: int,
    kind: PassageKind = "row",
    part: str = "t",
    edition: str = "e",
    title: str = "",
) -> Shown:
    section = (title,) if title else ()
    passage = Passage(name, edition, "r", kind, section, order, text, (), "textlayer", part)
    return Shown(name, passage, MANUAL, Edition(edition, "m", "1", "en", "live", "w.pdf", 9))


E10 = shown("e10", "Code: E10 | Fault: No water", 1)
E11 = shown("e11", "Code: E11 | Fault: Little water", 2)
E31A = shown("e31a", "Code: E31 | Fault: Lock | Remedy: Check the plug", 3)
E31B = shown("e31b", "Code: E31 | Fault: Lock | Remedy: Replace it", 4)
TEST = shown("test", "Test: 02 | In order when: E31 does not appear", 9, part="u")
COPY = shown("copy", "Code: E31 | Fault: Lock | Remedy: Old remedy", 3, part="t0", edition="e0")
PROSE = shown("prose", "E31 is stored until it is cleared.", 10, "text")
STEP = shown("step", "1. Open the door.", 11, "step", title="8.2 Door (E-31)")
OTHER = shown("other", "1. E31 appears now.", 12, "step", title="8.3 Pump")
ALL = [TEST, E31B, COPY, E10, E31A, E11, PROSE, STEP, OTHER]


def names(found: list[Shown]) -> list[str]:
    return [s.label for s in found]


def test_codes_of_a_photo_are_not_named_by_the_words() -> None:
    assert named_codes(Asked("What is E-31?", "en", codes=("E31", "E10"))) == ("E31",)
    assert named_codes(Asked("What is this?", "en", codes=("E31",))) == ()


def test_a_code_is_held_by_words_and_titles_and_looked_up_in_its_own_rows() -> None:
    assert names(holding(("E31",), ALL)) == ["test", "e31b", "copy", "e31a", "prose", "step", "other"]
    assert names(looked_up(("E31",), ALL)) == ["e31b", "copy", "e31a"]
    assert names(titled(("E31",), ALL)) == ["step"]
    assert holding((), ALL) == looked_up((), ALL) == titled((), ALL) == []


def test_the_rows_of_a_code_are_those_of_one_table_in_reading_order() -> None:
    assert names(rows_of(("E31", "E10"), looked_up(("E31", "E10"), ALL))) == ["e10", "e31a", "e31b"]
    assert names(rows_of(("E31",), [COPY, E31A])) == ["copy"]
    assert names(rows_of(("E31", "E99"), [E31A])) == ["e31a"]


@pytest.mark.parametrize(
    "question", ["E10 to E31", "list E10 ~ E31", "E10 到 E31 都列出来", "codes E10 – E31"]
)
def test_a_range_of_codes_is_all_rows_between(question: str) -> None:
    assert names(in_range(("E10", "E31"), question, ALL)) == ["e10", "e11", "e31a", "e31b"]


@pytest.mark.parametrize("question", ["E10 or E31", "E10, E31", "E10 和 E31", "E31"])
def test_two_codes_are_no_range(question: str) -> None:
    assert in_range(("E10", "E31"), question, ALL) == []
    assert in_range(("E10", "E99"), "E10 and E99", ALL) == []


def test_a_range_whose_end_is_in_no_table_is_the_rows_between() -> None:
    assert names(in_range(("E10", "E99"), "E10 to E99", ALL)) == ["e10", "e11", "e31a", "e31b"]
    assert names(in_range(("E9", "E30"), "E9-E30", ALL)) == ["e10", "e11"]
    assert in_range(("E90", "E99"), "E90 to E99", ALL) == []


def test_a_quantity_that_no_row_of_the_code_tells_is_asked_for_beside_it() -> None:
    asked = Asked("Which torque for the lock? It shows E31.", "en", codes=("E31",))
    torque = shown("torque", "Position: Lock | Torque (N·m): 1.5", 20, part="v")
    beside, rest = beside_code(replace(asked, quantities=frozenset({"torque"})), [*ALL, torque])
    assert "E31" not in beside.question
    assert beside.codes == ()
    assert names(list(rest)) == ["e10", "e11", "torque"]
    told = shown("told", "Code: E31 | Torque (N·m): 1.5", 5)
    measured = replace(asked, quantities=frozenset({"torque"}))
    assert beside_code(measured, [*ALL, told]) == (measured, [*ALL, told])
    assert beside_code(asked, ALL) == (asked, ALL)
    assert beside_code(measured, [torque]) == (measured, [torque]), "a code that nothing holds stays"
