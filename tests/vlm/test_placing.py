"""A figure stays with the sentence or row it is printed in."""

from __future__ import annotations

import pytest

from vlm.placing import find_other_deed, find_other_repeated, find_put_elsewhere

LEAK = "Measure the leakage between XN2 pin 1 and the frame: above 2 MΩ."
COIL = "Measure the resistance of the coil: 12.5 to 14.5 Ω is in order."
BRIDGE = "Position: Bridge and heat sink | Screw: M4×12 | Torque (N·m): 0.6"
DIODE = "Fit the diode, tighten the M4×10 screw to 0.8 N·m and solder the legs."
ZH_BRIDGE = "位置: 整流桥与散热片 | 螺钉: M4×12 | 扭矩（N·m）: 0.6"
ZH_DIODE = "装上二极管，以 0.8 N·m 拧紧 M4×10 螺钉，然后焊接引脚。"
ZH_LEAK = "测量 XN2 第 1 脚与机壳之间的绝缘：大于 2 MΩ。"
ZH_COIL = "测量线圈电阻：12.5 Ω 至 14.5 Ω 为正常。"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Between XN2 pin 1 and the frame 12.5 to 14.5 Ω is in order.", [LEAK, COIL]),
        ("The bridge on its heat sink is tightened to 0.8 N·m.", [DIODE, BRIDGE]),
        ("整流桥与散热片之间的螺钉以 0.8 N·m 拧紧。", [ZH_DIODE, ZH_BRIDGE]),
        ("整流桥与散热片之间的螺钉以 80 N·cm 拧紧。", [ZH_DIODE, ZH_BRIDGE]),
        ("XN2 第 1 脚与机壳之间的绝缘为 12.5 Ω 至 14.5 Ω。", [ZH_LEAK, ZH_COIL]),
    ],
)
def test_a_figure_of_another_sentence_is_told(claim: str, evidence: list[str]) -> None:
    reason = find_put_elsewhere(claim, evidence)
    assert reason is not None and reason.code == "figure_elsewhere"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Between XN2 pin 1 and the frame there must be more than 2 MΩ.", [LEAK, COIL]),
        ("The coil has 12.5 to 14.5 Ω, XN2 pin 1 more than 2 MΩ to the frame.", [LEAK, COIL]),
        ("The diode's screw is tightened to 0.8 N·m.", [DIODE, BRIDGE]),
        ("整流桥与散热片之间的螺钉以 0.6 N·m 拧紧。", [ZH_DIODE, ZH_BRIDGE]),
        ("整流桥与散热片之间的螺钉以 60 N·cm 拧紧。", [ZH_DIODE, ZH_BRIDGE]),
        ("装上二极管后，螺钉拧到 0.8 N·m。", [ZH_DIODE, ZH_BRIDGE]),
        (
            "Wait 5 minutes, then measure 10 V at C3.",
            ["C3 holds 310 V. Wait 5 minutes. Measure 10 V."],
        ),
    ],
)
def test_a_figure_in_its_place_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_put_elsewhere(claim, evidence) is None


CHECK = ["Run check 7 twice. The valve must open within 9 s."]
ZH_CHECK = ["运行测试 07 两次。阀门须在 9 秒内打开。"]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The valve must open twice within 9 s.", CHECK),
        ("阀门须打开两次。", ZH_CHECK),
        ("阀门须在 9 秒内打开两次。", ZH_CHECK),
    ],
)
def test_how_often_one_thing_is_done_is_not_told_of_another(claim: str, evidence: list[str]) -> None:
    assert find_other_repeated(claim, evidence) is not None


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Run check 7 twice.", CHECK),
        ("Check 7 is run twice; the valve must open within 9 s.", CHECK),
        ("Do check 7 twice.", CHECK),
        ("测试 07 运行两次，阀门须在 9 秒内打开。", ZH_CHECK),
        ("测试 07 要运行两次。", ZH_CHECK),
    ],
)
def test_how_often_it_is_done_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_other_repeated(claim, evidence) is None


NUT = [
    "Undo the holder nut by three turns, push the rod in and take the lamp out.",
    "Tighten the holder nut to 5.0 N·m.",
]
ZH_KEY = ["先按住电源键 10 秒。", "拆下后盖的四颗螺钉。"]
SHORT = [
    "Measure the resistance from A3 to the shield. Below 8 Ω there is a short circuit: replace the board."
]
HOT = [
    "After boiling the lid stays hot for up to one hour. "
    "Do not lift it while the display shows more than 50 °C."
]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Push the rod in to 5.0 N·m.", NUT),
        ("Take the lamp out with 5.0 N·m.", NUT),
        ("Undo the holder nut by three turns and push the rod in with 5.0 N·m.", NUT),
        ("拆下后盖的四颗螺钉需 10 秒。", ZH_KEY),
        ("The display shows more than 50 °C for up to one hour.", HOT),
    ],
)
def test_a_figure_is_not_told_of_another_deed(claim: str, evidence: list[str]) -> None:
    reason = find_other_deed(claim, evidence)
    assert reason is not None and reason.code == "figure_elsewhere"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Push the rod in; the nut takes 5.0 N·m.", NUT),
        ("With the lamp in, tighten the nut to 5.0 N·m.", NUT),
        ("Torque it to 5.0 N·m.", NUT),
        ("按住电源键 10 秒后拆下后盖的四颗螺钉。", ZH_KEY),
        ("长按电源键 10 秒，拆下后盖。", ZH_KEY),
        ("If A3 to the shield has less than 8 Ω, there is a short circuit.", SHORT),
        ("The lid stays hot for up to one hour; the display may show more than 50 °C.", HOT),
    ],
)
def test_a_figure_told_of_its_own_deed_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_other_deed(claim, evidence) is None
