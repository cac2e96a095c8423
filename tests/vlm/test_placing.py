"""A figure stays with the sentence or row it is printed in."""

from __future__ import annotations

import pytest

from vlm.placing import find_put_elsewhere

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
