"""Causes denied, conditions taken away or added, contrasts exchanged, printed segments turned round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.denials import (
    find_disowned,
    find_excepted,
    find_exchanged,
    find_regardless,
    find_repeated,
    find_turned_abroad,
    find_uncaused,
)

HOSE = "Code: E18 | Possible cause: Drain hose kinked | Remedy: Lay the hose without kinks"
ZH_HOSE = "代码: E18 | 原因: 排水管弯折 | 措施: 理顺排水管"
MENU = "The test menu opens only while the phone is offline."
ZH_MENU = "只有手机离线时才能打开测试菜单。"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("A kinked drain hose is no cause of E18.", HOSE),
        ("E18 has nothing to do with the drain hose.", HOSE),
        ("E18 与排水管弯折无关。", ZH_HOSE),
        ("E18 不是排水管弯折引起的。", ZH_HOSE),
    ],
)
def test_a_cause_that_only_the_claim_denies_is_told(claim: str, printed: str) -> None:
    assert find_uncaused(claim, [printed]) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("A kinked drain hose causes E18.", HOSE),
        ("指示灯不亮的原因是保险丝熔断。", "故障现象: 指示灯不亮 | 原因: 保险丝熔断"),
        ("The noise is not caused by the pump.", "This noise does not come from the pump."),
        ("噪声与水泵无关。", "噪声不是水泵引起的。"),
    ],
)
def test_a_cause_affirmed_or_denied_in_print_is_in_order(claim: str, printed: str) -> None:
    assert find_uncaused(claim, [printed]) is None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("The test menu opens whether or not the phone is offline.", MENU),
        ("The test menu opens even when the phone is online.", MENU),
        ("无论手机是否离线，测试菜单都打开。", "手机离线时打开测试菜单。"),
    ],
)
def test_a_condition_taken_away_is_told(claim: str, printed: str) -> None:
    assert find_regardless(claim, [printed]) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("The test menu opens only while the phone is offline.", MENU),
        ("Whatever the mode, the lock holds.", "The lock holds in every mode."),
        ("无论哪种模式，门锁都有效。", "任何模式下门锁均有效。"),
    ],
)
def test_what_holds_for_all_in_print_holds_regardless(claim: str, printed: str) -> None:
    assert find_regardless(claim, [printed]) is None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Wear the wrist strap except when the cover is off.", "Wear the strap whenever the cover is off."),
        ("Ask for consent only if the customer wishes.", "Ask for consent before you replace the board."),
        ("除后盖打开时外，佩戴防静电手环。", "后盖打开期间必须佩戴防静电手环。"),
        ("仅在客户要求时征得书面同意。", "更换主板前征得书面同意。"),
    ],
)
def test_an_exception_or_a_condition_that_nothing_printed_makes_is_told(claim: str, printed: str) -> None:
    assert find_excepted(claim, [printed]) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Never charge it unless it is dry.", "Charge it only when it is dry."),
        ("Charge it only if it is dry.", "If it is dry, charge it."),
        ("除非已干燥，否则不得充电。", "干燥后才可充电。"),
        ("只有干燥时才充电。", "干燥时充电。"),
    ],
)
def test_a_printed_exception_or_condition_is_in_order(claim: str, printed: str) -> None:
    assert find_excepted(claim, [printed]) is None


def test_a_contrast_is_not_exchanged() -> None:
    printed = "Sort them by position, not by length."
    assert find_exchanged("Sort the screws by length, not by position.", [printed]) is not None
    assert find_exchanged("Sort the screws by position, not by length.", [printed]) is None
    assert find_exchanged("螺钉按长度，不按位置分类。", ["螺钉按位置，不按长度分类。"]) is not None
    assert find_exchanged("螺钉按位置，不按长度分类。", ["螺钉按位置，不按长度分类。"]) is None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        (
            "The interlock switches the scanner off when the cover is missing.",
            ["The interlock does not switch the scanner off when the cover is missing."],
        ),
        (
            "Take care not to hold the transfer roller by its shaft.",
            ["Do not touch the fuser roller.", "Hold the transfer roller by its shaft only."],
        ),
        ("联锁开关会断开扫描器的电源。", ["联锁开关不会断开扫描器的电源。"]),
    ],
)
def test_a_printed_segment_repeated_in_the_other_sense_is_told(claim: str, printed: list[str]) -> None:
    assert find_repeated(claim, printed) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        (
            "With the cover off and the interlock bridged, never run the printer.",
            ["Never run the printer with the cover off and the interlock bridged."],
        ),
        ("正在工作的电磁炉，佩戴起搏器的人员不得靠近。", ["佩戴起搏器的人员不得靠近正在工作的电磁炉。"]),
        ("Hold the transfer roller by its shaft.", ["Hold the transfer roller by its shaft only."]),
    ],
)
def test_a_denial_moved_within_the_claim_is_no_turn(claim: str, printed: list[str]) -> None:
    assert find_repeated(claim, printed) is None


@given(st.text(max_size=60))
def test_a_text_never_turns_itself(text: str) -> None:
    for find in (find_uncaused, find_regardless, find_excepted, find_repeated):
        reason = find(text, [text])
        assert reason is None


def test_a_plug_that_is_not_connected_is_no_denied_cause() -> None:
    printed = ["Never connect a wet phone to the charger. Water causes a short circuit."]
    assert find_uncaused("A wet phone must never be connected to the charger.", printed) is None
    assert find_uncaused("The short circuit is not caused by water.", printed) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("E0 不可能因锅底直径小于 120 mm。", "故障: 无锅 | 原因: 锅底直径小于 120 mm"),
        ("能响铃，并不能说明主板工作正常。", "如果能响铃，说明主板工作正常。"),
        ("A blocked filter is not behind E18.", "Code: E18 | Possible cause: Filter blocked"),
        ("Ringing does not prove that the main board works.", "If it rings, the main board works."),
    ],
)
def test_a_tie_may_be_denied_in_many_ways(claim: str, printed: str) -> None:
    assert find_uncaused(claim, [printed]) is not None
    assert find_uncaused(printed, [printed]) is None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("It is an error to say this: the test menu opens only while the phone is offline.", MENU),
        ("It would be wrong to believe that a kinked drain hose causes E18.", HOSE),
        ("Some say that E18 means a kinked drain hose.", HOSE),
        ("It is not true that the test menu opens only while the phone is offline.", MENU),
        ("以下说法不成立：E18 是排水管弯折引起的。", ZH_HOSE),
        ("别以为 E18 是排水管弯折引起的。", ZH_HOSE),
    ],
)
def test_a_statement_about_what_is_said_is_told(claim: str, printed: str) -> None:
    assert find_disowned(claim, [printed]) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Clear the stored error to end the test.", "To end the test, clear the stored error."),
        ("The error is: E18, a kinked drain hose.", HOSE),
        (
            "Do not assume that the set is dead, you must not think so.",
            "You must not assume that it is dead.",
        ),
        ("不要误操作，排水管弯折会引起 E18。", ZH_HOSE),
    ],
)
def test_a_printed_error_or_opinion_may_be_told(claim: str, printed: str) -> None:
    assert find_disowned(claim, [printed]) is None


@pytest.mark.parametrize(
    ("claim", "said"),
    [("16.5 V 至 19.0 V 都可以。", False), ("通不通电都可以。", True)],
)
def test_what_will_do_of_a_range_takes_no_condition_away(claim: str, said: bool) -> None:
    assert (find_regardless(claim, ["通电后测量：允许 16.5 V 至 19.0 V。"]) is not None) == said


@pytest.mark.parametrize(
    ("claim", "turned"),
    [
        ("E18: water drains when the hose is kinked.", True),
        ("E18: water does not drain when the hose is kinked.", False),
        ("E18 comes from a kinked hose.", False),
    ],
)
def test_what_a_cell_denies_is_not_affirmed(claim: str, turned: bool) -> None:
    row = "Code: E18 | Fault: Water does not drain | Cause: Hose kinked or higher than 1 m | Remedy: Lower it"
    assert (find_repeated(claim, [row]) is not None) == turned


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("切勿倾斜机器。", ""),
        ("倾斜机器。", "negation_lost"),
        ("切勿倾斜机器，除非已放空水。", "negation_added"),
    ],
)
def test_a_denial_stays_one_in_another_language(claim: str, code: str) -> None:
    reason = find_turned_abroad(claim, ["Never tilt the machine."])
    assert (reason.code if reason else "") == code
