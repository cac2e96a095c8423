"""A statement reaches no further than it is printed, and no less far."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.extents import find_generalised, find_narrowed, find_widened


@pytest.mark.parametrize(
    ("claim", "printed", "wrong"),
    [
        ("Any oil may be used for the hinge.", "Fill the hinge with the oil of the kit.", True),
        ("Rinse it with water of any temperature.", "Rinse it with cold water.", True),
        ("A hot plug always means a worn socket.", "Plug hot: socket worn.", True),
        ("Rinse it with any water.", "Every kind of water will do to rinse it.", False),
        ("Do not use any grease.", "Use no grease.", False),
        ("Remove any hair.", "Remove hair.", False),
        ("出现 H3 时一律更换主板。", "H3：更换主板。", True),
        ("在任何温度下都是 4 V。", "25 °C 时为 4 V。", True),
        ("所有情况下一律断电。", "每次都要断电。", False),
        ("不得使用任何油脂。", "不用油脂。", False),
    ],
)
def test_what_holds_for_all_is_printed_for_all(claim: str, printed: str, wrong: bool) -> None:
    assert (find_widened(claim, [printed]) is not None) == wrong


@pytest.mark.parametrize(
    ("claim", "printed", "wrong"),
    [
        ("Hold both keys until the first lamp is lit.", "Hold both keys until all lamps are lit.", True),
        ("It is live until one of the two is open.", "It is live until both are open.", True),
        ("It is live until both are open.", "It is live until both are open.", False),
        ("Press one of the two keys.", "Press either of the two keys.", False),
        ("只要有一个点合格就行。", "每个点都须合格。", True),
        ("每个点都要合格。", "每个点都须合格。", False),
        ("显示字母和多位数字。", "显示字母和一位数字。", True),
        ("显示字母和一位数字。", "显示字母和一位数字。", False),
    ],
)
def test_what_is_printed_for_all_is_not_told_of_one(claim: str, printed: str, wrong: bool) -> None:
    assert (find_narrowed(claim, [printed]) is not None) == wrong


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, printed: str) -> None:
    find_widened(claim, [printed])
    find_narrowed(claim, [printed])


LOCKED = "After C-101 or C-102 the printer stays locked until the error is reset."
CORRODED = "Boards with green corrosion must be replaced."
ROST = "有绿色腐蚀的电路板须更换。"
ROWS = ["Position: Pump screws | Torque (N·m): 1.8", "Position: Lock screws | Torque (N·m): 1.5"]
REIHEN = ["位置: 线圈盘 | 扭矩（N·m）: 0.7", "位置: 底壳 | 扭矩（N·m）: 1.0"]


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("After any error the printer stays locked.", [LOCKED], True),
        ("After C-101 the printer stays locked until every error is reset.", [LOCKED], False),
        ("All boards must be replaced.", [CORRODED], True),
        ("All boards with green corrosion must be replaced.", [CORRODED], False),
        ("All codes may be cleared.", ["E codes may be cleared."], True),
        ("所有电路板都须更换。", [ROST], True),
        ("所有有绿色腐蚀的电路板都须更换。", [ROST], False),
        ("All screws are tightened to 1.8 N·m.", ROWS, True),
        ("Both kinds of screws are tightened to 1.8 N·m.", ROWS, True),
        ("The pump screws are tightened to 1.8 N·m.", ROWS, False),
        ("所有螺钉都拧到 1.0 N·m。", REIHEN, True),
        ("底壳的螺钉拧到 1.0 N·m。", REIHEN, False),
        ("Remove all screws.", ["Remove only the two outer screws."], True),
        ("拆下所有螺钉。", ["只拆下外侧的两颗螺钉。"], True),
        ("Loosen all ten screws.", ["Loosen the ten screws."], False),
    ],
)
def test_what_is_told_of_some_is_not_told_of_all(claim: str, printed: list[str], stopped: bool) -> None:
    assert (find_generalised(claim, printed) is not None) is stopped
