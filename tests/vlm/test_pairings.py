"""A value of a printed pair keeps its partner."""

from __future__ import annotations

import pytest

from vlm.pairings import find_unpaired

ROW = "Item: Output | Value: USB-C, 5 V / 2.4 A or 12 V / 1.5 A, 18 W max."
PROSE = "The supply gives 3 A at 24 V and 5 A at 12 V."
ZH_ROW = "项目: 输出 | 参数: USB-C，5 V / 2.4 A 或 12 V / 1.5 A，最大 18 W"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("At 12 V the output gives 2.4 A.", ROW),
        ("It charges with 2.4 A at 12 volts.", ROW),
        ("At 5 V the output gives 1.5 A, at 12 V 2.4 A.", ROW),
        ("The output is 5 V or 12 V, 1.5 A or 2.4 A.", ROW),
        ("12 V / 2400 mA is one of the modes.", ROW),
        ("The supply gives 5 A at 24 V.", PROSE),
        ("12 V 时输出 2.4 A。", ZH_ROW),
        ("输出电流在 5 伏下是 1.5 A。", ZH_ROW),
        ("输出为 5 V 1.5 A 和 12 V 2.4 A。", ZH_ROW),
    ],
)
def test_a_value_with_the_partner_of_another_is_told(claim: str, text: str) -> None:
    reason = find_unpaired(claim, [text])
    assert reason is not None and reason.code == "figure_elsewhere"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("At 12 V the output gives 1.5 A, at 5 V 2.4 A.", ROW),
        ("It charges with 2.4 A at 5 volts and 1.5 A at 12 volts.", ROW),
        ("The output is 5 V or 12 V, with 2.4 A or 1.5 A.", ROW),
        ("The output gives 18 W at most.", ROW),
        ("The supply gives 5 A at 12 V.", PROSE),
        ("At 12 V the lamp takes 5 A.", "Connect 12 V to the lamp. It takes 5 A."),
        ("12 V 时输出 1.5 A，5 V 时输出 2.4 A。", ZH_ROW),
        (ROW, ROW),
    ],
)
def test_a_printed_pair_stays_free(claim: str, text: str) -> None:
    assert find_unpaired(claim, [text]) is None
