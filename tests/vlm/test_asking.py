from __future__ import annotations

import pytest

from vlm.asking import asks_everything, asks_how, asks_value, asks_whether, instructs


@pytest.mark.parametrize(
    ("question", "how", "value", "everything"),
    [
        ("How do I replace the battery?", True, False, False),
        ("N7 换电池的步骤", True, False, False),
        ("What torque for the frame screws?", False, True, False),
        ("怎么知道扭矩是多少", False, True, False),
        ("列出所有测试点的电压", False, True, True),
        ("Is it waterproof?", False, False, False),
    ],
)
def test_a_question_shows_what_it_asks_for(question: str, how: bool, value: bool, everything: bool) -> None:
    assert (asks_how(question), asks_value(question), asks_everything(question)) == (how, value, everything)


@pytest.mark.parametrize("step", ["1. Remove the cover.", "2）拧下四颗螺丝。", "a) First, press Stop."])
def test_a_step_instructs(step: str) -> None:
    assert instructs(step)


@pytest.mark.parametrize("step", ["6) Onboard EEPROM: AT24C32;", "1. 主板尺寸图", "7) Two heaters"])
def test_a_fact_or_heading_does_not(step: str) -> None:
    assert not instructs(step)


@pytest.mark.parametrize(
    "question",
    ["给V3.0接风扇，电压随便选行吗？", "能不能用12V", "Can I use a 12 V fan?", "is it ok to plug it in"],
)
def test_a_question_for_yes_or_no(question: str) -> None:
    assert asks_whether(question)


@pytest.mark.parametrize("question", ["电压多少？", "what voltage does the fan take", "which fan can I use?"])
def test_a_question_for_more_than_yes_or_no(question: str) -> None:
    assert not asks_whether(question)
