"""A thing of another printed sentence in a repeated one is found; what is printed there, or moved, is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.fillers import find_filled
from vlm.pairing import nearest, read

SOCKET = "The buzzer is soldered to the lower board and is not replaced alone."
RING = "Check the felt ring around the buzzer. Without it the pump loses its oil."
FRAME = "Lift off the frame at the upper edge."
PLUG = "Disconnect the fan connector X3 with a wooden wedge."
BOTH = "Hold Menu and Mute together. Keep both keys pressed for 5 seconds."
RESET = "To erase the stored list, set mode 8 and hold Menu for 3 seconds."
TAP = ["Close the water tap. Drain it.", "Remove the panel, pull plug X5 off and take the pump out."]
ZH_PORT = "蜂鸣器焊接在下电路板上，不单独更换。"
ZH_PRY = "从左端、摄像头下方撬起并取出下电路板。"
ZH_FRAME = "从上边缘掀起并取下支架。"
ZH_PLUG = "用木楔断开风扇连接器 X3。"
ZH_CRACK = "面板有裂纹时立即停止使用。"
ZH_CORD = "目视检查：电源线无破损，螺钉齐全。"


def _find(claim: str, evidence: list[str]) -> str:
    printed = [one for text in evidence for one in read(text)[0]]
    pairs = [pair for said in read(claim)[0] for pair in nearest(said, printed)]
    found = [reason for pair in pairs if (reason := find_filled(pair, claim, evidence))]
    return found[0].values[0][1] if found else ""


@pytest.mark.parametrize(
    ("claim", "evidence", "word"),
    [
        (
            "The felt ring is soldered to the lower board and is not replaced alone.",
            [SOCKET, RING],
            "felt ring",
        ),
        ("Without the lower board the pump loses its oil.", [SOCKET, RING], "the lower board"),
        ("Disconnect the fan connector X3 at the upper edge.", [FRAME, PLUG], "at the upper edge"),
        ("Lift off the frame with a wooden wedge.", [FRAME, PLUG], "Lift off"),
        (
            "To erase the stored list, hold Menu and Mute together for 3 seconds.",
            [BOTH, RESET],
            "and Mute together",
        ),
        ("摄像头焊接在下电路板上，不单独更换。", [ZH_PORT, ZH_PRY], "摄像头"),
        ("用木楔掀起并取下支架。", [ZH_FRAME, ZH_PLUG], "用木楔"),
        ("从上边缘断开风扇连接器 X3。", [ZH_FRAME, ZH_PLUG], "从上边缘"),
        ("电源线无破损时立即停止使用。", [ZH_CRACK, ZH_CORD], "电源线无破损"),
    ],
)
def test_a_thing_of_another_sentence_is_found(claim: str, evidence: list[str], word: str) -> None:
    assert _find(claim, evidence) == word


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The buzzer is soldered to the lower board and cannot be replaced alone.", [SOCKET, RING]),
        ("Without the felt ring the pump loses its oil.", [RING, SOCKET]),
        ("Without the ring around the buzzer the pump loses its oil.", [RING, SOCKET]),
        ("Disconnect the fan connector X3 by means of a wooden wedge.", [FRAME, PLUG]),
        (f"{FRAME[:-1]} and disconnect the fan connector X3 with a wooden wedge.", [FRAME, PLUG]),
        ("To erase the stored list, set mode 8 and hold Menu for three seconds.", [BOTH, RESET]),
        (
            "Secure the new bolt with thread lock.",
            ["Fit the pulley with a new bolt. Secure it with thread lock."],
        ),
        ("Close the water tap, pull plug X5 off and take the pump out.", TAP),
        ("断开电池，在显微镜下检查触点。", ["打开盖子之前先断开电池。", "掀开 X4，在显微镜下检查触点。"]),
        ("旧电池用胶带包住触点，须交回收。", ["旧电池须交回收。用胶带包住触点，存放在金属盘中。"]),
        ("蜂鸣器焊接在下电路板上，不能单独更换。", [ZH_PORT, ZH_PRY]),
        ("用木楔断开连接器 X3。", [ZH_FRAME, ZH_PLUG]),
        ("面板有裂纹时马上停止使用。", [ZH_CRACK, ZH_CORD]),
    ],
)  # fmt: skip
def test_what_is_printed_there_is_free(claim: str, evidence: list[str]) -> None:
    assert not _find(claim, evidence)


METER = "While measuring use the mains transformer, the probe must not be earthed."
ZH_METER = "测量时使用变压器，探头不得接地。"
PIERCE = "A long screw in position 1 to 6 pierces the tank. Check the length first."
ZH_PIERCE = "位置 1 至 6 若误装长螺钉，会顶穿水箱。"
HEATER = ["In standby it draws 2 W.", "The heater switches off as soon as the lid opens."]
SINK = "Position: Middle | Figure 8-1: 7, 8 | Screw: long"


@pytest.mark.parametrize(
    ("claim", "evidence", "word"),
    [
        ("While measuring the mains transformer must not be earthed.", [METER], "must not be earthed"),
        ("测量时变压器不得接地。", [ZH_METER], "不得接地"),
        ("A long screw in position 7 or 8 pierces the tank.", [PIERCE, SINK], "7"),
        ("位置 7、8 若误装长螺钉，会顶穿水箱。", [ZH_PIERCE, SINK], "7"),
        ("To erase the stored list, set mode 8 and hold Menu for 5 seconds.", [BOTH, RESET], "5 seconds"),
        ("In standby the heater switches off.", HEATER, "In standby"),
        ("The buzzer is soldered to the frame.", [SOCKET, FRAME], "frame"),
    ],
)  # fmt: skip
def test_a_place_is_filled_with_nothing_printed_elsewhere(claim: str, evidence: list[str], word: str) -> None:
    assert _find(claim, evidence) == word


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("While measuring the probe must not be earthed.", [METER]),
        ("Ties must be kept away.", ["Ties, rings and hair must be kept away."]),
        ("测量时探头不得接地。", [ZH_METER]),
        ("The long screws in positions 1 to 6 pierce the tank.", [PIERCE, SINK]),
        ("To erase the stored list, set mode 8 and hold Menu for 3000 ms.", [BOTH, RESET]),
        ("The torque of the nut is 400 N·cm.", ["The torque of the nut fell from 5.5 N·m to 4.0 N·m."]),
        ("The heater switches off.", HEATER),
    ],
)  # fmt: skip
def test_what_is_left_out_leaves_its_place_empty(claim: str, evidence: list[str]) -> None:
    assert not _find(claim, evidence)


@given(
    st.sampled_from([SOCKET, RING, FRAME, PLUG, BOTH, RESET, ZH_PORT, ZH_PRY, ZH_FRAME, ZH_PLUG, ZH_CRACK])
)
def test_a_copy_has_nothing_foreign(text: str) -> None:
    assert not _find(text, [text, SOCKET, ZH_CORD])
