"""What no reading makes true is told: limits open to both sides, ranges of one end, wrong measures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.impossible import find_impossible, find_other_sound

FOLD = ["Fold the unit up by no more than 45° and take the cable out."]
ZH_WAIT = ["等待 4 秒以上。"]
COIL = ["Measure the coil: 900 Ω at 25 °C. Outside 800 to 1200 Ω it is faulty."]
ZH_COIL = ["25 °C 时线圈为 900 Ω。超出 800 至 1200 Ω 则线圈损坏。"]
ZH_SOUND = ["测量绕组电阻：21.5 Ω 至 24.5 Ω 为正常。", "绕组 22.0 Ω"]
ZH_LEAK = ["测量绝缘电阻：应大于 3 MΩ。", "做耐压试验：1200 V，1 分钟，泄漏电流小于 6 mA。"]
LEAK = ["The insulation resistance must be above 3 MΩ, the leakage current below 6 mA."]
POINT = ["Point: TP8 | Nominal (V): 12.0 | Limits / min. (V): 11.4 | Limits / max. (V): 12.6"]
TORQUE = ["Tighten the bolts to 7.0 N·m."]
HALF = ["After a week, tighten the bolts to half of 7.0 N·m."]
ZH_CURRENT = ["如果 A2 正常而电流低于 2 A，则驱动板损坏。", "在 A4 测量电流。"]
CURRENT = ["Measure the current at A4. If it is below 2 A while A2 is in order, the driver board is faulty."]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Fold the unit up by at least 45° at maximum.", FOLD),
        ("Fold it past 45° at most.", FOLD),
        ("Fold the unit up by no less than 45° at the maximum.", FOLD),
        ("至少等待 4 秒以内。", ZH_WAIT),
        ("等待超过 4 秒以内。", ZH_WAIT),
        ("Fold it by at most at least 45°.", FOLD),
        ("Fold the unit up by at least no more than 45°.", FOLD),
        ("Fold the unit up to no less than 45°.", FOLD),
        ("Less than 800 Ω at the most than 1200 Ω.", COIL),
        ("至少不超过 4 秒。", ZH_WAIT),
        ("最多不少于 4 秒。", ZH_WAIT),
        ("With 900 Ω at 25 °C the coil is defective.", COIL),
        ("The coil is broken when 0.9 kΩ is measured.", COIL),
        ("25 °C 时测得 900 Ω 说明线圈已损坏。", ZH_COIL),
        ("绕组 22.0 Ω 不良。", ZH_SOUND),
        ("绝缘电阻不得超过 6 mA。", ZH_LEAK),
        ("泄漏电流应大于 3 MΩ。", ZH_LEAK),
        ("The insulation resistance must be below 6 mA.", LEAK),
        ("The leakage current has to be more than 3 MΩ.", LEAK),
        ("TP8 may lie between 12.6 V and 12.6 V.", POINT),
        ("TP8 允许从 12.6 V 至 12.6 V。", POINT),
        ("Tighten the bolts to half of 7.0 N·m.", TORQUE),
        ("Tighten the bolts to twice the 7.0 N·m.", TORQUE),
        ("螺栓拧紧到 7.0 N·m 的一半。", TORQUE),
        ("螺栓拧紧到 7.0 N·m 的两倍。", TORQUE),
        ("Readings between 900 Ω are in order.", COIL),
        ("The limits are 12.0 V.", POINT),
        ("TP8: target 11.4 V through 12.6 V.", POINT),
        ("TP8 is tolerated from 12.0 V.", POINT),
        ("TP8 is nominally 11.4 to 12.6 V.", POINT),
        ("TP8 标称 11.4 V 到 12.6 V，12.0 V 之间合格。", POINT),
        ("TP8 的允许范围为 12.0 V。", POINT),
        ("标准是 11.4 V 到 12.6 V，12.0 V 之间都合格。", POINT),
    ],
)
def test_what_cannot_be_is_told(claim: str, evidence: list[str]) -> None:
    assert find_impossible(claim, evidence) is not None


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Never fold it beyond 45° at maximum.", FOLD),
        ("Do not fold the unit by more than 45° at most.", FOLD),
        ("至少等待 4 秒以上。", ZH_WAIT),
        ("900 Ω is in order; outside 800 to 1200 Ω the coil is faulty.", COIL),
        ("A coil of 900 Ω is not faulty.", COIL),
        ("绕组 22.0 Ω 正常，不是故障。", ZH_SOUND),
        ("泄漏电流小于 6 mA，绝缘电阻大于 3 MΩ。", ZH_LEAK),
        ("耐压试验电压 1200 V，泄漏电流须低于 6 mA。", ZH_LEAK),
        ("TP8 may lie between 11.4 V and 12.6 V.", POINT),
        ("Tighten the bolts twice, to 7.0 N·m.", TORQUE),
        ("The limits are 11.4 V and 12.6 V.", POINT),
        ("TP8 允许 11.4 V 和 12.6 V 之间，标称 12.0 V。", POINT),
        ("Anything from 11.4 V up to 12.6 V will do.", POINT),
        ("After a week the bolts get half of 7.0 N·m.", HALF),
    ],
)
def test_what_may_be_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_impossible(claim, evidence) is None


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("A4 正常而电流低于 2 A 时，驱动板损坏。", ZH_CURRENT),
        ("电流低于 2 A，A4 良好，说明驱动板损坏。", ZH_CURRENT),
        ("With A4 in order and less than 2 A, the driver board is faulty.", CURRENT),
        ("If A4 is fine, the driver board is faulty.", CURRENT),
    ],
)
def test_what_is_printed_of_another_point_is_told(claim: str, evidence: list[str]) -> None:
    assert find_other_sound(claim, evidence) is not None


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("A2 正常，A4 处电流低于 2 A，则驱动板损坏。", ZH_CURRENT),
        ("在 A4 测得电流低于 2 A 且 A2 良好，驱动板损坏。", ZH_CURRENT),
        ("With A2 in order and less than 2 A at A4, the driver board is faulty.", CURRENT),
        ("Less than 2 A at A4, with A2 fine, means a faulty driver board.", CURRENT),
    ],
)
def test_what_is_printed_of_this_point_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_other_sound(claim, evidence) is None


@given(st.sampled_from([*FOLD, *COIL, *ZH_COIL, *ZH_LEAK, *LEAK, *HALF, *CURRENT, *ZH_CURRENT]))
def test_a_quote_never_contradicts_itself(text: str) -> None:
    assert find_impossible(text, [text]) is None and find_other_sound(text, [text]) is None


@given(st.text(st.sampled_from("at mosthalf5 V°至以内最大电阻 |.和-"), max_size=40), st.text(max_size=20))
def test_any_text_can_be_compared(claim: str, printed: str) -> None:
    find_impossible(claim, [printed])
    find_other_sound(claim, [printed])
