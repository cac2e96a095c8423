"""The rules about printed figures are asked, those of rows where there are rows."""

from __future__ import annotations

import pytest

from vlm.figure_rules import find_told_wrong

ROW = "Point: TP8 | Nominal (V): 12.0 | Limits / min. (V): 11.4 | Limits / max. (V): 12.6"
FAN = "Step: 5 | Check: 17 | Function: Cooling fan"
ZH_ROW = "测试点: TP8 | 标称值（V）: 12.0 | 允许范围 / 最小（V）: 11.4 | 允许范围 / 最大（V）: 12.6"


@pytest.mark.parametrize(
    ("claim", "row", "wrong"),
    [
        ("TP8 is nominally 11.4 V.", ROW, True),
        ("The fan is run in check 5.", FAN, True),
        ("TP8 的标称值是 12.6 V。", ZH_ROW, True),
        ("TP8 is nominally 12.0 V.", ROW, False),
        ("The fan is run in check 17.", FAN, False),
        ("TP8 的标称值是 12.0 V。", ZH_ROW, False),
    ],
)
def test_a_printed_figure_told_wrong_is_found(claim: str, row: str, wrong: bool) -> None:
    assert (find_told_wrong(claim, [row], [row]) is not None) is wrong


def test_rules_of_rows_leave_sentences_alone() -> None:
    assert find_told_wrong("The fan is run in check 5.", [], [FAN.replace(" | ", ", ")]) is None
