"""What vlm/sides.py promises: harm, bans and branches stay on their side of a limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.measures import read_figures
from vlm.sides import find_banned, find_harmed, find_ordered_cause, find_overlapping, tells_harm

HEAT = "Do not heat the display above 90 °C; otherwise the layer turns yellow."
HITZE = "加热不得超过 90 °C，否则 OLED 层会永久发黄。"
LEAK = "The current must not exceed 0.5 mA; above this the device is unsafe."
LECK = "充电电流不得超过 0.5 A，超过则烧毁电芯。"
AIR = "The air must be below 2 bar, or the membrane tears."
LOW = "Do not connect a battery whose voltage is below 3.00 V. Discharged cells heat up."
LEER = "电压低于 3.00 V 的电池不得接入。过度放电的电芯会发热。"


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Below 90 °C the layer turns yellow.", HEAT, True),
        ("The layer turns yellow at up to 90 °C.", HEAT, True),
        ("Above 90 °C the layer turns yellow.", HEAT, False),
        ("Heat it to no more than 90 °C, or else the layer turns yellow.", HEAT, False),
        ("Keep the display below 90 °C so that the layer does not turn yellow.", HEAT, False),
        ("若加热低于 90 °C，OLED 层会永久发黄。", HITZE, True),
        ("若加热不到 90 °C，OLED 层会永久发黄。", HITZE, True),
        ("OLED 层在 90 °C 以下会永久发黄。", HITZE, True),
        ("加热超过 90 °C，OLED 层会永久发黄。", HITZE, False),
        ("为免 OLED 层永久发黄，加热不得超过 90 °C。", HITZE, False),
        ("加热要低于 90 °C，不然 OLED 层会永久发黄。", HITZE, False),
        ("Under 0.5 mA the device is unsafe.", LEAK, True),
        ("Over 0.5 mA the device is unsafe.", LEAK, False),
        ("充电电流低于 0.5 A 会烧毁电芯。", LECK, True),
        ("充电电流超过 0.5 A 会烧毁电芯。", LECK, False),
        ("Below 2 bar the membrane tears.", AIR, True),
        ("At 2 bar or more the membrane tears.", AIR, False),
        ("Discharged cells heat up above 3.00 V.", LOW, True),
        ("Discharged cells heat up below 3.00 V.", LOW, False),
        ("Below 3.40 V: charge the battery.", "Below 3.40 V: charge the battery, or replace it.", False),
    ],
)
def test_harm_stays_beyond_its_limit(claim: str, printed: str, stopped: bool) -> None:
    assert (find_harmed(claim, [printed]) is not None) is stopped
    assert find_harmed(printed, [printed]) is None


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Do not connect a battery of 3.00 V or more.", LOW, True),
        ("A battery with less than 3.00 V is to be connected.", LOW, True),
        ("A battery with less than 3.00 V must not be connected.", LOW, False),
        ("Connect batteries of 3.00 V or more.", LOW, False),
        ("Below 3.00 V charge the battery before you connect it.", LOW, False),
        ("禁止接入电压达到 3 V 以上的电池。", LEER, True),
        ("电压低于 3.00 V 的电池可接入。", LEER, True),
        ("禁止接入电压低于 3 V 的电池。", LEER, False),
        ("Never tilt it by more than 45°.", "Do not tilt it by more than 45°.", False),
        ("Tilt it by up to 45°.", "Do not tilt it by more than 45°.", False),
    ],
)
def test_a_ban_stays_on_its_side(claim: str, printed: str, stopped: bool) -> None:
    assert (find_banned(claim, [printed]) is not None) is stopped


ABOVE = "Measure the current. Above 0.15 A: go to step 4. Below: replace the board."
HOCH = "测量电流。高于 0.15 A：转到步骤 4。低于此值：更换小板。"


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Of 0.15 A or less: go to step 4. Below: replace the board.", ABOVE, True),
        ("Up to 0.15 A go to step 4; below that replace the board.", ABOVE, True),
        ("Above 0.15 A: go to step 4. Above that: replace the board.", ABOVE, True),
        ("Over 0.15 A go to step 4, below that replace the board.", ABOVE, False),
        ("0.15 A 以下：转到步骤 4。低于此值：更换小板。", HOCH, True),
        ("大于 0.15 A 时转到步骤 4，更低则更换小板。", HOCH, False),
    ],
)
def test_two_branches_do_not_overlap(claim: str, printed: str, stopped: bool) -> None:
    assert (find_overlapping(claim, [printed]) is not None) is stopped
    assert find_overlapping(printed, [printed]) is None


@given(st.text(max_size=60))
def test_a_text_is_on_its_own_side(text: str) -> None:
    for find in (find_harmed, find_banned, find_overlapping):
        find(text, [text])


_BAN = "加热不得超过 90 °C，否则面板会永久发黄。"


@pytest.mark.parametrize(
    ("claim", "tells"),
    [
        ("超过 90 °C 面板会永久发黄。", True),
        ("低于 90 °C 面板会永久发黄。", False),
        ("加热可以超过 90 °C，面板会永久发黄。", False),
        ("加热要超过 90 °C，否则面板会永久发黄。", False),
        ("面板永久发黄，加热不可少于 90 °C。", False),
    ],
)
def test_what_comes_of_going_beyond_a_limit_is_told_on_its_side(claim: str, tells: bool) -> None:
    assert tells_harm(read_figures(claim)[0], claim, _BAN) == tells


@pytest.mark.parametrize(
    ("claim", "right"),
    [
        ("超过 90 °C 面板会永久发黄，所以不要超过这个温度。", True),
        ("超过 90 °C 面板会永久发黄，所以不要低于这个温度。", False),
        ("低于 90 °C 面板会永久发黄，所以要超过这个温度。", False),
        ("最高 90 °C，再高面板会永久发黄。", True),
    ],
)
def test_a_limit_that_is_taken_up_keeps_its_side(claim: str, right: bool) -> None:
    assert (find_harmed(claim, [_BAN]) is None) == right


GLUE = [
    "Fit the lid with glue KX-40 and load it with 2 kg for 45 minutes.",
    "Symptom: Lid comes loose | Possible cause: Loaded for less than 45 minutes | Remedy: Renew KX-40",
]
KLEBER = [
    "用胶 KX-40 装上盖子，以 2 kg 加压 45 分钟。",
    "故障现象: 盖子松脱 | 可能原因: 加压不足 45 分钟 | 措施: 重新粘贴",
]


@pytest.mark.parametrize(
    ("claim", "evidence", "stopped"),
    [
        ("Load the lid with 2 kg for less than 45 minutes.", GLUE, True),
        ("Glue the lid on and keep 2 kg on it for under 45 minutes.", GLUE, True),
        ("Keep 2 kg on the lid for less than 45 minutes, as less time lets it come loose.", GLUE, True),
        ("Loaded for less than 45 minutes, the lid comes loose.", GLUE, False),
        ("The lid comes loose if it is loaded for less than 45 minutes.", GLUE, False),
        ("Load it for 45 minutes; less than 45 minutes and the lid comes loose.", GLUE, False),
        ("盖子以 2 kg 加压不足 45 分钟。", KLEBER, True),
        ("盖子松脱是加压不足 45 分钟。", KLEBER, False),
        ("加压不到 45 分钟，盖子会松脱。", KLEBER, False),
    ],
)
def test_the_limit_of_a_cause_is_not_ordered(claim: str, evidence: list[str], stopped: bool) -> None:
    assert (find_ordered_cause(claim, evidence) is not None) is stopped
