"""A row and a sentence, and rows of two languages, that give one part two figures; and all that do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vlm.test_disputes import place, shown
from vlm.answer import Shown
from vlm.counterparts import counterpart

NAMES = {
    "drain pump": "pump",
    "排水泵": "pump",
    "rear camera": "camera",
    "后置摄像头": "camera",
    "door": "door",
}


def name(text: str) -> tuple[tuple[frozenset[str], ...], str]:
    found, rest = [], text.casefold()
    for spelling, concept in NAMES.items():
        if spelling in rest:
            found.append(frozenset({concept}))
            rest = rest.replace(spelling, " ")
    return tuple(found), rest


def row(text: str, reading: str, language: str = "en") -> Shown:
    return shown(text, reading, "row", manual=reading, language=language)


def said(text: str, reading: str, language: str = "en", **told: object) -> Shown:
    return shown(text, reading, manual=reading, language=language, **told)


LEAST = "Test point: TP4 | Limits / min. (V): 1.75"
NUT = "Position: Heater nut | Torque (N·m): 4.0"
EN, ZH = "Part: Drain pump | Resistance (Ω): 150", "部件: 排水泵 | 电阻（Ω）: 185"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row(EN, "a"), row(ZH, "b", "zh")),
        (row(EN, "a"), row("部件: 排水泵 | 电阻（kΩ）: 0.16", "b", "zh")),
        (row(LEAST, "a"), row("测试点: TP4 | 允许范围 / 最小（V）: 1.70", "b", "zh")),
        (row("Item: Rear camera | Value: 12 g", "a"), row("项目: 后置摄像头 | 参数: 14 g", "b", "zh")),
        (row(EN, "a"), said("The drain pump has a resistance of 185 Ω.", "b")),
        (row("部件: 排水泵 | 电阻（Ω）: 150", "a", "zh"), said("排水泵的电阻是 185 Ω。", "b", "zh")),
        (row(NUT, "a"), said("Tighten the heater nut to 5.5 N·m.", "b", kind="step")),
    ],
)  # fmt: skip
def test_one_thing_with_two_figures_is_a_conflict_from_either_side(one: Shown, other: Shown) -> None:
    whole = (0, len(other.passage.text))
    assert counterpart(place(one), [other], [], name) == (other, *whole)
    assert counterpart(place(other), [one], [], name) == (one, 0, len(one.passage.text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # the same, converted or not
        (row(EN, "a"), row("部件: 排水泵 | 电阻（Ω）: 150", "b", "zh")),
        (row(EN, "a"), row("部件: 排水泵 | 电阻（kΩ）: 0.15", "b", "zh")),
        (row(EN, "a"), said("The drain pump has a resistance of 150 Ω.", "b")),
        # another quantity, another part, a part that is not known whole
        (row(EN, "a"), row("部件: 排水泵 | 电压（V）: 185", "b", "zh")),
        (row(EN, "a"), row("部件: 后置摄像头 | 电阻（Ω）: 185", "b", "zh")),
        (row(EN, "a"), row("部件: 排水泵插头 | 电阻（Ω）: 185", "b", "zh")),
        (row("Part: Drain pump, old | Resistance (Ω): 150", "a"), row(ZH, "b", "zh")),
        (row("Part: Frame | Resistance (Ω): 150", "a"), row("部件: 中框 | 电阻（Ω）: 185", "b", "zh")),
        # another side, limit, point
        (row(LEAST, "a"), row("测试点: TP4 | 允许范围 / 最大（V）: 1.85", "b", "zh")),
        (row("Test point: TP4 | Nominal (V): 1.80", "a"), row("测试点: TP3 | 标称值（V）: 3.80", "b", "zh")),
        (row(EN, "a"), said("The drain pump has a resistance of at least 140 Ω.", "b")),
        # under a condition, denied, of two values, of more than the row speaks of
        (row(EN, "a"), said("When hot the drain pump has a resistance of 185 Ω.", "b")),
        (row(EN, "a"), said("The drain pump does not have a resistance of 185 Ω.", "b")),
        (row(EN, "a"), said("The drain pump has a resistance of 140 Ω or 185 Ω.", "b")),
        (row(EN, "a"), said("The left drain pump has a resistance of 185 Ω.", "b")),
        (row(EN, "a"), said("Winding and plug of the old drain pump have a resistance of 185 Ω.", "b")),
        (row(EN, "a"), said("The resistance is 185 Ω.", "b")),
        # one reading's own rows, and rows of one language, are not for this
        (row(EN, "a"), row(ZH, "a", "zh")),
        (row(EN, "a"), row("Part: Drain pump | Resistance (Ω): 185", "b")),
    ],
)  # fmt: skip
def test_what_agrees_or_is_of_something_else_is_none(one: Shown, other: Shown) -> None:
    assert counterpart(place(one), [other], [], name) is None
    assert counterpart(place(other), [one], [], name) is None


def test_where_a_reading_prints_both_nothing_is_said() -> None:
    """The own manual has it too, or the other agrees elsewhere: then it is of something else."""
    one, other = row(EN, "a"), row(ZH, "b", "zh")
    also = row("部件: 排水泵 | 电阻（Ω）: 150", "b", "zh")
    assert counterpart(place(one), [other, also], [], name) is None
    mine = row("Part: Drain pump | Resistance (Ω): 185", "a")
    mine = replace(mine, passage=replace(mine.passage, id="another"))
    assert counterpart(place(one), [other], [mine], name) is None
    assert counterpart(place(one), [other], [row("Part: Door | Resistance (Ω): 185", "a")], name)


def test_only_the_sentence_that_is_cited_counts() -> None:
    text = "Use pump WM-21405. The drain pump has a resistance of 185 Ω."
    told, other = said(text, "b"), row(EN, "a")
    assert counterpart(place(told, "The drain pump has a resistance of 185 Ω."), [other], [], name)
    assert counterpart(place(told, "Use pump WM-21405."), [other], [], name) is None


@given(st.text(max_size=50), st.text(max_size=50), st.sampled_from(["row", "step", "text"]))
def test_any_texts_can_be_compared_and_a_text_never_disputes_itself(one: str, other: str, kind: str) -> None:
    a, b = shown(f"{one}: {other} | x (V): {one}", "a", "row"), shown(other, "b", kind, language="zh")
    counterpart(place(a), [b], [], name)
    assert counterpart(place(a), [shown(a.passage.text, "b", "row")], [], name) is None
